// A layer that engines read in different ways, or that some refuse. The spec's way is to apply layers one onto the other;
// overlay file systems unpack each layer alone (docs/decisions/layer-semantics.md).
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import {
  describeAmbiguities,
  type LayerAmbiguity,
  type ViewDifference,
} from '../contents/view/describe-ambiguities.ts';
import type { AmbiguityKind } from '../contents/view/squashed-view.ts';
import type { LayerRule, LayerVerdict } from './rule.ts';

export const ambiguousLayer: LayerRule = {
  kind: 'layer',
  id: 'ambiguous-layer',
  title: 'Layers that engines read in different ways',
  tier: 'advice',
  severity: 'warning',
  floorBytes: 0,
  fix: 'Build the image again with Docker, BuildKit, buildah or kaniko, which write no such layers.',
  judge: (contents) => describeAmbiguities(contents.view).map(toVerdict),
};

/** What each kind of ambiguity is, in words. */
const KIND_WORDS: Readonly<Record<AmbiguityKind, string>> = {
  'whiteout-and-entry': 'a whiteout and an entry for the same path',
  'entry-below-symlink': 'an entry below a directory that is a symlink in a lower layer',
  'entry-below-dangling-symlink': 'an entry below a symlink that leads to nothing',
  'whiteout-below-symlink': 'a whiteout below a directory that is a symlink in a lower layer',
  'opaque-root': 'an opaque marker in the root',
  'hardlink-to-lower-layer': 'a hard link to a file of a lower layer',
  'hardlink-without-target': 'a hard link to nothing',
  'hardlink-attributes': 'a hard link whose owner, mode or time is not its target’s',
  'duplicate-path': 'two entries for one path',
  'parent-is-no-directory': 'an entry below what is no directory',
  'parent-not-in-layer': 'an entry whose parent directory has none',
  'root-entry': 'an entry for the root that changes its mode or owner',
  'invalid-whiteout': 'a whiteout without a name',
  'overlay-whiteout-device': 'a device that overlay file systems take for a whiteout',
  'overlay-xattr': 'attributes that are overlay file systems’ own',
  'symlink-circle': 'an entry below symlinks that go round in a circle',
  'path-with-dots': 'a path with `..` in it',
};

const STATE_WORDS: Readonly<Record<number, string>> = {
  [ENTRY_KIND.file]: 'a file',
  [ENTRY_KIND.directory]: 'a directory',
  [ENTRY_KIND.symlink]: 'a symlink',
  [ENTRY_KIND.character]: 'a device',
  [ENTRY_KIND.block]: 'a device',
  [ENTRY_KIND.fifo]: 'a pipe',
};

function toVerdict(ambiguity: LayerAmbiguity): LayerVerdict {
  const isRefused = ambiguity.refusedByMerged || ambiguity.refusedByOverlay;
  return {
    layer: ambiguity.layer,
    severity: isRefused ? 'error' : 'warning',
    message: `${describeKinds(ambiguity)}: ${describeOutcome(ambiguity)}`,
    paths: isRefused ? [] : ambiguity.differences.map(({ path }) => path),
    pathCount: isRefused ? 0 : ambiguity.differenceCount,
  };
}

function describeKinds({ kinds }: LayerAmbiguity): string {
  const words = kinds.map((kind) => KIND_WORDS[kind] ?? kind);
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function describeOutcome(ambiguity: LayerAmbiguity): string {
  if (ambiguity.refusedByMerged && ambiguity.refusedByOverlay) return 'no engine unpacks this layer';
  if (ambiguity.refusedByOverlay) return 'Docker refuses to load this layer, umoci takes it';
  if (ambiguity.refusedByMerged) return 'umoci and buildah refuse this layer, Docker takes it';
  const [first] = ambiguity.differences;
  return first === undefined ? 'what engines show depends on the host' : describeDifference(first);
}

function describeDifference({ path, merged, overlay }: ViewDifference): string {
  const place = path === '' ? 'the root' : `/${path}`;
  const [bySpec, onOverlay] = [STATE_WORDS[merged.kind] ?? 'nothing', STATE_WORDS[overlay.kind] ?? 'nothing'];
  if (bySpec !== onOverlay)
    return `${place} is ${bySpec} by the spec and ${onOverlay} on overlay file systems`;
  const [a, b] = [merged.attributes, overlay.attributes];
  if (a.mode !== b.mode)
    return `${place} has mode ${octal(a.mode)} by the spec and ${octal(b.mode)} on overlay file systems`;
  if (a.uid !== b.uid || a.gid !== b.gid)
    return `${place} belongs to ${a.uid}:${a.gid} by the spec and to ${b.uid}:${b.gid} on overlay file systems`;
  return `${place} differs between the spec and overlay file systems`;
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
