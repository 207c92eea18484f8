// Names without a slash mean any depth to git and the root alone to builders. What lies deeper and is told by a rule about paths
// has the line in its own fix; this is about the rest.
import { hasWildcards, matchGlob } from '../../context/go-rules/match-glob.ts';
import type { Pattern } from '../../context/ignore/pattern-list.ts';
import type { ContextWholeRule } from './context-rule.ts';
import type { JudgedContext } from './judging/judged-context.ts';
import { limitPaths } from './judging/limit-paths.ts';
import { writtenLine } from './judging/tell-pattern.ts';

const FLOOR_BYTES = 1_000_000;
const SILENT_BYTES = 10_000;
/** What nobody wants anywhere. Of other names those deeper down may well be meant to stay. */
const ANYWHERE =
  /^(?:node_modules|bower_components|\.?venv|__pycache__|\.git|\.terraform|\.gradle|\.next|\.nuxt|coverage|\*?\.(?:log|pyc|pyo|tmp|swp|bak|pem|key|p12|pfx|keystore)|\.(?:cache|pytest_cache|mypy_cache|parcel-cache|turbo|DS_Store|idea|vscode)|\.env(?:\.[\w*-]+|\*)?|id_rsa\*?|id_ed25519\*?)$/;
const SENSITIVE = /^(?:\*?\.(?:pem|key|p12|pfx|keystore)|\.env.*|id_\w+\*?)$/;
const HARMLESS = /(?:^|\.)(?:example|sample|template|dist|defaults?)$/;

export const ignoreDepth: ContextWholeRule = {
  kind: 'whole',
  id: 'ignore-depth',
  title: 'Lines that are meant at any depth and count in the root alone',
  severity: 'warning',
  floorBytes: FLOOR_BYTES,
  judge: (judged) => {
    const patterns = judged.context.listing.filter.excludes?.patterns ?? [];
    return patterns
      .filter((pattern) => isMeantAnywhere(judged, pattern))
      .flatMap((pattern) => {
        const paths = findDeeper(judged, pattern.cleaned);
        const bytes = paths.reduce((sum, path) => sum + path.bytes, 0);
        const isSensitive = SENSITIVE.test(pattern.cleaned);
        if (paths.length === 0 || (!isSensitive && bytes < SILENT_BYTES)) return [];
        return [
          {
            severity: isSensitive || bytes >= FLOOR_BYTES ? ('warning' as const) : ('advice' as const),
            message: `\`${writtenLine(judged, pattern)}\` counts in the root alone: what is called so deeper down is sent`,
            file: judged.ignorePath,
            line: pattern.line,
            paths: limitPaths(paths).paths,
            bytes,
            fix: `Write \`**/${pattern.cleaned}\`, which counts in the root too.`,
          },
        ];
      });
  },
};

function isMeantAnywhere(judged: JudgedContext, pattern: Pattern): boolean {
  const { cleaned, isException, line } = pattern;
  if (isException || line === 0 || !ANYWHERE.test(cleaned)) return false;
  // A slash in front says that the root is meant.
  if (writtenLine(judged, pattern).startsWith('/')) return false;
  return !judged.context.listing.filter.excludes!.patterns.some((other) => other.cleaned === `**/${cleaned}`);
}

function findDeeper(
  judged: JudgedContext,
  glob: string,
): readonly { readonly path: string; readonly bytes: number; readonly files: number }[] {
  const { entries } = judged.context.listing;
  // Most globs begin or end in letters: few names are left to be asked about.
  const ending = hasWildcards(glob.slice(1)) ? '' : glob.slice(glob.startsWith('*') ? 1 : 0);
  const beginning = hasWildcards(glob) ? glob.slice(0, glob.search(/[*?[\\]/)) : glob;
  const found: { path: string; bytes: number; files: number }[] = [];
  let top: (typeof found)[number] | undefined;
  for (const [i, { path, kind, sizeBytes }] of entries.entries()) {
    if (judged.claims.isClaimed[i] === 1) continue;
    if (top !== undefined && path.startsWith(`${top.path}/`)) {
      top.bytes += sizeBytes;
      if (kind === 'file') top.files++;
      continue;
    }
    if (!path.endsWith(ending)) continue;
    const slash = path.lastIndexOf('/');
    if (slash < 0 || kind === 'symlink' || kind === 'special') continue;
    if (!path.startsWith(beginning, slash + 1)) continue;
    const name = path.slice(slash + 1);
    if (matchGlob(glob, name) !== true || HARMLESS.test(name)) continue;
    top = { path, bytes: sizeBytes, files: kind === 'file' ? 1 : 0 };
    found.push(top);
  }
  return found.filter(({ files }) => files > 0);
}
