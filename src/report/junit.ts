// Findings as JUnit's XML, which GitLab, Jenkins and others show as tests: a suite a file, a case a finding.
import type { TargetError } from './json.ts';
import type { Judgement } from './judgements/judgement.ts';
import { makeVisible } from './visible-text.ts';

/**
 * The document in pieces. A finding that makes the run fail is a failure, another one is skipped; what could not be looked at is an
 * error; without any of them one case passes.
 */
export function* formatJunit(
  judgements: readonly Judgement[],
  errors: readonly TargetError[],
): Iterable<string> {
  const suites = new Map<string, Judgement[]>();
  for (const judgement of judgements) {
    const suite = suites.get(judgement.file);
    if (suite === undefined) suites.set(judgement.file, [judgement]);
    else suite.push(judgement);
  }
  const failures = judgements.filter(({ fails }) => fails).length;
  const tests = Math.max(judgements.length + errors.length, 1);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="plimsoll" tests="${tests}" failures="${failures}" errors="${errors.length}">\n`;
  if (errors.length > 0) yield* formatErrors(errors);
  else if (suites.size === 0)
    yield '  <testsuite name="plimsoll" tests="1" failures="0" errors="0" skipped="0">\n    <testcase classname="plimsoll" name="no findings"/>\n  </testsuite>\n';
  for (const [file, each] of suites) {
    const failed = each.filter(({ fails }) => fails).length;
    yield `  <testsuite name="${escapeXml(file)}" tests="${each.length}" failures="${failed}" errors="0" skipped="${each.length - failed}">\n`;
    for (const judgement of each) yield formatCase(judgement);
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
}

function* formatErrors(errors: readonly TargetError[]): Iterable<string> {
  yield `  <testsuite name="plimsoll" tests="${errors.length}" failures="0" errors="${errors.length}" skipped="0">\n`;
  for (const { target, code, message, hint } of errors) {
    yield `    <testcase classname="plimsoll" name="${escapeXml(target)}">\n`;
    const text = hint === null ? message : `${message}\n${hint}`;
    yield `      <error type="${escapeXml(code)}" message="${escapeXml(message)}">${escapeXml(text)}</error>\n    </testcase>\n`;
  }
  yield '  </testsuite>\n';
}

function formatCase(judgement: Judgement): string {
  const { file, line, rule, severity, message, details, fix, fails, acceptedBecause } = judgement;
  const text = [`${file}:${line}`, ...details, ...(fix === null ? [] : [`Fix: ${fix}`])].join('\n');
  const head = `    <testcase classname="${escapeXml(file)}" name="${escapeXml(`${rule}: ${message}`)}" file="${escapeXml(file)}" line="${line}">\n`;
  const body = fails
    ? `      <failure type="${severity}" message="${escapeXml(message)}">${escapeXml(text)}</failure>\n`
    : `      <skipped message="${escapeXml(acceptedBecause === null ? severity : `accepted: ${acceptedBecause}`)}"/>\n`;
  return `${head}${body}    </testcase>\n`;
}

/** XML 1.0 has no way to write most control characters. */
function escapeXml(text: string): string {
  return text
    .split('\n')
    .map(makeVisible)
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
