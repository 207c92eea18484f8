// `plimsoll dockerfile split --verify` with a stand-in for docker: what is compared, what is tried again, what is not written.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SplitReport } from '../../../src/report/split-report.ts';
import { makeTree } from '../../support/context-trees.ts';
import { packModernSave } from '../../support/docker-archives.ts';
import { makeElf } from '../../support/elf-files.ts';
import {
  type MadeLayer,
  makeImage,
  makeTemporaryFolder,
  packTar,
  type RawMember,
  sha256,
} from '../../support/image-files.ts';
import { makeStubs, type StubCall } from '../../support/stub-programs.ts';
import { runProgram } from '../run-program.ts';

const FILE = 'FROM golang:1.22-bookworm\nRUN CGO_ENABLED=0 go build -o /app .\nCMD ["/app"]\n';
const SHELL = 'FROM debian:12-slim\nRUN apt-get install -y perl\nCOPY a.pl /\nCMD ["perl", "/a.pl"]\n';

const HEAVY: RawMember = { name: 'usr/lib/compiler', body: Buffer.alloc(1_000_000, 'c') };
const APP: RawMember = { name: 'app', body: makeElf({}) };

interface Behaviour {
  /** Shell-like conditions in JavaScript, by which image it is: development, scratch, other. */
  readonly run?: string;
  readonly build?: string;
}

function plainLayer(tar: Buffer): MadeLayer {
  const digest = sha256(tar);
  return { tar, stored: tar, diffId: digest, digest, mediaType: 'application/vnd.oci.image.layer.v1.tar' };
}

/** Builds by copying; the image's id tells which one it is. */
function makeDocker({ run = '', build = '' }: Behaviour): ReturnType<typeof makeStubs> {
  const folder = makeTemporaryFolder();
  const archive = (name: string, members: readonly RawMember[]): string => {
    const path = join(folder, name);
    writeFileSync(path, packTar(packModernSave(makeImage({ layers: [plainLayer(packTar(members))] }))));
    return JSON.stringify(path);
  };
  const [development, production] = [
    archive('development.tar', [APP, HEAVY]),
    archive('production.tar', [APP]),
  ];
  return makeStubs({
    docker: `
const id = (letter) => 'sha256:' + letter.repeat(64);
if (args[0] === 'version') say(JSON.stringify({ Client: { Version: '20.10.24' }, Server: { Version: '20.10.24', Os: 'linux' } }));
else if (args[0] === 'buildx') process.exit(1);
else if (args[0] === 'build') {
  const text = fs.readFileSync(after('--file'), 'utf8');
  const image = !args.includes('--target') ? 'development' : text.includes('FROM scratch AS production') ? 'scratch' : 'other';
  ${build}
  write(after('--iidfile'), id(image === 'development' ? 'd' : image === 'scratch' ? 'a' : 'b'));
} else if (args[0] === 'save') fs.copyFileSync(args.at(-1) === id('d') ? ${development} : ${production}, after('--output'));
else if (args[0] === 'run') {
  const image = args.includes(id('d')) ? 'development' : args.includes(id('a')) ? 'scratch' : 'other';
  ${run}
}`,
  });
}

async function verify(
  text: string,
  behaviour: Behaviour,
  ...more: string[]
): Promise<{ exitCode: number | null; report: SplitReport; written: string; calls: readonly StubCall[] }> {
  const folder = makeTree({ Dockerfile: text, 'a.pl': '' });
  const { folder: stubs, calls } = makeDocker(behaviour);
  const { exitCode, stdout, stderr } = await runProgram(
    ['dockerfile', 'split', folder, '--verify', '--write', '--format', 'json', ...more],
    { env: { PATH: stubs } },
  );
  if (stdout === '') throw new Error(stderr);
  return {
    exitCode,
    report: JSON.parse(stdout) as SplitReport,
    written: readFileSync(join(folder, 'Dockerfile'), 'utf8'),
    calls: calls(),
  };
}

describe('what is built', () => {
  test('is compared and written where it holds, and nothing is left in the engine', async () => {
    const { exitCode, report, written, calls } = await verify(
      FILE,
      { run: `say('hello ' + args.at(-1)); ` },
      '--smoke',
      '/app check',
    );
    expect(exitCode).toBe(0);
    const { verification } = report;
    expect(verification!.development.entryBytes - verification!.production!.entryBytes).toBe(1_000_000);
    expect(verification).toMatchObject({
      passes: true,
      start: { passes: true },
      smoke: { command: '/app check', production: { exitCode: 0, said: 'hello check' } },
    });
    expect(written).toBe(report.text);
    const runs = calls.filter(({ args }) => args[0] === 'run').map(({ args }) => args.slice(-4));
    expect(runs.at(-1)!.slice(0, 2)).toEqual(['--entrypoint', '/app']);
    const removed = calls
      .filter(({ args }) => args[0] === 'image')
      .map(({ args }) => args.at(-1)!.slice(7, 8));
    expect(removed.sort()).toEqual(['a', 'd']);
  });

  test('is tried on the distribution where it does not hold on scratch', async () => {
    const { exitCode, report, written } = await verify(
      FILE,
      { run: `if (image === 'scratch') { complain('exec: no such file\\n'); process.exit(127); }` },
      '--smoke',
      '/app check',
    );
    expect(exitCode).toBe(0);
    expect(report.base).toMatchObject({ kind: 'distribution', from: 'debian:bookworm-slim' });
    expect(report.notes[0]).toContain('exec: no such file');
    expect(report.verification!.passes).toBe(true);
    expect(written).toContain('FROM debian:bookworm-slim AS production');
  });

  test('is not written where it does not hold at all', async () => {
    const { exitCode, report, written } = await verify(FILE, {
      run: `if (image !== 'development') process.exit(1);`,
    });
    expect(exitCode).toBe(1);
    expect(report.verification).toMatchObject({
      passes: false,
      start: { passes: false, development: { exitCode: 0 } },
    });
    expect(report.writtenTo).toBeNull();
    expect(written).toBe(FILE);
  });

  test('fails where production cannot be built', async () => {
    const { exitCode, report, written } = await verify(FILE, {
      build: `if (image !== 'development') { complain('failed to compute cache key\\n'); process.exit(1); }`,
    });
    expect(exitCode).toBe(1);
    expect(report.verification).toMatchObject({
      passes: false,
      production: null,
      failure: expect.stringContaining('cache key'),
    });
    expect(written).toBe(FILE);
  });

  test('a smoke command that fails in both does not hold', async () => {
    const { exitCode, report } = await verify(
      FILE,
      { run: `if (args.includes('check')) process.exit(3);` },
      '--smoke',
      '/app check',
    );
    expect(exitCode).toBe(1);
    expect(report.verification!.smoke).toMatchObject({
      passes: false,
      development: { exitCode: 3 },
      production: { exitCode: 3 },
    });
  });

  test('gives the numbers of what gains nothing', async () => {
    const { exitCode, report, written } = await verify(SHELL, {});
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ outcome: 'no-gain', language: 'perl', verification: null });
    expect(report.measured!.entryBytes).toBeGreaterThan(1_000_000);
    expect(written).toBe(SHELL);
  });
});
