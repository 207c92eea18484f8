// The findings about secrets: rule ids are `secret/KIND`. They price no bytes and never hold a value.
import { pathText } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import type { ConfigSecret } from '../../contents/secrets/find-config-secrets.ts';
import { VISIBLE } from '../../contents/view/squashed-view.ts';
import type { Finding } from '../finding.ts';
import { cleanInstruction } from '../judging/instruction.ts';
import { groupSecrets, type SecretGroup } from './group-secrets.ts';
import { fixFile, fixPlace } from './secret-fixes.ts';

/** All findings about secrets; `instructions` are those of the layers. */
export function judgeSecrets(
  contents: ImageContents,
  instructions: readonly (string | null)[],
  pathsPerFinding: number,
): readonly Finding[] {
  return [
    ...groupSecrets(contents).map((group) => judgeGroup(contents, group, instructions, pathsPerFinding)),
    ...contents.secrets.inConfig.map((secret) => judgePlace(contents, secret)),
  ];
}

function judgeGroup(
  { layers, secrets, baseLayerCount }: ImageContents,
  group: SecretGroup,
  instructions: readonly (string | null)[],
  pathsPerFinding: number,
): Finding {
  const { ruleId, layer, hiddenBy, entries, count, offsets } = group;
  const { facts } = layers[layer]!;
  const isHidden = hiddenBy !== VISIBLE;
  const isInherited = layer < baseLayerCount;
  const instruction = instructions[layer] ?? null;
  const paths = entries.slice(0, pathsPerFinding).map((entry) => pathText(facts, entry));
  const laterLayers = [...group.laterLayers].sort((a, b) => a - b);
  const { name, severity } = describeKind(secrets, ruleId);
  const notes = [
    ...(count > 1 ? [`${count} times`] : []),
    ...(laterLayers.length > 0 ? [`shipped again by ${nameLayers(laterLayers)} with other attributes`] : []),
    ...(isHidden ? ['still there for whoever pulls the image'] : []),
  ];
  return {
    ...COMMON,
    rule: `secret/${ruleId}`,
    severity,
    message: [name, ...notes].join(', '),
    state: isHidden ? 'hidden' : 'visible',
    origin: isInherited ? 'inherited' : 'yours',
    layer,
    hiddenByLayer: isHidden ? hiddenBy : null,
    instruction,
    folder: '',
    paths: paths.map((path) => ({ path, bytes: 0 })),
    fileCount: entries.length,
    place: null,
    secret: {
      count,
      offsets,
      entry: entries[0]!,
      layers: [layer, ...laterLayers],
      hiddenByInstruction: isHidden ? (instructions[hiddenBy] ?? null) : null,
      places: [],
    },
    fix: fixFile({ instruction, isHidden, isInherited, path: paths[0]! }),
  };
}

function judgePlace({ config, secrets, baseLayerCount }: ImageContents, secret: ConfigSecret): Finding {
  const { ruleId, places } = secret;
  const [first] = places;
  const { name, severity } = describeKind(secrets, ruleId);
  const step = places.find((place) => place.step !== null)?.step ?? null;
  const layer = places.find((place) => place.layer !== null)?.layer ?? null;
  return {
    ...COMMON,
    rule: `secret/${ruleId}`,
    severity,
    message: name,
    state: 'visible',
    origin: step !== null && step < countBaseSteps(config, baseLayerCount) ? 'inherited' : 'yours',
    layer,
    hiddenByLayer: null,
    instruction: step === null ? null : cleanInstruction(config.history[step]?.createdBy),
    folder: '',
    paths: [],
    fileCount: 0,
    place: first!.place,
    secret: {
      count: 1,
      offsets: [],
      entry: null,
      layers: layer === null ? [] : [layer],
      hiddenByInstruction: null,
      places: places.map((place) => ({ place: place.place, name: place.name, step: place.step })),
    },
    fix: fixPlace(first!.place),
  };
}

/** What a finding about a secret has of no use. */
const COMMON = { kind: 'finding', bytes: 0, shippedBytes: 0, packages: [], because: null } as const;

function describeKind(
  { kindById }: ImageContents['secrets'],
  ruleId: string,
): { readonly name: string; readonly severity: 'error' | 'warning' } {
  const kind = kindById.get(ruleId);
  return { name: kind?.name ?? ruleId, severity: kind?.severity ?? 'error' };
}

/** The steps of the history up to the one that made the last layer of the base. */
function countBaseSteps({ history }: ImageContents['config'], baseLayerCount: number): number {
  let layers = 0;
  let steps = 0;
  for (const [i, { emptyLayer }] of history.entries()) {
    if (layers === baseLayerCount) break;
    if (!emptyLayer) layers++;
    steps = i + 1;
  }
  return steps;
}

function nameLayers(layers: readonly number[]): string {
  return layers.length === 1 ? `layer ${layers[0]}` : `layers ${layers.join(', ')}`;
}
