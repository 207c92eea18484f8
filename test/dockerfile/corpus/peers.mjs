// The same Dockerfiles judged by hadolint, tally and docker-parfum: where we agree, and where not.
//
//   npm run --silent build && node test/dockerfile/corpus/peers.mjs CORPORA [--files 1000] [--examples 5]
//     [--hadolint PROGRAM] [--tally PROGRAM] [--parfum FOLDER]
//
// CORPORA is the folder of checkouts; the files are drawn from it by seed. Each peer's rule about size or secrets is compared with those of ours that
// are about the same, by instruction: `both`, `peer only`, `ours only`. `--examples` prints places of the second
// kind. What differs on purpose is argued in docs/decisions/dockerfile-peers.md. Peers that are not there are left out. Of
// docker-parfum, `--parfum` is a checkout with its dependencies installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawFiles } from './draw-files.mjs';
import { judgeFiles } from './judge-files.mjs';
import { OURS_BY_HADOLINT, OURS_BY_PARFUM, OURS_BY_TALLY } from './rules-of-peers.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '1000' },
    seed: { type: 'string', default: 'plimsoll-1' },
    examples: { type: 'string', default: '0' },
    rule: { type: 'string' },
    hadolint: { type: 'string', default: '/work/peers/linters/bin/hadolint' },
    tally: { type: 'string', default: '/work/peers/linters/bin/tally' },
    parfum: { type: 'string', default: '/work/peers/parfum' },
  },
});
const [corpora] = positionals;
if (corpora === undefined) {
  console.error('usage: peers.mjs CORPORA [--files N] [--examples N]');
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-peers-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const drawn = drawFiles(corpora, values.seed, Number(values.files));
const judged = await judgeFiles(drawn.map(({ path }) => path));
for (const [path, { refusal }] of judged) if (refusal !== undefined) judged.delete(path);
// Copies with short names: the comparison is by name alone, and no program finds settings beside them.
const copies = new Map();
for (const [i, { path, bytes }] of drawn.filter(({ path }) => judged.has(path)).entries()) {
  const copy = join(scratch, `${i}.Dockerfile`);
  writeFileSync(copy, bytes);
  copies.set(copy, path);
}
console.log(`${copies.size} files`);
if (isThere(values.hadolint)) compare('hadolint', OURS_BY_HADOLINT, askHadolint());
if (isThere(values.tally)) compare('tally', OURS_BY_TALLY, askTally());
if (existsSync(join(values.parfum, 'build'))) compare('docker-parfum', OURS_BY_PARFUM, askParfum());

function isThere(program) {
  return spawnSync(program, ['--version']).status === 0;
}

/** `{ path, rule, line }` of each finding. */
function askHadolint() {
  const found = [];
  for (const some of chunks([...copies.keys()], 200)) {
    const { stdout } = spawnSync(values.hadolint, ['--no-fail', '-f', 'json', ...some], {
      maxBuffer: 2 ** 30,
    });
    for (const { file, code, line } of JSON.parse(stdout.toString()))
      found.push({ path: copies.get(file), rule: code, line });
  }
  return found;
}

/** One bad file stops its whole run, so files are asked about a few at a time, and alone where that fails. */
function askTally() {
  const found = [];
  const ask = (some) => {
    const args = [
      'lint',
      '--no-config',
      '--slow-checks',
      'off',
      '--ignore',
      'shellcheck/*',
      '-f',
      'json',
      ...some,
    ];
    const { stdout } = spawnSync(values.tally, args, { maxBuffer: 2 ** 30, cwd: scratch });
    try {
      for (const { file, violations } of JSON.parse(stdout.toString()).files)
        for (const { rule, location } of violations)
          found.push({
            path: copies.get(join(scratch, file.split('/').at(-1))),
            rule,
            line: location.start.line,
          });
    } catch {
      if (some.length > 1) for (const one of some) ask([one]);
    }
  };
  for (const some of chunks([...copies.keys()], 50)) ask(some);
  return found;
}

function askParfum() {
  const program = fileURLToPath(new URL('ask-parfum.cjs', import.meta.url));
  const list = join(scratch, 'list.json');
  writeFileSync(list, JSON.stringify([...copies.keys()]));
  const { stdout, stderr } = spawnSync(process.execPath, [program, values.parfum, list, 'smells'], {
    maxBuffer: 2 ** 30,
  });
  if (stdout.length === 0) throw new Error(stderr.toString().slice(0, 2000));
  return JSON.parse(stdout.toString()).map(({ file, ...rest }) => ({ path: copies.get(file), ...rest }));
}

function compare(peer, oursByRule, found) {
  const table = {};
  const examples = [];
  for (const [rule, ours] of Object.entries(oursByRule)) {
    if (values.rule !== undefined && values.rule !== rule) continue;
    const row = {
      both: 0,
      'peer only': 0,
      'ours only': 0,
      'files, both': 0,
      'files, peer only': 0,
      'files, ours only': 0,
    };
    for (const [path, { instructions, findings }] of judged) {
      const start = (line) =>
        instructions.find(({ startLine, endLine }) => startLine <= line && line <= endLine)?.startLine ??
        line;
      const theirs = new Set(
        found.filter((each) => each.path === path && each.rule === rule).map(({ line }) => start(line)),
      );
      const mine = new Set(
        findings.filter((each) => ours.includes(each.rule)).map(({ line }) => start(line)),
      );
      for (const line of theirs) {
        row[mine.has(line) ? 'both' : 'peer only']++;
        if (!mine.has(line)) examples.push(`${rule.padEnd(12)} ${path}:${line}`);
      }
      for (const line of mine) if (!theirs.has(line)) row['ours only']++;
      if (theirs.size > 0 && mine.size > 0) row['files, both']++;
      else if (theirs.size > 0) row['files, peer only']++;
      else if (mine.size > 0) row['files, ours only']++;
    }
    table[rule] = { ...row, ours: ours.join(' ') };
  }
  console.log(`\n${peer}: ${found.length} findings in all`);
  console.table(table);
  const shown = new Map();
  for (const line of examples) {
    const rule = line.split(' ')[0];
    shown.set(rule, (shown.get(rule) ?? 0) + 1);
    if (shown.get(rule) <= Number(values.examples)) console.log(`  peer only: ${line}`);
  }
}

function chunks(list, size) {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}
