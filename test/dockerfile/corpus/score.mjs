// Precision and recall of the ten rules that matter most, against labels.json and labels-2.json (README.md says what the labels mean).
//
//   npm run --silent build && node test/dockerfile/corpus/score.mjs CORPORA [--labels FILE] [--differences] [--rule LABEL]
//
// CORPORA is the folder that holds the checkouts. `--labels` names one of the files of labels instead of all. `--differences` names each
// missed label and each false finding.
// Exit code: 0 precision at least 0.95 and recall at least 0.9 for each rule, 1 not, 2 could not run.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { blobId } from './corpus-files.mjs';
import { judgeFiles } from './judge-files.mjs';
import { ONCE_A_FILE, RULES_OF_LABELS, SAID_ELSEWHERE } from './rules-of-labels.mjs';

const PRECISION = 0.95;
const RECALL = 0.9;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    differences: { type: 'boolean', default: false },
    labels: { type: 'string' },
    rule: { type: 'string' },
  },
});
const [corpora] = positionals;
if (corpora === undefined) {
  console.error('usage: score.mjs CORPORA [--labels FILE] [--differences] [--rule LABEL]');
  process.exit(2);
}
const names =
  values.labels === undefined
    ? ['labels.json', 'labels-2.json'].map((name) => fileURLToPath(new URL(name, import.meta.url)))
    : [values.labels];
for (const name of names) await score(name);

/** Prints the table of one file of labels. */
async function score(name) {
  const { files } = JSON.parse(readFileSync(name, 'utf8'));
  const labelled = files.map((file) => ({ ...file, path: join(corpora, file.repository, file.path) }));
  for (const { path, blob } of labelled)
    if (blobId(readFileSync(path)) !== blob) throw new Error(`${path} is not the file that was labelled`);

  const judged = await judgeFiles(labelled.map(({ path }) => path));
  const table = {};
  const differences = [];
  for (const [label, rules] of Object.entries(RULES_OF_LABELS)) {
    if (values.rule !== undefined && values.rule !== label) continue;
    const sums = { labels: 0, right: 0, missed: 0, false: 0, arguable: 0 };
    for (const { path, only, labels } of labelled) {
      if (only !== undefined && only !== label) continue;
      const { instructions, findings } = judged.get(path);
      const { true: expected = [], arguable = [] } = labels[label] ?? {};
      const found = new Map();
      for (const finding of findings)
        if (rules.includes(finding.rule))
          for (const line of linesOf(finding, instructions)) found.set(line, finding);
      for (const finding of findings)
        if (SAID_ELSEWHERE[label]?.includes(finding.rule)) {
          const writer = Number(/line (\d+)/.exec(finding.message)?.[1]);
          for (const line of linesOf({ ...finding, otherLines: [writer] }, instructions))
            found.set(line, finding);
        }
      const isOnce = ONCE_A_FILE.includes(label) && expected.some((line) => found.has(line));
      const asked = isOnce ? expected.filter((line) => found.has(line)).slice(0, 1) : expected;
      sums.labels += asked.length;
      for (const line of asked) {
        if (found.has(line)) sums.right++;
        else {
          sums.missed++;
          differences.push(`missed  ${label.padEnd(28)} ${path}:${line}`);
        }
      }
      const accepted = new Set([...expected, ...arguable]);
      for (const finding of new Set(findings.filter(({ rule }) => rules.includes(rule)))) {
        const lines = linesOf(finding, instructions);
        if (lines.some((line) => expected.includes(line))) continue;
        if (lines.some((line) => accepted.has(line))) sums.arguable++;
        else {
          sums.false++;
          differences.push(
            `false   ${label.padEnd(28)} ${path}:${finding.line} ${finding.rule}: ${finding.message}`,
          );
        }
      }
    }
    const precision = sums.right / Math.max(1, sums.right + sums.false);
    const recall = sums.right / Math.max(1, sums.labels);
    const isHeld = precision >= PRECISION && recall >= RECALL;
    if (!isHeld) process.exitCode = 1;
    table[label] = {
      ...sums,
      precision: precision.toFixed(3),
      recall: recall.toFixed(3),
      holds: isHeld ? 'yes' : 'NO',
    };
  }
  console.log(basename(name));
  console.table(table);
  if (values.differences) console.log(differences.join('\n'));
}

/** The first lines of the instructions that a finding is about. */
function linesOf({ line, otherLines = [] }, instructions) {
  return [line, ...otherLines].map(
    (each) =>
      instructions.find(({ startLine, endLine }) => startLine <= each && each <= endLine)?.startLine ?? each,
  );
}
