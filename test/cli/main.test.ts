import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { validateSchema } from '../report/validate-schema.ts';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { makeCleanImage, makeLadenImage } from './made-images.ts';
import { PROGRAM, runProgram } from './run-program.ts';

const folder = makeTemporaryFolder();
const clean = await makeCleanImage(join(folder, 'clean'));
const laden = await makeLadenImage(join(folder, 'laden'), 3000);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const readSchema = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8'));

describe('--version', () => {
  test('prints the version of the package', async () => {
    expect(await runProgram(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    expect((await runProgram(['-V'])).stdout).toBe(`${version}\n`);
    expect((await runProgram(['check', '--version'])).stdout).toBe(`${version}\n`);
  });

  test('loads nothing but its own file', () => {
    const alone = join(makeTemporaryFolder(), 'package');
    mkdirSync(join(alone, 'dist', 'cli'), { recursive: true });
    cpSync(PROGRAM, join(alone, 'dist/cli/main.js'));
    cpSync(fileURLToPath(new URL('../../package.json', import.meta.url)), join(alone, 'package.json'));
    const run = (arg: string) =>
      spawnSync(process.execPath, [join(alone, 'dist/cli/main.js'), arg], { encoding: 'utf8' });
    expect(run('--version').stdout).toBe(`${version}\n`);
    expect(run('--help').status).not.toBe(0);
  });

  test('takes little longer than Node itself', () => {
    const time = (args: readonly string[]): number => {
      const times = Array.from({ length: 7 }, () => {
        const start = performance.now();
        spawnSync(process.execPath, args);
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    expect(time([PROGRAM, '--version']) - time(['-e', '0'])).toBeLessThan(200);
  });
});

describe('exit codes', () => {
  test('0 where nothing is found', async () => {
    const { exitCode, stdout, stderr } = await runProgram(['check', clean]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('no ballast found');
  });

  test('1 where something is found, and 0 where that does not matter', async () => {
    expect((await runProgram(['check', laden])).exitCode).toBe(1);
    expect((await runProgram(['image', laden])).exitCode).toBe(1);
    expect((await runProgram(['check', laden, '--fail-on', 'error'])).exitCode).toBe(0);
    expect((await runProgram(['check', laden, '--fail-on', 'never'])).exitCode).toBe(0);
  });

  test('1 where a budget is exceeded, whatever --fail-on says', async () => {
    const run = (limit: string) => runProgram(['check', laden, '--fail-on=never', `--max-ballast=${limit}`]);
    expect((await run('1MB')).exitCode).toBe(1);
    expect((await run('3MB')).exitCode).toBe(0);
    expect((await run('1%')).exitCode).toBe(1);
    expect((await runProgram(['check', clean, '--max-size', '1kB'])).exitCode).toBe(1);
  });

  test('2 where one of several could not be checked; the others are', async () => {
    const { exitCode, stdout, stderr } = await runProgram(['check', laden, './none.tar', clean]);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('no ballast found');
    expect(stderr).toBe(
      'plimsoll: ./none.tar: there is no such file or folder\nhint: See that it is spelled right and that it is there.\n',
    );
  });
});

describe('--help', () => {
  test.each([[['--help']], [['check', '--help']], [['image', '-h']], [['diff', '--help']]])(
    '%j',
    async (args) => {
      const { exitCode, stdout, stderr } = await runProgram(args);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toMatch(/^Usage: plimsoll /);
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    },
  );

  test('is told without the program behind it as the program tells it', async () => {
    expect((await runProgram(['--help'])).stdout).toBe((await runProgram(['help'])).stdout);
  });
});

describe('JSON', () => {
  test('of one image, of several, and of what could not be checked', async () => {
    const one = await runProgram(['check', laden, '--format', 'json']);
    expect(validateSchema(readSchema('check'), JSON.parse(one.stdout), true)).toEqual([]);
    const several = await runProgram(['check', laden, './none.tar', clean, '--format', 'json']);
    const value = JSON.parse(several.stdout);
    expect(validateSchema(readSchema('check'), value, true)).toEqual([]);
    expect(value.results).toHaveLength(2);
    expect(value.errors).toMatchObject([{ target: './none.tar', code: 'IMAGE_NOT_FOUND' }]);
    const image = await runProgram(['image', laden, '--format', 'json']);
    expect(validateSchema(readSchema('image'), JSON.parse(image.stdout), true)).toEqual([]);
  });

  test('adds up', async () => {
    const { bytes, layers, findings } = JSON.parse(
      (await runProgram(['image', laden, '--format', 'json'])).stdout,
    );
    const sum = (items: readonly Record<string, number>[], field: string): number =>
      items.reduce((total, item) => total + item[field]!, 0);
    expect(bytes.neededBytes + bytes.ballastBytes).toBe(bytes.entryBytes);
    expect(sum(layers, 'entryBytes')).toBe(bytes.entryBytes);
    expect(sum(layers, 'ballastBytes')).toBe(bytes.ballastBytes);
    expect(sum(findings, 'bytes')).toBe(bytes.ballastBytes + bytes.adviceBytes);
    expect(findings[0]).toMatchObject({
      rule: 'hidden-deleted',
      layer: 1,
      hiddenByLayer: 2,
      pathCount: 3002,
    });
    expect(findings[0].paths).toHaveLength(20);
  });

  test('--all keeps every path', async () => {
    const { stdout } = await runProgram(['check', laden, '--format', 'json', '--all']);
    expect(JSON.parse(stdout).findings[0].paths).toHaveLength(3002);
  });
});

test('the output is the same twice, from the cache, without it, and with threads or none', async () => {
  const env = { XDG_CACHE_HOME: makeTemporaryFolder() };
  for (const format of ['text', 'json']) {
    const run = async (...more: string[]) =>
      (await runProgram(['image', laden, '--format', format, ...more], { env })).stdout;
    const first = await run();
    expect(first).not.toBe('');
    expect(await run()).toBe(first);
    expect(await run('--no-cache', '--workers', '0')).toBe(first);
    expect(await run('--verify', '--workers', '2')).toBe(first);
  }
});

test('the cache is where the user says, or nowhere', async () => {
  const cache = makeTemporaryFolder();
  await runProgram(['check', clean, '--cache-dir', cache, '--no-cache']);
  expect(readdirSync(cache)).toEqual([]);
  await runProgram(['check', clean, '--cache-dir', cache]);
  expect(readdirSync(cache)).not.toEqual([]);
});

describe('a reader that goes away', () => {
  test.each([
    ['text', ''],
    ['json', '--format json --all'],
  ])('%s: no complaint', (_, options) => {
    const command = `"${process.execPath}" "${PROGRAM}" image "${laden}" --no-cache ${options} | head -n 1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', cwd: folder });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  });
});

describe('--base', () => {
  test('what the base brings is told apart', async () => {
    const { exitCode, stdout } = await runProgram(['image', laden, '--base', clean, '--format', 'json']);
    expect(exitCode).toBe(1);
    const { base, layers } = JSON.parse(stdout);
    expect(base).toMatchObject({ layerCount: 1 });
    expect(layers.map(({ origin }: { origin: string }) => origin)).toEqual(['inherited', 'yours', 'yours']);
  });

  test('inherited findings do not fail the run', async () => {
    const { exitCode, stdout } = await runProgram(['check', laden, '--base', laden, '--max-ballast', '0']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('no ballast found');
    expect(stdout).toMatch(/The base image brings 2\.\d\d MB of ballast more, not counted as yours\./);
  });
});
