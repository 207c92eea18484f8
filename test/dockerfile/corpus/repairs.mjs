// docker-parfum's repairs and ours on the same Dockerfiles, counted by docker-parfum's own smells.
//
//   npm run --silent build && node test/dockerfile/corpus/repairs.mjs CORPORA [--files 1000] [--parfum FOLDER] [--rule SMELL]
//
// A smell is repaired where docker-parfum finds less of it afterwards. Ours is told twice: what `--fix` does, and all fixes. Comments
// that are lost and files that BuildKit's line rules no longer read are counted for both, and so are our own findings that are left.
// A second table says of each smell about size or secrets what ours says at the same instruction. `--rule` prints the files of a smell that ours leaves.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { modelDockerfile } from '../../../dist/dockerfile/model/model-dockerfile.js';
import { readStages } from '../../../dist/dockerfile/stages/read-stages.js';
import { drawFiles } from './draw-files.mjs';
import { decodeDockerfile, encodeDockerfile, isRefusal, judge, repair } from './judge-files.mjs';
import { lostComments } from './lost-comments.mjs';
import { OURS_BY_PARFUM } from './rules-of-peers.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '1000' },
    seed: { type: 'string', default: 'plimsoll-1' },
    parfum: { type: 'string', default: '/work/peers/parfum' },
    rule: { type: 'string' },
  },
});
const [corpora] = positionals;
if (corpora === undefined) {
  console.error('usage: repairs.mjs CORPORA [--files N] [--parfum FOLDER] [--rule SMELL]');
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-repairs-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const sources = new Map();
for (const [i, { path, bytes }] of drawFiles(corpora, values.seed, Number(values.files)).entries()) {
  const copy = join(scratch, `${i}.Dockerfile`);
  writeFileSync(copy, bytes);
  sources.set(copy, { path, source: decodeDockerfile(bytes) });
}
const parfum = ask('repair', [...sources.keys()]);
const ours = { safe: repairOurs(false), all: repairOurs(true) };

const smells = {};
let findings = 0;
const sums = { 'docker-parfum': blank(), '--fix': blank(), 'all fixes': blank() };
for (const { file, before, after, text } of parfum) {
  const { path, source } = sources.get(file);
  const columns = {
    'docker-parfum': { after, text },
    '--fix': ours.safe.get(file),
    'all fixes': ours.all.get(file),
  };
  for (const rule of new Set(before)) {
    const count = (list) => list.filter((each) => each === rule).length;
    smells[rule] ??= { smells: 0, 'docker-parfum': 0, '--fix': 0, 'all fixes': 0 };
    smells[rule].smells += count(before);
    for (const [name, column] of Object.entries(columns))
      if (column !== undefined) smells[rule][name] += Math.max(0, count(before) - count(column.after));
    if (values.rule === rule && count(columns['all fixes']?.after ?? before) > 0) console.log(path);
  }
  const own = countFindings(source.text) ?? 0;
  findings += own;
  for (const [name, column] of Object.entries(columns)) {
    sums[name].left += column === undefined ? own : (countFindings(column.text) ?? own);
    if (column === undefined || column.text === source.text) continue;
    sums[name].files++;
    sums[name].comments += lostComments(source.text, column.text).length;
    if (!isRead(column.text)) sums[name].unread++;
  }
}
console.log(`${parfum.length} files that docker-parfum reads; smells as it counts them, repaired by`);
console.table(Object.fromEntries(Object.entries(smells).sort(([, a], [, b]) => b.smells - a.smells)));
const total = (name) => Object.values(smells).reduce((sum, row) => sum + row[name], 0);
console.table(
  Object.fromEntries(
    Object.entries(sums).map(([name, sum]) => [
      name,
      {
        repaired: total(name),
        'files changed': sum.files,
        'comments lost': sum.comments,
        'no longer read': sum.unread,
        [`left of ${findings} findings of ours`]: sum.left,
      },
    ]),
  ),
);

console.log('what ours says at the instruction of each smell');
console.table(compareFindings());

function blank() {
  return { files: 0, comments: 0, unread: 0, left: 0 };
}

/** By copy: our text, and the smells that docker-parfum still finds in it. */
function repairOurs(named) {
  const texts = new Map();
  for (const [copy, { path, source }] of sources) {
    try {
      texts.set(`${copy}.${named ? 'all' : 'safe'}`, repair(source, path, { named }).source);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
  for (const [copy, source] of texts) writeFileSync(copy, encodeDockerfile(source));
  const left = new Map([...texts.keys()].map((copy) => [copy, []]));
  for (const { file, rule } of ask('smells', [...texts.keys()])) left.get(file).push(rule);
  const suffix = named ? '.all' : '.safe';
  return new Map(
    [...texts].map(([copy, { text }]) => [copy.slice(0, -suffix.length), { text, after: left.get(copy) }]),
  );
}

function ask(mode, paths) {
  const program = fileURLToPath(new URL('ask-parfum.cjs', import.meta.url));
  const list = join(scratch, 'list.json');
  writeFileSync(list, JSON.stringify(paths));
  const { stdout, stderr } = spawnSync(process.execPath, [program, values.parfum, list, mode], {
    maxBuffer: 2 ** 30,
  });
  if (stdout.length === 0) throw new Error(stderr.toString().slice(0, 2000));
  return JSON.parse(stdout.toString());
}

function isRead(text) {
  return countFindings(text) !== undefined;
}

/** How many findings of ours a text has; undefined where it is not read. */
function countFindings(text) {
  try {
    return judge({ text, encoding: 'utf8' }, '').findings.length;
  } catch {
    return undefined;
  }
}

/** Of each smell: found, with or without a fix, told where a later line removes it, in a stage that is left behind, or not found. */
function compareFindings() {
  const table = {};
  for (const { file, rule, line } of ask('smells', [...sources.keys()])) {
    const rules = OURS_BY_PARFUM[rule];
    if (rules === undefined || rules.length === 0) continue;
    table[rule] ??= {
      fixed: 0,
      found: 0,
      'removed too late': 0,
      'left behind': 0,
      refused: 0,
      'not found': 0,
    };
    table[rule][answerAt(sources.get(file).source, line, rules)]++;
  }
  return table;
}

function answerAt(source, line, rules) {
  let judged;
  try {
    judged = judge(source, '');
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return 'refused';
  }
  const { dockerfile, findings: all } = judged;
  const at = dockerfile.instructions.find(({ startLine, endLine }) => startLine <= line && line <= endLine);
  if (at === undefined) return 'not found';
  const hits = all.filter(
    (each) => rules.includes(each.rule) && at.startLine <= each.line && each.line <= at.endLine,
  );
  if (hits.length > 0) return hits.some(({ edit }) => edit !== null) ? 'fixed' : 'found';
  const { stages } = modelDockerfile(readStages(dockerfile));
  const stage = stages.find(({ steps }) =>
    steps.some(({ instruction }) => instruction.startLine === at.startLine),
  );
  if (stage !== undefined && stage.ships !== 'whole') return 'left behind';
  const isLate = all.some(
    ({ rule, message }) => rule === 'late-removal' && message.includes(`line ${at.startLine}:`),
  );
  return isLate ? 'removed too late' : 'not found';
}
