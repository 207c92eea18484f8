import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeTree } from '../../support/context-trees.ts';
import { runProgram } from '../run-program.ts';

const make = (): string =>
  makeTree({
    Dockerfile: 'FROM node\nCOPY . .\nRUN npm ci\n',
    '.dockerignore': '# ours\n*.tmp\n*.tmp\n',
    'package.json': '{}',
    node_modules: { a: { 'index.js': 'x'.repeat(5000) } },
    '.env': 'A=1\n',
  });
const FIXED = '# ours\n*.tmp\n.dockerignore\n**/node_modules\n**/.env\n';

describe('plimsoll context --fix', () => {
  test('shows the difference and writes nothing with --dry-run', async () => {
    const folder = make();
    const { exitCode, stdout } = await runProgram(['context', folder, '--fix', '--dry-run']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      [
        '@@ -1,3 +1,5 @@',
        ' # ours',
        ' *.tmp',
        '-*.tmp',
        '+.dockerignore',
        '+**/node_modules',
        '+**/.env',
      ].join('\n'),
    );
    expect(stdout).toContain(
      'node_modules/: 5.00 kB, the build installs them itself (COPY in line 2, stage 0)',
    );
    expect(readFileSync(join(folder, '.dockerignore'), 'utf8')).toBe('# ours\n*.tmp\n*.tmp\n');
  });

  test('writes the file, and nothing the second time; the folder may follow the option', async () => {
    const folder = make();
    const first = await runProgram(['context', '--fix', folder]);
    expect([first.exitCode, first.stderr]).toEqual([0, '']);
    // The line is cut where the folder's name is long.
    expect(first.stdout).toMatch(/was changed: 3 lines more, 1 dead/);
    expect(readFileSync(join(folder, '.dockerignore'), 'utf8')).toBe(FIXED);
    const second = await runProgram(['context', folder, '--fix']);
    expect(second.stdout).toBe(`${folder}/.dockerignore needs no change\n`);
  });

  test('tells all of it as JSON', async () => {
    const folder = make();
    const { stdout } = await runProgram(['context', folder, '--fix=allowlist', '--format', 'json']);
    const { fixes } = JSON.parse(stdout);
    expect(fixes).toHaveLength(1);
    expect(fixes[0]).toMatchObject({
      mode: 'allowlist',
      isChanged: true,
      isNew: false,
      added: [
        { text: '*', reason: 'allowed' },
        { text: '!Dockerfile', reason: 'allowed' },
        { text: '!package.json', reason: 'allowed' },
      ],
      removed: [{ line: 3, text: '*.tmp', reason: 'repeated' }],
      proof: [{ engine: 'buildkit', before: { files: 5 }, after: { files: 2 } }, {}, {}],
    });
    expect(fixes[0].imageChanges.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      '.dockerignore',
      '.env',
      'node_modules',
    ]);
  });

  test('says which instruction to change where a secret is named, and leaves it', async () => {
    const folder = makeTree({ Dockerfile: 'FROM x\nCOPY .env /\n', '.env': 'A=1' });
    const { stdout, exitCode } = await runProgram(['context', folder, '--fix']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      '.env: secret by its looks, but an instruction names it (COPY in line 2, stage 0)\nGive what is secret with RUN --mount',
    );
    expect(existsSync(join(folder, '.dockerignore'))).toBe(false);
  });

  test.each([
    [['--fix=most'], /--fix knows minimal and allowlist/],
    [['--dry-run'], /--dry-run needs --fix/],
    [['--fix', '--list'], /cannot be combined/],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr } = await runProgram(['context', make(), ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});
