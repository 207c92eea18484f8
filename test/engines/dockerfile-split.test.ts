// `plimsoll dockerfile split --verify` on ten projects of one stage, built by a real engine: what compiles shrinks by 60 % at
// least, starts, and passes its smoke command; what does not compile gets the honest answer, in numbers.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SplitReport } from '../../src/report/split-report.ts';
import { runProgram } from '../cli/run-program.ts';
import { makeTree } from '../support/context-trees.ts';
import { canRun } from './run-program.ts';
import { makeSplitBase } from './split/split-base.ts';
import { SPLIT_PROJECTS, type SplitProject } from './split/split-projects.ts';

const DOCKER = '/usr/bin/docker';
const HOST = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
const LEAST_CUT = 0.6;
/** Of an image that gains nothing: what only building needs may be this much. */
const MOST_GAIN = 0.02;

const hasEngine = canRun(
  DOCKER,
  ['image', 'inspect', 'debian:bookworm-slim', '--format', '{{.Os}}'],
  (text) => text.trim() === 'linux',
);
const only = process.env['PLIMSOLL_PROJECT'];

/** Runs the built program; the docker that still talks to BuildKit itself comes first. */
async function split(
  folder: string,
  args: readonly string[],
): Promise<{ readonly exitCode: number | null; readonly report: SplitReport }> {
  const { exitCode, stdout, stderr } = await runProgram(
    ['dockerfile', 'split', folder, '--format', 'json', '--quiet', ...args],
    { env: { PATH: `/usr/bin:${process.env['PATH']}`, DOCKER_HOST: HOST } },
  );
  if (exitCode === 2) throw new Error(stderr);
  return { exitCode, report: JSON.parse(stdout) as SplitReport };
}

describe.runIf(hasEngine)('a Dockerfile of one stage:', () => {
  beforeAll(() => makeSplitBase(DOCKER));

  const chosen = SPLIT_PROJECTS.filter(({ name }) => only === undefined || new RegExp(only).test(name));
  const cases = (isSplit: boolean): (readonly [string, SplitProject])[] =>
    chosen.filter(({ base }) => (base !== undefined) === isSplit).map((project) => [project.name, project]);

  test.runIf(only === undefined)('ten of them, three of which compile nothing', () => {
    expect(SPLIT_PROJECTS).toHaveLength(10);
    expect(SPLIT_PROJECTS.filter(({ base }) => base === undefined)).toHaveLength(3);
  });

  test.each(cases(true))('%s', async (_, project) => {
    const folder = makeTree(project.tree);
    const before = readFileSync(join(folder, 'Dockerfile'), 'utf8');
    const { exitCode, report } = await split(folder, [
      ...['--verify', '--engine', 'docker', '--network', 'host', '--smoke', project.smoke, '--write'],
    ]);
    const { verification, base } = report;
    console.log(
      `${project.name}: ${verification?.development.entryBytes} -> ${verification?.production?.entryBytes} bytes, on ${base?.from}\n${report.added.join('\n')}\n${report.notes.join('\n')}\n${verification?.failure ?? ''} ${JSON.stringify(verification?.start)} ${JSON.stringify(verification?.smoke)} ${report.reason ?? ''}`,
    );
    expect(report.outcome).toBe('split');
    expect(verification).toMatchObject({
      failure: null,
      start: { passes: true },
      smoke: { passes: true },
      passes: true,
    });
    expect(verification!.smoke!.production).toEqual(verification!.smoke!.development);
    expect(1 - verification!.production!.entryBytes / verification!.development.entryBytes).toBeGreaterThan(
      LEAST_CUT,
    );
    expect(base!.kind).toBe(project.base);
    expect(exitCode).toBe(0);

    // Every byte of the user's is there, in its order; only the stage's name and what follows are new.
    const after = readFileSync(join(folder, 'Dockerfile'), 'utf8');
    expect(after).toBe(report.text);
    expect(after.replace(/^(FROM \S+)(?: AS development)?$/m, '$1').startsWith(before.trimEnd())).toBe(true);
    expect(after).toMatch(/^FROM .* AS development$/m);
    expect(after).toMatch(/^FROM .* AS production$/m);
    expect((await split(folder, [])).report.outcome).toBe('unknown');
    rmSync(folder, { recursive: true });
  });

  test.each(cases(false))('%s gains nothing', async (_, project) => {
    const folder = makeTree(project.tree);
    const before = readFileSync(join(folder, 'Dockerfile'), 'utf8');
    const { exitCode, report } = await split(folder, [
      ...['--verify', '--engine', 'docker', '--network', 'host', '--write'],
    ]);
    expect(report.outcome).toBe('no-gain');
    expect(report.reason).toMatch(/nothing is (?:compiled|built)/i);
    const { entryBytes, buildBytes } = report.measured!;
    const gain = Object.values(buildBytes).reduce((sum, bytes) => sum + bytes, 0);
    console.log(`${project.name}: ${entryBytes} bytes, of which building needs ${gain}; ${report.reason}`);
    expect(gain / entryBytes).toBeLessThan(MOST_GAIN);
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(before);
    expect(exitCode).toBe(0);
    rmSync(folder, { recursive: true });
  });
});
