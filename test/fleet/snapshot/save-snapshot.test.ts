// A snapshot takes the place of a file, and of nothing that is no file: a pipe stays one and is written to.
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { saveSnapshot } from '../../../src/fleet/snapshot/save-snapshot.ts';
import { makeFleet } from '../../support/stacked-fleet.ts';

const FLEET = makeFleet({ 'app:1': ['os', 'app'] });
const folder = (): string => mkdtempSync(join(tmpdir(), 'plimsoll-snapshot-'));

test('a file is replaced whole, and nothing is left beside it', async () => {
  const at = folder();
  writeFileSync(join(at, 'fleet.json'), 'before');
  await saveSnapshot(join(at, 'fleet.json'), FLEET);
  expect(JSON.parse(readFileSync(join(at, 'fleet.json'), 'utf8'))).toMatchObject({ kind: 'fleet-snapshot' });
  expect(readdirSync(at)).toEqual(['fleet.json']);
});

test.skipIf(process.platform === 'win32')('a pipe is written to and stays', async () => {
  const pipe = join(folder(), 'pipe');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  const reader = await open(pipe, 'r+');
  try {
    await saveSnapshot(pipe, FLEET);
    const { buffer, bytesRead } = await reader.read(Buffer.alloc(65_536), 0, 65_536);
    expect(JSON.parse(buffer.toString('utf8', 0, bytesRead))).toMatchObject({ kind: 'fleet-snapshot' });
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  } finally {
    await reader.close();
  }
});
