// Recall and false alarms on public scanners' own test data, and alarms on a clean tree:
//   node test/secrets/labelled/run.mjs [--set NAME=FOLDER]... [--tree FOLDER] [--json] [--missed] [--no-gitleaks] [--source FOLDER]
// Names of sets: sets/all-sets.mjs. `--missed` shows the public texts too; `--source` is src/secrets of another checkout. Recall
// is given over all positives, over those whose values are not plainly made up, and by their rules, where each rule counts once. Nothing is kept.
import { parseArgs } from 'node:util';
import { createFinder, overlaps } from './find-matches.mjs';
import { loadSecrets } from './load-secrets.mjs';
import { hasGitleaks, runGitleaks, runGitleaksOnCases } from './run-gitleaks.mjs';
import { scanTree } from './scan-tree.mjs';
import { ALL_SETS } from './sets/all-sets.mjs';
import { isMadeUp } from './sets/labelled-case.mjs';

const { values } = parseArgs({
  options: {
    set: { type: 'string', multiple: true, default: [] },
    tree: { type: 'string' },
    json: { type: 'boolean', default: false },
    missed: { type: 'boolean', default: false },
    source: { type: 'string' },
    'no-gitleaks': { type: 'boolean', default: false },
  },
});
const asked = values.set.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]);
const unknown = asked.filter(([name]) => !Object.hasOwn(ALL_SETS, name));
if (unknown.length > 0 || (asked.length === 0 && values.tree === undefined)) {
  console.error(
    `usage: run.mjs --set NAME=FOLDER, NAME one of ${Object.keys(ALL_SETS).join(', ')}; or --tree FOLDER`,
  );
  process.exit(2);
}
const find = createFinder(await loadSecrets(values.source));
const gitleaks = !values['no-gitleaks'] && hasGitleaks();
if (!gitleaks) console.error('gitleaks is not compared with');

const report = { sets: [] };
for (const [name, folder] of asked) {
  const started = performance.now();
  const { positives, negatives } = ALL_SETS[name](folder);
  const missed = positives.filter(
    ({ content, path, span }) => !find(content, path).some((match) => overlaps(match, span)),
  );
  const alarms = negatives
    .map((one) => ({ one, rules: find(one.content, one.path).map((match) => match.ruleId) }))
    .filter(({ rules }) => rules.length > 0);
  const theirCounts = gitleaks ? runGitleaksOnCases(negatives) : undefined;
  report.sets.push({
    set: name,
    positives: positives.length,
    found: positives.length - missed.length,
    madeUp: positives.filter(isMadeUp).length,
    missedMadeUp: missed.filter(isMadeUp).length,
    recallByRule: measureByRule(positives, new Set(missed)),
    negatives: negatives.length,
    falseAlarms: alarms.length,
    gitleaksFalseAlarms: theirCounts?.filter((count) => count > 0).length,
    gitleaksFound: gitleaks ? runGitleaksOnCases(positives).filter((count) => count > 0).length : undefined,
    missed: missed.map((one) => describe(one)),
    falselyFound: alarms.map(({ one, rules }) => ({ ...describe(one), rules: [...new Set(rules)] })),
    seconds: (performance.now() - started) / 1000,
  });
}
if (values.tree !== undefined) {
  const cpu = process.cpuUsage();
  const { alarms, tooLarge, files, bytes } = scanTree(values.tree, find);
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = (user + system) / 1e6;
  const theirs = gitleaks ? runGitleaks(values.tree) : undefined;
  report.tree = { root: values.tree, files, bytes, cpuSeconds, tooLarge, alarms, gitleaks: theirs };
}

if (values.json) console.log(JSON.stringify(report, undefined, 2));
else print();

/** The mean of the rules' own recalls. */
function measureByRule(positives, missed) {
  const rules = new Map();
  for (const one of positives) {
    const rule = one.name.replace(/\+\d+$/, '');
    const { found, all } = rules.get(rule) ?? { found: 0, all: 0 };
    rules.set(rule, { found: found + (missed.has(one) ? 0 : 1), all: all + 1 });
  }
  const recalls = [...rules.values()].map(({ found, all }) => found / all);
  return recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
}

function describe({ name, path, content }) {
  return { name, path, ...(values.missed ? { text: content.toString('latin1').slice(0, 2000) } : {}) };
}

function print() {
  const percent = (part, whole) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);
  for (const one of report.sets) {
    console.log(
      `${one.set}: recall ${percent(one.found, one.positives)} (${one.found} of ${one.positives}; by rule ${(100 * one.recallByRule).toFixed(1)} %; gitleaks ${one.gitleaksFound ?? '?'}), ` +
        `${percent(one.found - one.madeUp + one.missedMadeUp, one.positives - one.madeUp)} without ${one.madeUp} made-up ones, ` +
        `false alarms ${one.falseAlarms} of ${one.negatives} negatives (gitleaks ${one.gitleaksFalseAlarms ?? '?'}), ${one.seconds.toFixed(1)} s`,
    );
    for (const { name, path, text } of one.missed) console.log(`  missed ${name} (${path})${indent(text)}`);
    for (const { name, path, rules, text } of one.falselyFound)
      console.log(`  false alarm ${name} (${path}): ${rules.join(', ')}${indent(text)}`);
  }
  const { tree } = report;
  if (tree === undefined) return;
  console.log(
    `${tree.root}: ${tree.alarms.length} alarms in ${tree.files} files, ${(tree.bytes / 1e6).toFixed(0)} MB, ` +
      `${tree.cpuSeconds.toFixed(1)} s of processor time; gitleaks ${tree.gitleaks?.length ?? '?'}`,
  );
  for (const path of tree.tooLarge) console.log(`  not read, too large: ${path}`);
  for (const alarm of tree.alarms)
    console.log(
      `  ${alarm.ruleId} ${alarm.path}${alarm.member === undefined ? '' : `!/${alarm.member}`} at ${alarm.offsetBytes}, ${alarm.lengthBytes} bytes`,
    );
}

function indent(text) {
  return text === undefined ? '' : `\n${text.replace(/^/gm, '    | ')}`;
}
