// Secrets of files brought together: one group is one kind of secret in one content, however often it is there.
import type { ImageContents } from '../../contents/image-contents.ts';
import { listSecretFiles, type SecretFile } from '../../contents/secrets/list-secret-files.ts';
import { VISIBLE } from '../../contents/view/squashed-view.ts';
import type { SecretOffset } from '../finding.ts';
import { type CopyChains, followCopies } from '../judging/follow-copies.ts';

/** Secrets of one kind in files of one layer that share their fate and, as long as there are not too many, their content. */
export interface SecretGroup {
  readonly ruleId: string;
  readonly layer: number;
  /** The layer that hides them, or VISIBLE. */
  readonly hiddenBy: number;
  /** Indices within the layer, rising. */
  readonly entries: number[];
  /** Secrets of the kind in the first of the files, or in all where their contents differ. */
  count: number;
  /** Some of them, in the first of the files. */
  readonly offsets: readonly SecretOffset[];
  /** Further layers that ship the same file again, with other attributes. */
  readonly laterLayers: Set<number>;
}

/** Groups of one layer beyond this are brought together by kind alone. */
const GROUPS_LIMIT = 500;
const OFFSETS_NAMED = 20;

/** The groups of all layers, by layer and entry. */
export function groupSecrets({ layers, view }: ImageContents): readonly SecretGroup[] {
  if (layers.every(({ facts }) => facts.secretEntries.length === 0)) return [];
  const chains = followCopies(view);
  const groups: SecretGroup[] = [];
  /** Groups by the through number of each of their entries. */
  const groupsOfEntry = new Map<number, SecretGroup[]>();
  layers.forEach(({ facts }, layer) => {
    const base = view.entryBases[layer]!;
    const ofLayer = new Map<string, SecretGroup>();
    for (const file of listSecretFiles(facts)) {
      const entry = base + file.entry;
      const earlier = chains.isRepeat(entry) ? groupsOfEntry.get(chains.firstOf(entry)) : undefined;
      if (earlier !== undefined) {
        for (const { laterLayers } of earlier) laterLayers.add(layer);
        continue;
      }
      const hiddenBy = hidingLayer(view.hiddenBy, chains, entry);
      const content = Buffer.from(facts.contents.subarray(file.entry * 16, file.entry * 16 + 16)).toString(
        'hex',
      );
      for (const [ruleId, offsets] of offsetsByKind(file)) {
        const isMany = ofLayer.size >= GROUPS_LIMIT;
        const key = `${ruleId} ${hiddenBy} ${isMany ? '' : content}`;
        const count = offsets.length + (file.omitted.find((kind) => kind.ruleId === ruleId)?.count ?? 0);
        let group = ofLayer.get(key);
        if (group === undefined) {
          group = {
            ruleId,
            layer,
            hiddenBy,
            entries: [],
            count: 0,
            offsets: offsets.slice(0, OFFSETS_NAMED),
            laterLayers: new Set(),
          };
          ofLayer.set(key, group);
          groups.push(group);
        }
        group.entries.push(file.entry);
        group.count = isMany ? group.count + count : count;
        groupsOfEntry.set(entry, [...(groupsOfEntry.get(entry) ?? []), group]);
      }
    }
  });
  return groups;
}

/** A file that a later layer ships again shows as long as any of its copies does. */
function hidingLayer(hiddenBy: Uint16Array, chains: CopyChains, entry: number): number {
  return chains.shows(entry) ? VISIBLE : hiddenBy[chains.lastOf(entry)]!;
}

function offsetsByKind({ matches }: SecretFile): ReadonlyMap<string, readonly SecretOffset[]> {
  const byKind = new Map<string, SecretOffset[]>();
  for (const { ruleId, offsetBytes, lengthBytes, member } of matches) {
    const offset = { offsetBytes, lengthBytes, member: member ?? null };
    const offsets = byKind.get(ruleId);
    if (offsets === undefined) byKind.set(ruleId, [offset]);
    else offsets.push(offset);
  }
  return byKind;
}
