// Runs every session that the docs show (```console) in the shop of examples/, and writes what it prints into the pages.
//
//   node tools/write-doc-outputs.mjs [--check] [PAGE...]     --check only tells whether the pages are current (exit code 1 if not)
//
// Below a command, a line `... 12 3` asks for the first 12 and the last 3 lines; a line `...` keeps the cut that is there.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const isChecking = process.argv.includes('--check');
const pages = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const chosen = pages.length === 0 ? [] : ['-t', pages.map((page) => page.replaceAll('.', '\\.')).join('|')];
const { status } = spawnSync('npx', ['vitest', 'run', 'test/docs/outputs.test.ts', ...chosen], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: { ...process.env, ...(isChecking ? {} : { PLIMSOLL_WRITE_DOCS: '1' }) },
  stdio: 'inherit',
});
process.exitCode = status === 0 ? 0 : 1;
