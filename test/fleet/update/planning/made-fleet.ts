// Small fleets for tests of planning: graphs by hand, source keys of words, and a run that makes all that a plan says.
import type { BaseUse, UpdateGraph, UpdateImage } from '../../../../src/fleet/update/graph/update-graph.ts';
import { hashFields } from '../../../../src/fleet/update/keys/hash-fields.ts';
import { KEY_PARTS, type KeyPart, type SourceKey } from '../../../../src/fleet/update/keys/source-key.ts';
import { makeEntry } from '../../../../src/fleet/update/lock/make-entry.ts';
import {
  changeLock,
  entryName,
  type LockEntry,
  type UpdateLock,
} from '../../../../src/fleet/update/lock/update-lock.ts';
import type { BaseResolution } from '../../../../src/fleet/update/planning/base-resolution.ts';
import { BaseFinder } from '../../../../src/fleet/update/planning/image-bases.ts';
import { type PlanInputs, planUpdate } from '../../../../src/fleet/update/planning/plan-update.ts';
import { digestOf, hexOf } from '../lock/lock-entries.ts';

/** When everything was made. */
export const MADE_AT = '2026-01-01T00:00:00Z';
/** A day later. */
export const NOW = new Date('2026-01-02T00:00:00Z');

/** An image of a Dockerfile in a folder of its name. */
export function image(id: string, changes: Partial<UpdateImage> = {}): UpdateImage {
  const folder = `/fleet/${id.split(':')[0]}`;
  return {
    kind: 'image',
    id,
    references: [id],
    place: { kind: 'dockerfile', file: `${id.split(':')[0]}/Dockerfile` },
    build: {
      contextPath: folder,
      dockerfilePath: `${folder}/Dockerfile`,
      args: {},
      namedContexts: {},
      secretIds: [],
      platforms: ['linux/amd64'],
    },
    ...changes,
  };
}

/** An edge; what has a dot in it is external. */
export function use(of: string, base: string, kind: BaseUse['kind'] = 'from'): BaseUse {
  return {
    origin: base.includes('.') ? { kind: 'external', reference: base } : { kind: 'image', id: base },
    image: of,
    kind,
  };
}

/** A graph of images in dependency order. */
export function graphOf(images: readonly UpdateImage[], uses: readonly BaseUse[]): UpdateGraph {
  return { kind: 'update-graph', root: '/fleet', images, uses, findings: [] };
}

/** A source key whose parts are those of the id, some of them of other words. */
export function sourceKey(id: string, words: Partial<Record<KeyPart, string>> = {}): SourceKey {
  const parts = Object.fromEntries(
    KEY_PARTS.map((part) => [part, hexOf(`${id} ${part} ${words[part] ?? ''}`)]),
  ) as Record<KeyPart, string>;
  return {
    kind: 'source-key',
    hash: hashFields(
      'source',
      KEY_PARTS.flatMap((part) => [part, parts[part]]),
    ),
    parts,
    sources: [],
  };
}

/** Source keys of all images of a graph. */
export function keysOf(
  graph: UpdateGraph,
  changed: Readonly<Record<string, Partial<Record<KeyPart, string>>>> = {},
): Map<string, SourceKey> {
  return new Map(
    graph.images.flatMap(({ id, build }) =>
      (build?.platforms ?? ['linux/amd64']).map((platform) => [
        entryName(id, platform),
        sourceKey(`${id} ${platform}`, changed[id]),
      ]),
    ),
  );
}

/** What external bases are now. */
export function basesOf(words: Readonly<Record<string, string>>): Map<string, BaseResolution> {
  return new Map(
    Object.entries(words).map(([reference, word]) => [
      reference,
      { kind: 'resolved', digest: digestOf(word) },
    ]),
  );
}

/** A made fleet and the ways to ask of it. */
export function inputsOf(
  graph: UpdateGraph,
  bases: ReadonlyMap<string, BaseResolution>,
  changes: Partial<PlanInputs> = {},
): PlanInputs {
  return {
    graph,
    bases,
    sourceKeys: keysOf(graph),
    lock: { kind: 'update-lock', entries: new Map() },
    now: NOW,
    ...changes,
  };
}

/** Makes everything that the plan says, as a run does, and gives the lock of after; `isCutOff` images come out as they were. */
export function makePlanned(inputs: PlanInputs, isCutOff: (id: string) => boolean = () => false): UpdateLock {
  const { graph, bases, sourceKeys } = inputs;
  const finder = new BaseFinder(graph);
  let { lock } = inputs;
  for (const { id, platform, action } of planUpdate(inputs).images) {
    if (action === 'leave') continue;
    const key = sourceKeys.get(entryName(id, platform)) as SourceKey;
    const stands = finder.find(id, platform).map(({ name, origin }) => {
      const resolution = bases.get(name);
      const of = finder.platformOf(name, platform);
      const digest =
        origin.kind === 'external'
          ? resolution?.kind === 'resolved' && resolution.digest
          : lock.entries.get(entryName(name, of!))?.digest;
      return { reference: name, digest: digest as LockEntry['digest'] };
    });
    const before = lock.entries.get(entryName(id, platform));
    const isSame = before !== undefined && isCutOff(id);
    const digest = isSame ? before.digest : digestOf(JSON.stringify([id, platform, key.hash, stands]));
    const made = {
      digest,
      reference: `${id.split(':')[0]}@${digest}`,
      how: isSame ? 'cut-off' : action === 'rebase' ? 'rebased' : 'rebuilt',
      seconds: 60,
      pushedBytes: 1000,
      at: MADE_AT,
    } as const;
    lock = changeLock(lock, [makeEntry({ id, platform, tags: [id], sourceKey: key, bases: stands, made })]);
  }
  return lock;
}
