// Mounts that make all of the context be sent: a bind mount without a source, and a tmpfs mount, which BuildKit counts as a use
// of the root of the context though it reads nothing of it.
import type { ContextUse } from '../../dockerfile/evaluation/context-use.ts';
import type { ContextVerdict, ContextWholeRule } from './context-rule.ts';
import { formatFiles } from './judging/format-size.ts';
import type { JudgedContext } from './judging/judged-context.ts';
import { sumBranches } from './judging/sum-branches.ts';

const FLOOR_BYTES = 1_000_000;
const MOUNTS: ReadonlySet<ContextUse['kind']> = new Set(['bind-mount', 'cache-mount', 'tmpfs-mount']);

export const contextMount: ContextWholeRule = {
  kind: 'whole',
  id: 'context-mount',
  title: 'Mounts that make all of the context be sent',
  severity: 'warning',
  floorBytes: FLOOR_BYTES,
  judge: (judged) => {
    const { uses, usesOf, listing } = judged.context;
    const mounts = uses.flatMap((use, i) => (use.path === '/' && MOUNTS.has(use.kind) ? [i] : []));
    // Where something else takes everything too, the mounts widen nothing.
    const copies = uses.some(({ path, kind }) => path === '/' && !MOUNTS.has(kind));
    if (
      mounts.length === 0 ||
      copies ||
      listing.narrowing.kind !== 'everything' ||
      !listing.filter.rules.isNarrowed
    )
      return [];
    const isMount = new Set(mounts);
    const { paths, bytes, files } = sumBranches(judged, (i) => usesOf[i]!.every((use) => isMount.has(use)));
    if (bytes < FLOOR_BYTES / 100) return [];
    const idle = mounts.every((i) => uses[i]!.kind === 'tmpfs-mount');
    return [tell(judged, uses[mounts[0]!]!, { paths, bytes, files, idle })];
  },
};

function tell(
  judged: JudgedContext,
  use: ContextUse,
  sent: Pick<ContextVerdict, 'paths' | 'bytes'> & { readonly files: number; readonly idle: boolean },
): ContextVerdict {
  const { paths, bytes, files, idle } = sent;
  const isTmpfs = use.kind === 'tmpfs-mount';
  return {
    // What a bind mount shows to its RUN may all be read there; a tmpfs mount reads nothing.
    severity: idle && bytes >= FLOOR_BYTES ? 'warning' : 'advice',
    message: `${isTmpfs ? 'a tmpfs mount' : 'a bind mount without a source'} makes all of the context be sent, ${formatFiles(files)} of it for nothing else`,
    file: judged.look.read.dockerfilePath,
    line: use.line,
    paths,
    bytes,
    fix: isTmpfs
      ? 'Give the tmpfs mount a source that costs nothing, such as a small file that is sent anyway (source=package.json): BuildKit reads nothing of it, and no longer counts all of the context as used.'
      : 'Give the mount the source that its RUN reads: RUN --mount=type=bind,source=PATH,target=PATH.',
  };
}
