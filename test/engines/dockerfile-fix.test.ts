// `plimsoll check --fix` on Dockerfiles that real BuildKit builds before and after: the bytes saved are those of the price, what
// the image does is the same, and the two images differ in nothing that the fixes do not name.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram as runPlimsoll } from '../cli/run-program.ts';
import { makeTree } from '../support/context-trees.ts';
import { APT_CASES } from './built-fixes/apt-cases.ts';
import { findUnnamed, readBuilt } from './built-fixes/compare-built.ts';
import { FILE_CASES } from './built-fixes/file-cases.ts';
import { BASE, makeFixBase } from './built-fixes/fix-base.ts';
import type { FixCase } from './built-fixes/fix-case.ts';
import { serveFiles } from './built-fixes/fix-files.ts';
import { buildByEngine, CurrentBuilder } from './built-fixes/image-builders.ts';
import { LANGUAGE_CASES } from './built-fixes/language-cases.ts';
import { canRun, must, runProgram } from './run-program.ts';

const DOCKER = '/usr/bin/docker';
const HOST = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
/** How far a price may be off: what is larger of the two. */
const MOST_OFF = { part: 0.15, bytes: 2_000_000 };

const hasEngine = canRun(
  DOCKER,
  ['image', 'inspect', 'debian:bookworm-slim', '--format', '{{.Os}}'],
  (text) => text.trim() === 'linux',
);
const hasCurrent =
  hasEngine &&
  (['buildctl', 'buildkitd', 'runc', 'skopeo'] as const).every((name) =>
    canRun(name, ['--version'], () => true),
  );
const ALL = [...APT_CASES, ...FILE_CASES, ...LANGUAGE_CASES];
const only = process.env['PLIMSOLL_PROJECT'];
/** For whoever works on these tests: images stay, so that the same text is not built again. */
const isKept = process.env['PLIMSOLL_KEEP'] === '1';

interface Finding {
  readonly rule: string;
  readonly line: number;
  readonly price: { readonly bytes: number } | null;
  readonly edit: { readonly changes: string } | null;
}

interface Repaired {
  readonly written: boolean;
  readonly applied: readonly { readonly rule: string }[];
  readonly skipped: readonly { readonly rule: string; readonly reason: string }[];
}

async function check<Told>(args: readonly string[]): Promise<Told> {
  const { exitCode, stdout, stderr } = await runPlimsoll(['check', '--format', 'json', ...args], {
    env: { DOCKER_HOST: HOST },
  });
  if (exitCode === 2 || exitCode === null) throw new Error(stderr);
  return JSON.parse(stdout) as Told;
}

describe.runIf(hasEngine)('a Dockerfile before and after its repair:', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-indexes-'));
  const current = new CurrentBuilder(DOCKER);
  const buildHere = buildByEngine(DOCKER);
  let server: Server | undefined;
  let indexes: Promise<readonly string[]> | undefined;

  beforeAll(async () => {
    await makeFixBase(DOCKER);
    server = await serveFiles();
    process.env['PLIMSOLL_TEST_TOKEN'] = 'plimsoll!';
  });

  /** The options that name the base's own package indexes. */
  async function fetchIndexes(): Promise<readonly string[]> {
    const script = 'apt-get update -qq && cp /var/lib/apt/lists/*Packages* /out/ && ls /out';
    const run = ['run', '--rm', '--network', 'host', '-v', `${folder}:/out`, BASE, 'sh', '-c', script];
    const names = await must(DOCKER, run);
    return names.split(/\s+/).flatMap((name) => (name === '' ? [] : ['--index', join(folder, name)]));
  }

  afterAll(async () => {
    server?.close();
    await current.stop();
    rmSync(folder, { recursive: true });
    if (!isKept) await runProgram(DOCKER, ['image', 'rm', '--force', BASE]);
  });

  test.runIf(only === undefined)('twenty of them at least', () => {
    expect(ALL.length).toBeGreaterThanOrEqual(20);
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
  });

  const chosen = ALL.filter(({ name, builder }) =>
    only === undefined ? builder !== 'current' || hasCurrent : new RegExp(only).test(name),
  );
  test.each(chosen.map((each) => [each.name, each] as const))('%s', async (_, each) => {
    const project = makeTree({ ...each.tree, Dockerfile: each.dockerfile });
    if (each.prepare !== undefined) execFileSync('sh', ['-ec', each.prepare], { cwd: project });
    const build = each.builder === 'current' ? current.build : buildHere;
    const images = ['before', 'after'].map(
      (when) => `plimsoll-test/fix-built:${each.name.replace(/\W+/g, '-')}-${when}`,
    ) as [string, string];
    try {
      await judgeRepair(each, project, images, build);
    } finally {
      if (!isKept) await runProgram(DOCKER, ['image', 'rm', '--force', ...images]);
      rmSync(project, { recursive: true });
    }
  });

  async function judgeRepair(
    each: FixCase,
    project: string,
    [first, second]: readonly [string, string],
    build: CurrentBuilder['build'],
  ): Promise<void> {
    const [optionsBefore, optionsAfter] = each.build ?? [[], []];
    await build(project, first, optionsBefore);
    const named = each.named ?? [];
    // Secrets have no price, and searching whole images for them takes long.
    const asked = [project, '--image', first, '--rules', 'files,packages'];
    if (each.gone !== undefined) {
      indexes ??= fetchIndexes();
      asked.push(...(await indexes));
    }
    const told = await check<{ findings: Finding[] }>(asked);
    const dockerfile = join(project, 'Dockerfile');
    const fix = named.length === 0 ? '--fix' : `--fix=${named.join(',')}`;
    const fixed = await check<{ dockerfiles: { repair: Repaired }[] }>([fix, dockerfile]);
    const { applied, skipped } = fixed.dockerfiles[0]!.repair;
    const rules = [...new Set(applied.map(({ rule }) => rule))].sort();
    await build(project, second, optionsAfter);

    const [before, after] = [await readBuilt(DOCKER, first), await readBuilt(DOCKER, second)];
    const priced = told.findings.filter(
      ({ rule, price, edit }) => rules.includes(rule) && edit !== null && price !== null,
    );
    const priceBytes = priced.reduce((sum, { price }) => sum + price!.bytes, 0);
    const savedBytes = before.sizeBytes - after.sizeBytes;
    const unnamed = findUnnamed(before, after, each.differs ?? []);
    const gone = [...before.packages].filter((name) => !after.packages.has(name));
    console.log(
      `${each.name}: price ${priceBytes} (${priced.map(({ rule, price }) => `${rule} ${price!.bytes}`).join(', ')}), saved ${savedBytes}; ${rules.join(' ')}; gone ${gone.join(' ')}\n` +
        `${skipped.map(({ rule, reason }) => `skipped ${rule}: ${reason}`).join('\n')}\n${unnamed.slice(0, 20).join('\n')}\n${readFileSync(dockerfile, 'utf8')}`,
    );

    expect(unnamed).toEqual([]);
    expect(after.config).toEqual(before.config);
    expect(rules).toEqual(each.fixed);
    expect(gone).toEqual(expect.arrayContaining([...(each.gone ?? [])]));
    const [command, output] = each.smoke;
    for (const image of [first, second])
      expect(
        await must(DOCKER, ['run', '--rm', '--network', 'none', '--entrypoint', 'sh', image, '-c', command]),
      ).toBe(output);
    expect(savedBytes).toBeGreaterThanOrEqual(each.leastSavedBytes ?? -100_000);
    if (each.isUnpriced === true) expect(priced).toEqual([]);
    else
      expect(Math.abs(savedBytes - priceBytes)).toBeLessThan(
        Math.max(MOST_OFF.bytes, MOST_OFF.part * priceBytes),
      );
    const again = await check<{ dockerfiles: { repair: Repaired }[] }>([fix, dockerfile]);
    expect(again.dockerfiles[0]!.repair.applied).toEqual([]);
  }
});
