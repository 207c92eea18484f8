// A `!` line with a wildcard makes BuildKit enter every ignored folder: something in it could be meant.
import type { ContextWholeRule } from './context-rule.ts';
import { formatFiles } from './judging/format-size.ts';
import { writtenLine } from './judging/tell-pattern.ts';

const TOLD_PATHS = 1_000;
const WARNED_PATHS = 20_000;

export const ignoreWildcardException: ContextWholeRule = {
  kind: 'whole',
  id: 'ignore-wildcard-exception',
  title: '`!` lines with wildcards, for which every ignored folder is walked',
  severity: 'warning',
  floorBytes: 0,
  judge: (judged) => {
    const { filter, ignored } = judged.context.listing;
    if (filter.excludes === undefined || filter.rules.pruning !== 'no wildcards') return [];
    const wild = filter.excludes.patterns.find(
      ({ cleaned, isException, line }) =>
        isException && line > 0 && /[*?[\]^\\]/.test(cleaned.replace(/\/\*\*?$/, '')),
    );
    if (wild === undefined) return [];
    const folders = new Map<string, number>();
    for (const { path } of ignored) {
      const slash = path.indexOf('/');
      if (slash < 0) continue;
      const top = path.slice(0, slash);
      folders.set(top, (folders.get(top) ?? 0) + 1);
    }
    const count = [...folders.values()].reduce((sum, each) => sum + each, 0);
    if (count < TOLD_PATHS) return [];
    return [
      {
        severity: count >= WARNED_PATHS ? 'warning' : 'advice',
        message: `\`${writtenLine(judged, wild)}\` makes BuildKit walk all that is ignored: ${formatFiles(count)} and folders at each build`,
        file: judged.ignorePath,
        line: wild.line,
        paths: [...folders].map(([path, files]) => ({ path, bytes: 0, files })),
        bytes: 0,
        fix: 'Write the path that is meant without wildcards; a `/**` at its end is allowed.',
      },
    ];
  },
};
