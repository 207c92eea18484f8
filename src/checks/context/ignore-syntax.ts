// Lines that are written as for git or a shell, and mean something else to builders.
import { matchPath } from '../../context/ignore/match-path.ts';
import { compileList, type Pattern } from '../../context/ignore/pattern-list.ts';
import type { ContextVerdict, ContextWholeRule } from './context-rule.ts';
import type { JudgedContext } from './judging/judged-context.ts';
import { sumBranches } from './judging/sum-branches.ts';
import { writtenLine } from './judging/tell-pattern.ts';

const FLOOR_BYTES = 10_000;
const BRACES = /\{([^{}]*,[^{}]*)\}/;
const MOST_VARIANTS = 64;

export const ignoreSyntax: ContextWholeRule = {
  kind: 'whole',
  id: 'ignore-syntax',
  title: 'Lines that are written as for git or a shell',
  severity: 'warning',
  floorBytes: FLOOR_BYTES,
  judge: (judged) =>
    (judged.context.listing.filter.excludes?.patterns ?? []).flatMap((pattern) =>
      judgePattern(judged, pattern),
    ),
};

function judgePattern(judged: JudgedContext, pattern: Pattern): readonly ContextVerdict[] {
  const { cleaned, isException, line } = pattern;
  const meant = readMeaning(cleaned);
  if (meant === undefined || line === 0) return [];
  const { patterns, message } = meant;
  const sent = isException ? { paths: [], bytes: 0 } : sumMeant(judged, patterns);
  return [
    {
      severity: sent.bytes >= FLOOR_BYTES ? 'warning' : 'advice',
      message: `\`${writtenLine(judged, pattern)}\` ${message}`,
      file: judged.ignorePath,
      line,
      paths: sent.paths,
      bytes: sent.bytes,
      fix: `Write ${patterns.map((each) => `\`${isException ? '!' : ''}${each}\``).join(', ')}${patterns.length > 1 ? ', a line each' : ''}.`,
    },
  ];
}

/** What was meant, where it is not what is written. */
function readMeaning(
  cleaned: string,
): { readonly patterns: readonly string[]; readonly message: string } | undefined {
  if (BRACES.test(cleaned)) {
    const patterns = expandBraces(cleaned);
    return { patterns, message: 'matches braces: builders do not expand them' };
  }
  const comment = /^(\S+)\s+#.*$/.exec(cleaned);
  if (comment !== null)
    return { patterns: [comment[1]!], message: 'has no comment behind it: the whole line is the pattern' };
  if (/\[![^\]]*\]/.test(cleaned))
    return { patterns: [cleaned.replaceAll('[!', '[^')], message: 'does not negate: builders write [^…]' };
  return undefined;
}

function expandBraces(text: string): readonly string[] {
  let open = [text];
  for (;;) {
    const next = open.flatMap((each) => {
      const match = BRACES.exec(each);
      if (match === null) return [each];
      return match[1]!
        .split(',')
        .map((part) => each.slice(0, match.index) + part.trim() + each.slice(match.index + match[0].length));
    });
    if (next.length === open.length || next.length > MOST_VARIANTS) return next.slice(0, MOST_VARIANTS);
    open = next;
  }
}

function sumMeant(
  judged: JudgedContext,
  patterns: readonly string[],
): Pick<ContextVerdict, 'paths' | 'bytes'> {
  const { entries } = judged.context.listing;
  try {
    const list = compileList(
      patterns.map((pattern) => ({ pattern })),
      'patternmatcher',
    );
    return sumBranches(judged, (i) => matchPath(list, entries[i]!.path, 'any parent').isMatched);
  } catch {
    return { paths: [], bytes: 0 };
  }
}
