// `plimsoll context` by several threads says what one thread says, and reads no file twice.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeKey } from '../../support/make-key.ts';
import { runProgram } from '../run-program.ts';

const FOLDERS = 450;
const FILES_EACH = 20;
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-crew-'));
const cache = mkdtempSync(join(tmpdir(), 'plimsoll-crew-cache-'));
afterAll(() => {
  for (const made of [folder, cache]) rmSync(made, { recursive: true });
});

writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY . /\n');
writeFileSync(join(folder, '.dockerignore'), '**/*.log\npart-7\n!part-7/folder-7/file-1.js\n');
for (let i = 0; i < FOLDERS; i++) {
  const inner = join(folder, `part-${i % 10}`, `folder-${i}`);
  mkdirSync(inner, { recursive: true });
  for (let k = 0; k < FILES_EACH; k++)
    writeFileSync(join(inner, `file-${k}.${k % 5 === 0 ? 'log' : 'js'}`), `const x = ${i * k};\n`);
}
for (const i of [3, 206, 444])
  writeFileSync(join(folder, `part-${i % 10}`, `folder-${i}`, 'id.js'), makeKey());

const context = async (...flags: readonly string[]): Promise<string> => {
  const { exitCode, stdout, stderr } = await runProgram(['context', folder, ...flags]);
  expect([exitCode === 2, stderr]).toEqual([false, '']);
  return stdout;
};

describe('a large context', () => {
  test('is listed by two threads as by one', async () => {
    const alone = await context('--list', '--workers', '0');
    expect(alone.split('\n').length).toBeGreaterThan(6_000);
    expect(await context('--list', '--workers', '2')).toBe(alone);
  });

  test('is searched by two threads as by one, and on a second run from what is known', async () => {
    const flags = ['--list', '--format', 'json', '--fail-on', 'never'];
    const alone = await context(...flags, '--workers', '0', '--no-cache');
    expect(alone.match(/"rule": "secret\//g)).toHaveLength(3);
    expect(await context(...flags, '--workers', '2', '--cache-dir', cache)).toBe(alone);
    expect(await context(...flags, '--workers', '2', '--cache-dir', cache)).toBe(alone);
    const changed = join(folder, 'part-3', 'folder-3', 'id.js');
    writeFileSync(changed, 'const y = 1;\n');
    utimesSync(changed, 1, 1);
    const after = await context(...flags, '--workers', '2', '--cache-dir', cache);
    expect(after.match(/"rule": "secret\//g)).toHaveLength(2);
  });
});
