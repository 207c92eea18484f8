// The completion scripts in real shells, with a docker that answers from a file: what comes when somebody presses Tab.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROGRAM } from '../cli/run-program.ts';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { hasTerminal, runInTerminal } from '../support/run-in-terminal.ts';

const folder = makeTemporaryFolder();
const bin = join(folder, 'bin');
mkdirSync(bin);
mkdirSync(join(folder, 'there', 'images'), { recursive: true });
writeFileSync(join(folder, 'there', 'archive.tar'), '');
writeProgram('docker', "printf 'app:1\\napp:2\\nregistry.local:5000/web:3\\n<none>:<none>\\n'");
writeProgram('plimsoll', `exec "${process.execPath}" "${PROGRAM}" "$@"`);
const env = { PATH: `${bin}:${process.env['PATH']}`, HOME: folder, PS1: 'ready> ', TERM: 'xterm' };
const cwd = join(folder, 'there');

describe.skipIf(!has('bash') || !hasTerminal)('bash', () => {
  const script = writeScript('bash');
  test.each([
    ['plimsoll chec', 'plimsoll check '],
    ['plimsoll fleet prop', 'plimsoll fleet propose '],
    ['plimsoll check --forma', 'plimsoll check --format '],
    ['plimsoll image x --format cyc', 'plimsoll image x --format cyclonedx '],
    ['plimsoll image x --format=sp', 'plimsoll image x --format=spdx '],
    ['plimsoll check arch', 'plimsoll check archive.tar '],
    ['plimsoll check registry', 'plimsoll check registry.local:5000/web:3 '],
    ['plimsoll check registry.local:50', 'plimsoll check registry.local:5000/web:3 '],
    ['plimsoll check --cache-dir im', 'plimsoll check --cache-dir images/'],
    ['plimsoll completion z', 'plimsoll completion zsh '],
    ['plimsoll check --fix --format sar', 'plimsoll check --fix --format sarif '],
  ])('%s and Tab', async (typed, completed) => {
    const { steps } = await runInTerminal(
      ['bash', '--norc', '--noprofile', '-i'],
      [
        { until: 'ready> ', send: `source ${script}; echo loaded-$((6*7))\n` },
        { until: 'loaded-42', send: `${typed}\t` },
        { until: completed, send: '\u0015exit\n' },
      ],
      { env, cwd, columns: 200 },
    );
    expect(steps).toHaveLength(3);
  });

  test('and Tab twice shows what there is', async () => {
    const { steps } = await runInTerminal(
      ['bash', '--norc', '--noprofile', '-i'],
      [
        { until: 'ready> ', send: `source ${script}; echo loaded-$((6*7))\n` },
        { until: 'loaded-42', send: 'plimsoll check app:\t\t' },
        { until: '2', send: '\u0015exit\n' },
      ],
      { env, cwd },
    );
    expect(steps.at(-1)).toMatch(/\b1\s+2\b/);
  });
});

describe.skipIf(!has('zsh') || !hasTerminal)('zsh', () => {
  const script = writeScript('zsh');
  test.each([
    ['plimsoll chec', 'plimsoll check '],
    ['plimsoll fleet prop', 'plimsoll fleet propose '],
    ['plimsoll check --forma', 'plimsoll check --format '],
    ['plimsoll image x --format cyc', 'plimsoll image x --format cyclonedx '],
    ['plimsoll image x --format=sp', 'plimsoll image x --format=spdx '],
    ['plimsoll check arch', 'plimsoll check archive.tar '],
    ['plimsoll check registry', 'plimsoll check registry.local:5000/web:3 '],
    ['plimsoll check --cache-dir im', 'plimsoll check --cache-dir images/'],
    ['plimsoll completion z', 'plimsoll completion zsh '],
  ])('%s and Tab', async (typed, completed) => {
    const { steps } = await runInTerminal(
      ['zsh', '-f', '-i'],
      [
        {
          until: 'ready> ',
          send: `autoload -Uz compinit; compinit -u -D; source ${script}; echo loaded-$((6*7))\n`,
        },
        { until: 'loaded-42', send: `${typed}\t` },
        { until: completed, send: '\u0015exit\n' },
      ],
      { env: { ...env, PROMPT: 'ready> ' }, cwd, columns: 200 },
    );
    expect(steps).toHaveLength(3);
  });

  test('and Tab shows what commands are for', async () => {
    const { steps } = await runInTerminal(
      ['zsh', '-f', '-i'],
      [
        {
          until: 'ready> ',
          send: `autoload -Uz compinit; compinit -u -D; source ${script}; echo loaded-$((6*7))\n`,
        },
        { until: 'loaded-42', send: 'plimsoll fleet s\t' },
        { until: 'snapshot', send: '\u0015exit\n' },
      ],
      { env: { ...env, PROMPT: 'ready> ' }, cwd, columns: 120 },
    );
    expect(steps.at(-1)).toMatch(/storage\s+-- show what a fleet costs/);
  });
});

describe.skipIf(!has('fish'))('fish', () => {
  const script = writeScript('fish');
  test.each([
    ['plimsoll chec', ['check']],
    ['plimsoll fleet s', ['sbom', 'snapshot', 'storage']],
    ['plimsoll check --forma', ['--format']],
    ['plimsoll fleet sbom --bill ', ['cyclonedx', 'spdx']],
    ['plimsoll image x --format=s', ['--format=spdx']],
    ['plimsoll check a', ['app:1', 'app:2', 'archive.tar']],
    ['plimsoll check --cache-dir im', ['images/']],
    ['plimsoll completion ', ['bash', 'fish', 'zsh']],
    ['plimsoll lsp ', []],
  ])('%s and Tab', (typed, expected) => {
    const { stdout } = spawnSync('fish', ['--no-config', '-c', `source ${script}; complete -C '${typed}'`], {
      encoding: 'utf8',
      env,
      cwd,
    });
    const words = stdout.split('\n').filter((line) => line !== '');
    expect(words.map((line) => line.split('\t')[0]).sort()).toEqual(expected);
  });
});

function writeProgram(name: string, body: string): void {
  const path = join(bin, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

function writeScript(shell: string): string {
  const { stdout } = spawnSync(process.execPath, [PROGRAM, 'completion', shell], { encoding: 'utf8' });
  const path = join(folder, `completion.${shell}`);
  writeFileSync(path, stdout);
  return path;
}

/** Whether a shell is here; where not, that is said. */
function has(shell: string): boolean {
  const isHere = spawnSync(shell, ['-c', 'exit 0']).status === 0;
  if (!isHere) process.stderr.write(`\nSKIPPED, completion cannot be tried: no ${shell}\n`);
  return isHere;
}
