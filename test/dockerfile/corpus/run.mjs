// Real Dockerfiles: nothing crashes, BuildKit's parser agrees, and what `--fix` writes holds.
//
//   npm run --silent build && node test/dockerfile/corpus/run.mjs FOLDER... [--limit N] [--show N] [--named] [--no-buildkit]
//
// FOLDERs hold the files (README.md names public ones); each content counts once, templates are left out. BuildKit's parser is
// compiled out of a checkout (PLIMSOLL_BUILDKIT), which needs Go. `--named` applies all fixes, not only the safe ones. `--show`
// prints so many examples of each kind of trouble. Prints one table.
// Exit code: 0 all bars hold, 1 one does not, 2 could not run.
import { parseArgs } from 'node:util';
import {
  adoptLineEnds,
  applyEdits,
  areApplicable,
  doOverlap,
} from '../../../dist/dockerfile/editing/text-edit.js';
import { compileParser, whyNoParser } from './ask-parser.mjs';
import { readDockerfiles } from './corpus-files.mjs';
import {
  decodeDockerfile,
  encodeDockerfile,
  isRefusal,
  judge,
  parseDockerfile,
  repair,
} from './judge-files.mjs';
import { lostComments } from './lost-comments.mjs';

const SAME_BOUNDARIES = 0.999;
const MEDIAN_FINDINGS = 3;
const SECONDS_PER_500 = 3;
/** Rounds of fixes that are looked at. */
const ROUNDS = 12;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    limit: { type: 'string', default: '1000000' },
    show: { type: 'string', default: '3' },
    named: { type: 'boolean', default: false },
    'no-buildkit': { type: 'boolean', default: false },
  },
});
if (positionals.length === 0) {
  console.error('usage: run.mjs FOLDER... [--limit N] [--show N] [--named] [--no-buildkit]');
  process.exit(2);
}
const blobs = new Set();
const files = positionals
  .flatMap(readDockerfiles)
  .filter(({ blob }) => !blobs.has(blob) && blobs.add(blob))
  .slice(0, Number(values.limit));
const troubles = new Map();
const trouble = (kind, path, detail) =>
  troubles.set(kind, [...(troubles.get(kind) ?? []), `${path}  ${detail}`]);
const countOf = (kind) => troubles.get(kind)?.length ?? 0;

const judgements = judgeAll();
const parser = values['no-buildkit'] ? undefined : startParser();
compareBoundaries();
const fixes = repairAll();
checkFixed();
parser?.remove();
report();

function judgeAll() {
  const judged = [];
  const started = cpuSeconds();
  for (const { path, bytes } of files) {
    try {
      judged.push({ path, bytes, ...judge(decodeDockerfile(bytes), path) });
    } catch (error) {
      if (isRefusal(error)) judged.push({ path, bytes, refusal: error.message });
      else trouble('crash', path, error?.stack ?? String(error));
    }
  }
  return { judged, seconds: cpuSeconds() - started };
}

/** CPU time: the machine may be shared. */
function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function startParser() {
  const why = whyNoParser();
  if (why === undefined) return compileParser();
  console.error(`BuildKit's parser is not compared with: ${why}`);
  return undefined;
}

function textOf(bytes) {
  return bytes.toString('utf8');
}

/** Keyword, first and last line of each instruction; a text that both refuse is the same. */
function compareBoundaries() {
  if (parser === undefined) return;
  const answers = parser.parse(files.map(({ bytes }) => textOf(bytes)));
  for (const [i, { path, bytes }] of files.entries()) {
    const expected = answers[i].refused ? 'refused' : boundaries(answers[i].instructions, 'start', 'end');
    let ours;
    try {
      const { instructions } = parseDockerfile(decodeDockerfile(bytes));
      ours = boundaries(
        instructions.map((each) => ({ ...each, keyword: each.keyword.value })),
        'startLine',
        'endLine',
      );
    } catch (error) {
      ours = isRefusal(error) ? 'refused' : 'crash';
    }
    if (ours !== expected)
      trouble('boundaries differ', path, `ours ${ours.slice(0, 200)}, BuildKit's ${expected.slice(0, 200)}`);
  }
}

function boundaries(instructions, start, end) {
  return instructions.map((each) => `${each.keyword.toUpperCase()} ${each[start]}-${each[end]}`).join(', ');
}

function repairAll() {
  const fixed = [];
  const started = cpuSeconds();
  for (const { path, bytes, refusal } of judgements.judged) {
    if (refusal !== undefined) continue;
    try {
      const source = decodeDockerfile(bytes);
      const outcome = repair(source, path, { named: values.named });
      if (outcome.applied.length > 0) fixed.push({ path, before: source, outcome });
    } catch (error) {
      trouble('crash while fixing', path, error?.stack ?? String(error));
    }
  }
  return { fixed, seconds: cpuSeconds() - started };
}

function checkFixed() {
  const { fixed } = fixes;
  const answers = parser?.parse(fixed.map(({ outcome }) => textOf(encodeDockerfile(outcome.source))));
  const before = parser?.parse(fixed.map((each) => textOf(encodeDockerfile(each.before))));
  for (const [i, { path, before: old, outcome }] of fixed.entries()) {
    if (answers?.[i].isBuildable === false && before[i].isBuildable)
      trouble('no longer parses', path, "BuildKit's parser");
    try {
      const again = repair(outcome.source, path, { named: values.named });
      if (again.applied.length > 0)
        trouble(
          'second run changes',
          path,
          again.applied.map(({ rule, line }) => `${rule}:${line}`).join(' '),
        );
    } catch (error) {
      trouble('no longer parses', path, error?.message ?? String(error));
    }
    for (const comment of lostComments(old.text, outcome.source.text)) trouble('comment lost', path, comment);
    for (const line of strayLines(old)) trouble('change outside of findings', path, line);
    if (old.text.includes('\r\n') !== outcome.source.text.includes('\r\n'))
      trouble('line ends differ', path, '');
  }
}

/**
 * Lines that changed, round by round as fixes are applied, and lie in no instruction that a finding of that round edits. Lines
 * that came are told by those around them.
 */
function strayLines(old) {
  const stray = [];
  let source = old;
  for (let round = 0; round < ROUNDS; round++) {
    const { dockerfile, findings } = judge(source, '');
    const chosen = [];
    for (const { edit } of findings) {
      if (edit === null || (edit.safety !== 'safe' && !values.named)) continue;
      const edits = adoptLineEnds(edit.edits, source.text);
      if (!chosen.some((each) => doOverlap(each, edits))) chosen.push(edits);
    }
    if (chosen.length === 0) return stray;
    const edits = chosen.flat();
    if (!areApplicable(edits, source)) return stray;
    const after = { ...source, text: applyEdits(source.text, edits) };
    const allowed = new Set();
    for (const { start, end } of edits)
      for (const { start: first, end: last, startLine, endLine } of dockerfile.instructions)
        if (start <= last && end >= first)
          for (let line = startLine; line <= endLine; line++) allowed.add(line);
    const lines = source.text.split('\n');
    for (const line of changedLines(lines, after.text.split('\n')))
      if (!allowed.has(line) && lines[line - 1].trim() !== '') stray.push(`${line}: ${lines[line - 1]}`);
    source = after;
  }
  return stray;
}

/** Numbers of the lines of `a` that are not in `b` in their order (longest common subsequence). */
function changedLines(a, b) {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      rows[i][j] = a[i] === b[j] ? rows[i + 1][j + 1] + 1 : Math.max(rows[i + 1][j], rows[i][j + 1]);
  const changed = [];
  let j = 0;
  for (let i = 0; i < a.length; i++) {
    while (j < b.length && a[i] !== b[j] && rows[i][j + 1] > rows[i + 1][j]) j++;
    if (j < b.length && a[i] === b[j]) j++;
    else changed.push(i + 1);
  }
  return changed;
}

function report() {
  const judged = judgements.judged.filter(({ findings }) => findings !== undefined);
  const shown = judged.map(({ findings }) => findings.filter(({ severity }) => severity !== 'advice').length);
  const all = judged.map(({ findings }) => findings.length);
  const secondsPer500 = (judgements.seconds / files.length) * 500;
  const rows = [];
  const row = (what, value, bar, holds) =>
    rows.push({ what, value, bar, holds: bar === '' ? '' : holds ? 'yes' : 'NO' });
  row('files', files.length, '', true);
  row('refused, as one finding', judgements.judged.length - judged.length, '', true);
  row(
    'crashes',
    countOf('crash') + countOf('crash while fixing'),
    '0',
    countOf('crash') + countOf('crash while fixing') === 0,
  );
  if (parser !== undefined) {
    const share = 1 - countOf('boundaries differ') / files.length;
    row("boundaries as BuildKit's", `${(share * 100).toFixed(3)} %`, '99.9 %', share >= SAME_BOUNDARIES);
  }
  row('findings a file, median', median(shown), `${MEDIAN_FINDINGS}`, median(shown) <= MEDIAN_FINDINGS);
  row('findings a file with advice, median', median(all), '', true);
  row('findings a file, 90 % / most', `${at(shown, 0.9)} / ${at(shown, 1)}`, '', true);
  row(
    'CPU seconds for 500 files (without start)',
    secondsPer500.toFixed(2),
    `${SECONDS_PER_500}`,
    secondsPer500 <= SECONDS_PER_500,
  );
  row('files that --fix changes', fixes.fixed.length, '', true);
  row(
    'fixes applied',
    fixes.fixed.reduce((sum, { outcome }) => sum + outcome.applied.length, 0),
    '',
    true,
  );
  row('CPU seconds for 500 files with --fix', ((fixes.seconds / files.length) * 500).toFixed(2), '', true);
  for (const kind of [
    'no longer parses',
    'comment lost',
    'second run changes',
    'change outside of findings',
    'line ends differ',
  ])
    row(kind, countOf(kind), '0', countOf(kind) === 0);
  console.table(rows);
  console.table(distribution(judged));
  console.table(appliedFixes());
  for (const [kind, all] of troubles) {
    console.log(`\n${kind}: ${all.length}`);
    for (const line of all.slice(0, Number(values.show))) console.log(`  ${line}`);
  }
  if (rows.some(({ holds }) => holds === 'NO')) process.exitCode = 1;
}

function distribution(judged) {
  const rules = {};
  for (const { findings } of judged) {
    const seen = new Set();
    for (const { rule, severity, edit } of findings) {
      rules[rule] ??= { findings: 0, files: 0, advice: 0, 'with a safe fix': 0, 'with a named fix': 0 };
      rules[rule].findings++;
      if (!seen.has(rule)) rules[rule].files++;
      seen.add(rule);
      if (severity === 'advice') rules[rule].advice++;
      if (edit !== null) rules[rule][`with a ${edit.safety} fix`]++;
    }
  }
  return Object.fromEntries(Object.entries(rules).sort(([, a], [, b]) => b.files - a.files));
}

function appliedFixes() {
  const rules = {};
  for (const { outcome } of fixes.fixed)
    for (const { rule } of outcome.applied) rules[rule] = { applied: (rules[rule]?.applied ?? 0) + 1 };
  return rules;
}

function median(numbers) {
  return at(numbers, 0.5);
}

function at(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
