// Sources of instructions that the ignore file keeps back: all of one, so that the build ends; or some of what a wildcard or a
// folder would bring, so that it goes on without.
import { explainPath } from '../../context/explain-path.ts';
import { hasWildcards, matchGlob } from '../../context/go-rules/match-glob.ts';
import type { Pattern } from '../../context/ignore/pattern-list.ts';
import type { ContextUse, ContextUseKind } from '../../dockerfile/evaluation/context-use.ts';
import type { ContextVerdict, ContextWholeRule } from './context-rule.ts';
import { formatFiles } from './judging/format-size.ts';
import type { JudgedContext } from './judging/judged-context.ts';
import { tellPattern } from './judging/tell-pattern.ts';

const READS: ReadonlySet<ContextUseKind> = new Set(['copy', 'add', 'bind-mount']);
/** What a build misses when it is silently left out. */
const MANIFEST =
  /^(?:package|npm-shrinkwrap|yarn|pnpm|bun|composer|requirements|Pipfile|poetry|uv|pyproject|Cargo|go|Gemfile|pom|build|settings|mix|tsconfig)\b/;
const CATCH_ALLS: ReadonlySet<string> = new Set(['*', '**', '**/*']);

export const ignoreCopySource: ContextWholeRule = {
  kind: 'whole',
  id: 'ignore-copy-source',
  title: 'Sources of COPY that the ignore file keeps back',
  severity: 'error',
  floorBytes: 0,
  judge: (judged) => {
    const { uses, usesOf } = judged.context;
    const counts = new Uint32Array(uses.length);
    for (const list of new Set(usesOf)) for (const use of list) counts[use] = 1;
    return uses.flatMap((use, i) => {
      if (use.path === '/' || !READS.has(use.kind) || use.unset.length > 0) return [];
      const path = use.path.slice(1);
      return hasWildcards(path)
        ? judgeGlob(judged, use, path, counts[i] !== 0)
        : judgePath(judged, use, path, counts[i] !== 0);
    });
  },
};

function judgePath(
  judged: JudgedContext,
  use: ContextUse,
  path: string,
  isSent: boolean,
): readonly ContextVerdict[] {
  const { listing } = judged.context;
  if (isSent) return judgeFolder(judged, use, path);
  if (!judged.look.isThere(path)) return [];
  const reason = explainPath(listing.filter, path);
  if (reason.kind !== 'ignored') return [];
  return [refuse(judged, use, reason.by, [path], `Add \`!${path}\` behind it, or take the line out.`)];
}

/** A list that begins by ignoring everything may take back less of a folder than an instruction names. */
function judgeFolder(judged: JudgedContext, use: ContextUse, folder: string): readonly ContextVerdict[] {
  const { listing } = judged.context;
  const { patterns } = listing.filter.excludes ?? { patterns: [] };
  const lost = listing.ignored.filter(
    ({ path, decidedBy, isEntered }) =>
      path.startsWith(`${folder}/`) && !isEntered && CATCH_ALLS.has(patterns[decidedBy]!.cleaned),
  );
  if (lost.length === 0) return [];
  return [
    {
      severity: 'advice',
      message: `of \`${folder}\` ${lost.length} paths are kept back by ${tellPattern(judged, patterns[lost[0]!.decidedBy]!)}, because no later line takes them back`,
      file: judged.look.read.dockerfilePath,
      line: use.line,
      paths: lost.map(({ path }) => ({ path, bytes: 0, files: 1 })),
      bytes: 0,
      fix: `Where all of the folder is meant, write \`!${folder}\`.`,
    },
  ];
}

function judgeGlob(
  judged: JudgedContext,
  use: ContextUse,
  glob: string,
  isSent: boolean,
): readonly ContextVerdict[] {
  const { listing } = judged.context;
  const { patterns } = listing.filter.excludes ?? { patterns: [] };
  const lost = listing.ignored.filter(({ path }) => matchGlob(glob, path) === true);
  if (!isSent) {
    const by = lost[0] ?? findAbove(judged, glob);
    if (by === undefined) return [];
    return [
      refuse(
        judged,
        use,
        patterns[by.decidedBy]!,
        lost.map(({ path }) => path),
        `Take the line out, or write a \`!\` line for the files that are meant.`,
      ),
    ];
  }
  const missed = lost.filter(({ path }) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return (
      !name.startsWith('.') &&
      !/(?:^|[._-])(?:tests?|spec|stories|example|sample|local|dev|log)(?:[._-]|$)/i.test(name)
    );
  });
  if (missed.length === 0) return [];
  const isManifest = missed.some(({ path }) => MANIFEST.test(path.slice(path.lastIndexOf('/') + 1)));
  return [
    {
      severity: isManifest ? 'warning' : 'advice',
      message: `\`${use.instruction.name} ${use.written}\` comes without ${formatFiles(missed.length)} that ${tellPattern(judged, patterns[missed[0]!.decidedBy]!)} keeps back, and says nothing of it`,
      file: judged.look.read.dockerfilePath,
      line: use.line,
      paths: missed.map(({ path }) => ({ path, bytes: 0, files: 1 })),
      bytes: 0,
      fix: `Where they are meant to be there, add ${missed
        .slice(0, 3)
        .map(({ path }) => `\`!${path}\``)
        .join(', ')} to ${judged.ignoreName}.`,
    },
  ];
}

/** The ignored folder in which the matches of a pattern would lie. */
function findAbove(judged: JudgedContext, glob: string): { readonly decidedBy: number } | undefined {
  const names = glob.split('/');
  const fixed = names.slice(0, names.findIndex(hasWildcards)).join('/');
  if (fixed === '' || !judged.look.isThere(fixed)) return undefined;
  const { filter } = judged.context.listing;
  // The folder itself is no source: only the ignore file is asked about it.
  const reason = explainPath({ ...filter, includes: undefined }, fixed);
  if (reason.kind !== 'ignored') return undefined;
  return { decidedBy: filter.excludes!.patterns.indexOf(reason.by) };
}

function refuse(
  judged: JudgedContext,
  use: ContextUse,
  by: Pattern,
  paths: readonly string[],
  fix: string,
): ContextVerdict {
  return {
    severity: 'error',
    message: `the source of \`${use.instruction.name} ${use.written}\` is kept back by ${tellPattern(judged, by)}: the build ends here`,
    file: judged.look.read.dockerfilePath,
    line: use.line,
    paths: paths.map((path) => ({ path, bytes: 0, files: 1 })),
    bytes: 0,
    fix,
  };
}
