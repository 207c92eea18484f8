// `plimsoll dockerfile split` without an engine, and with one that is a stand-in.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import SPLIT from '../../../schema/split.json' with { type: 'json' };
import type { SplitReport } from '../../../src/report/split-report.ts';
import { validateSchema } from '../../report/validate-schema.ts';
import { makeTree } from '../../support/context-trees.ts';
import { makeElf } from '../../support/elf-files.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, makeLayout } from '../../support/layers.ts';
import { makeStubs } from '../../support/stub-programs.ts';
import { runProgram } from '../run-program.ts';

const GO = `# mine
FROM golang:1.22
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .
CMD ["/app"]
`;
const PERL = 'FROM debian:12-slim\nRUN apt-get install -y perl\nCOPY a.pl /\nCMD ["perl", "/a.pl"]\n';

async function splitJson(
  folder: string,
  ...args: string[]
): Promise<{ exitCode: number | null; report: SplitReport }> {
  const { exitCode, stdout, stderr } = await runProgram([
    'dockerfile',
    'split',
    folder,
    '--format',
    'json',
    ...args,
  ]);
  if (stdout === '') throw new Error(stderr);
  const report = JSON.parse(stdout) as SplitReport;
  expect(validateSchema(SPLIT, report, true)).toEqual([]);
  return { exitCode, report };
}

describe('without an engine', () => {
  test('shows what would be added, and that it was not built', async () => {
    const folder = makeTree({ Dockerfile: GO });
    const { exitCode, stdout } = await runProgram(['dockerfile', 'split', folder]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('development and production in one file (go)');
    expect(stdout).toContain('FROM scratch AS production\n');
    expect(stdout).toContain('not built');
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(GO);
  });

  test('changes the file, or writes another that is not there yet', async () => {
    const folder = makeTree({ Dockerfile: GO });
    const other = join(folder, 'Dockerfile.split');
    const { report } = await splitJson(folder, '-o', other);
    expect(report.writtenTo).toBe(other);
    expect(readFileSync(other, 'utf8')).toBe(report.text);
    const again = await runProgram(['dockerfile', 'split', folder, '-o', other]);
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('there is a file already') });
    await splitJson(folder, '--write');
    const written = readFileSync(join(folder, 'Dockerfile'), 'utf8');
    expect(written).toBe(report.text);
    expect(written.replace(' AS development', '').startsWith(GO)).toBe(true);
    expect((await splitJson(folder, '--write')).exitCode).toBe(1);
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(written);
  });

  test('says honestly that nothing is gained, and in numbers where an image is given', async () => {
    const folder = makeTree({ Dockerfile: PERL, 'a.pl': '' });
    const { exitCode, stdout } = await runProgram(['dockerfile', 'split', folder, '--write']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('a second stage brings nothing (perl)');
    expect(stdout).toContain('No numbers');
    const image = join(makeTemporaryFolder(), 'image');
    await makeLayout(image, [layer([file('usr/bin/perl', 'p'.repeat(100_000))])]);
    const measured = await runProgram(['dockerfile', 'split', folder, '--image', image]);
    expect(measured.stdout).toContain('The image has 100 kB; a second stage could leave out 0 B (0 %)');
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(PERL);
  });

  test('finds libraries by soname where an image is given', async () => {
    const loader = '/lib64/ld-linux-x86-64.so.2';
    const image = join(makeTemporaryFolder(), 'image');
    await makeLayout(image, [
      layer([
        file('app', makeElf({ needed: ['libc.so.6'], interpreter: loader })),
        file(loader.slice(1), makeElf({ soname: 'ld-linux-x86-64.so.2' })),
        file('usr/lib/x86_64-linux-gnu/libc.so.6', makeElf({ soname: 'libc.so.6' })),
      ]),
    ]);
    const { report } = await splitJson(makeTree({ Dockerfile: GO }), '--image', image);
    expect(report.base).toEqual({ kind: 'scratch', from: 'scratch', packages: [], libraries: ['libc.so.6'] });
    expect(report.text).toContain(`COPY --from=development ${loader} ${loader}\n`);
  });

  test.each([
    [['--smoke', '/app'], '--smoke is for --verify'],
    [['--write', '-o', 'x'], '--write changes the Dockerfile'],
    [['--verify', '--image', 'x'], '--verify builds the image'],
    [['-f', 'nowhere'], 'cannot be read (ENOENT)'],
  ])('refuses %j', async (args, message) => {
    const folder = makeTree({ Dockerfile: GO });
    const { exitCode, stderr } = await runProgram(['dockerfile', 'split', folder, ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test('tells the line of a file that no engine builds', async () => {
    const folder = makeTree({ Dockerfile: 'FROM a\nCOPY x\n' });
    const { exitCode, stderr } = await runProgram(['dockerfile', 'split', folder]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Dockerfile');
  });
});

describe('with an engine', () => {
  test('that is not there, says so with a hint', async () => {
    const folder = makeTree({ Dockerfile: GO });
    const { exitCode, stderr } = await runProgram(['dockerfile', 'split', folder, '--verify'], {
      env: { PATH: '/nowhere' },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('no engine that builds images is on PATH');
    expect(stderr).toContain('hint: Install Docker');
  });

  test('whose build fails, writes nothing', async () => {
    const folder = makeTree({ Dockerfile: GO });
    const { folder: stubs } = makeStubs({
      podman: `if (args[0] === 'version') say(JSON.stringify({ Client: { Version: '5.0.0' } })); else { complain('Error: no space left\\n'); process.exit(125); }`,
    });
    const other = join(folder, 'new');
    const { exitCode, stderr } = await runProgram(['dockerfile', 'split', folder, '--verify', '-o', other], {
      env: { PATH: stubs },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('no space left');
    expect(existsSync(other)).toBe(false);
  });
});
