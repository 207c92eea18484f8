import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, makeLayout } from '../../support/layers.ts';
import { runProgram } from '../run-program.ts';

const folder = makeTemporaryFolder();
const image = join(folder, 'image');

beforeAll(async () => {
  await makeLayout(image, [
    {
      tar: layer([file('app/node_modules/a/package.json', '{"name":"a","version":"1.0.0"}')]),
      createdBy: 'RUN a',
    },
    {
      tar: layer([file('app/node_modules/b/package.json', '{"name":"b","version":"2.0.0"}')]),
      createdBy: 'RUN b',
    },
  ]);
});

test('--format cyclonedx and spdx print one bill', async () => {
  const cyclone = await runProgram(['image', image, '--format', 'cyclonedx']);
  expect(cyclone).toMatchObject({ exitCode: 0, stderr: '' });
  const names = (JSON.parse(cyclone.stdout).components as { name: string }[]).map(({ name }) => name);
  expect(names).toEqual(['a', 'b']);
  const spdx = await runProgram(['image', image, '--format', 'spdx']);
  expect(JSON.parse(spdx.stdout).spdxVersion).toBe('SPDX-2.3');
});

test('--by-layer writes a file for each layer, and the same again over it', async () => {
  const bills = join(folder, 'new', 'bills');
  const args = ['image', image, '--format', 'cyclonedx', '--by-layer', bills];
  expect(await runProgram(args)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  const files = readdirSync(bills);
  expect(files).toHaveLength(2);
  for (const name of files) expect(name).toMatch(/^sha256-[0-9a-f]{64}\.cdx\.json$/);
  const first = files.map((name) => readFileSync(join(bills, name), 'utf8'));
  await runProgram(args);
  expect(readdirSync(bills)).toEqual(files);
  expect(files.map((name) => readFileSync(join(bills, name), 'utf8'))).toEqual(first);
});

describe('what cannot be', () => {
  test('a folder that is a file', async () => {
    const taken = join(folder, 'taken');
    writeFileSync(taken, '');
    const run = await runProgram(['image', image, '--format', 'spdx', '--by-layer', taken]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('the bill of materials cannot be written');
    expect(run.stderr).toContain('hint: Name a folder');
  });

  test('--by-layer without a format of bills', async () => {
    const run = await runProgram(['image', image, '--by-layer', folder]);
    expect(run).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'plimsoll: --by-layer writes bills of materials\nhint: Give --format cyclonedx or --format spdx too.\n',
    });
  });

  test('a bill of materials from check', async () => {
    const run = await runProgram(['check', image, '--format', 'spdx']);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("argument 'spdx' is invalid");
  });
});
