// `plimsoll context` and `plimsoll check DIR`: findings, verdict, settings, definitions of several builds.
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import CONTEXT from '../../../schema/context.json' with { type: 'json' };
import { validateSchema } from '../../report/validate-schema.ts';
import { makeTree } from '../../support/context-trees.ts';
import { makeKey } from '../../support/make-key.ts';
import { runProgram } from '../run-program.ts';

const LADEN = {
  Dockerfile: 'FROM node AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
  'package.json': '{}',
  node_modules: { a: 'x'.repeat(1_500_000) },
};
const CLEAN = { Dockerfile: 'FROM scratch\nCOPY a /\n', a: 'x' };

interface Build {
  readonly build: { readonly name: string };
  readonly sent: { readonly files: number };
  readonly context: { readonly sharedWith: readonly string[] };
  readonly namedContexts: readonly { readonly name: string; readonly sent: { readonly files: number } }[];
}

interface Report {
  readonly verdict: object;
  readonly secretsSearched: boolean;
  readonly findings: readonly { readonly rule: string; readonly paths: readonly string[] }[];
  readonly ignored: readonly { readonly rule: string; readonly reason: string }[];
  readonly builds: readonly Build[];
}

async function runJson(args: readonly string[], cwd?: string): Promise<[number | null, Report]> {
  const run = await runProgram([...args, '--format', 'json'], cwd === undefined ? {} : { cwd });
  expect(run.stderr.split('\n').filter((line) => line.includes('Error'))).toEqual([]);
  const report = JSON.parse(run.stdout);
  expect(validateSchema(CONTEXT, report, true)).toEqual([]);
  return [run.exitCode, report];
}

describe('plimsoll context', () => {
  test('ends with 1 at findings, with 0 without, and as --fail-on says', async () => {
    const laden = makeTree(LADEN);
    const [code, report] = await runJson(['context', laden]);
    expect(code).toBe(1);
    expect(report.verdict).toEqual({ passes: false, failOn: 'warning', failingFindings: 2 });
    expect(report.findings.map(({ rule }) => rule)).toEqual(['context-dependencies', 'ignore-file-missing']);
    expect((await runJson(['context', laden, '--fail-on', 'error']))[0]).toBe(0);
    expect((await runJson(['context', makeTree(CLEAN)]))[0]).toBe(0);
  });

  test('finds secrets by what files hold, and not with --no-secrets', async () => {
    const folder = makeTree({
      Dockerfile: 'FROM scratch\nCOPY . /\n',
      '.dockerignore': '',
      conf: { 'a.txt': makeKey() },
    });
    const [code, report] = await runJson(['context', folder, '--list']);
    expect(code).toBe(1);
    expect(report.findings[0]).toMatchObject({
      rule: expect.stringMatching(/^secret\//),
      severity: 'error',
      reaches: 'final-stage',
      paths: ['conf/a.txt'],
      line: 2,
    });
    const [plainCode, plain] = await runJson(['context', folder, '--no-secrets']);
    expect([plainCode, plain.secretsSearched, plain.findings]).toEqual([0, false, []]);
  });

  test('finds the same on a second run, and what changed since', async () => {
    const folder = makeTree({
      Dockerfile: 'FROM scratch\nCOPY . /\n',
      '.dockerignore': '',
      a: makeKey(),
      b: 'harmless',
    });
    // What changed within the last second is not kept.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const cache = makeTree({});
    const run = async () => (await runJson(['context', folder, '--cache-dir', cache]))[1].findings;
    const first = await run();
    expect(first).toHaveLength(1);
    expect(await run()).toEqual(first);
    const path = join(folder, 'b');
    writeFileSync(path, makeKey().slice(0, 8));
    expect(await run()).toEqual(first);
    writeFileSync(path, makeKey());
    utimesSync(path, 1, 1);
    expect(await run()).toHaveLength(2);
  });

  test('searches many files in threads', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 700 }, (_, i) => [`f${i}`, i === 650 ? makeKey() : `${i}`]),
    );
    const folder = makeTree({ Dockerfile: 'FROM scratch\nCOPY . /\n', '.dockerignore': '', files });
    const [, threads] = await runJson(['context', folder, '--no-cache', '--workers', '2']);
    const [, none] = await runJson(['context', folder, '--no-cache', '--workers', '0']);
    expect(threads.findings).toEqual(none.findings);
    expect(threads.findings[0]!.paths).toEqual(['files/f650']);
  });

  test('leaves out what plimsoll.yaml accepts', async () => {
    const folder = makeTree({
      ...LADEN,
      'plimsoll.yaml':
        'ignore:\n  - rule: context-dependencies\n    path: node_modules\n    reason: offline\n  - rule: ignore-file-*\n    reason: none\n',
    });
    const [code, report] = await runJson(['context', '.'], folder);
    expect(code).toBe(0);
    expect(report.ignored.map(({ rule, reason }) => [rule, reason])).toEqual([
      ['context-dependencies', 'offline'],
      ['ignore-file-missing', 'none'],
    ]);
  });
});

describe('several builds', () => {
  const tree = {
    api: { Dockerfile: 'ARG V\nFROM node:$V AS dev\nCOPY src /src\nFROM dev\nCOPY . .\n', src: { a: 'x' } },
    web: { 'Web.Dockerfile': 'FROM scratch\nCOPY --from=lib x /x\nCOPY page /\n', page: 'p' },
    lib: { x: 'xx' },
    'compose.yaml':
      'services:\n  api:\n    build:\n      context: api\n      args: { V: 20 }\n      target: dev\n  full:\n    build:\n      context: api\n      args: { V: 20 }\n  web:\n    build:\n      context: web\n      dockerfile: Web.Dockerfile\n      additional_contexts: { lib: ./lib }\n  db:\n    image: postgres\n',
    'docker-bake.hcl':
      'group "default" { targets = ["api", "inline"] }\ntarget "api" {\n  context = "api"\n  args = { V = "20" }\n}\ntarget "inline" {\n  context = "lib"\n  dockerfile-inline = "FROM scratch\\nCOPY x /"\n}\ntarget "far" {\n  context = "https://github.com/a/b.git"\n}\n',
  };

  test('come from a compose file', async () => {
    const folder = makeTree(tree);
    const [code, { builds }] = await runJson(['context', '--compose', join(folder, 'compose.yaml')]);
    expect(code).toBe(0);
    const summary = builds.map((each: Build) => [
      each.build.name,
      each.sent.files,
      each.context.sharedWith,
      each.namedContexts.map((named) => [named.name, named.sent.files]),
    ]);
    expect(summary).toEqual([
      ['api', 1, ['full'], []],
      ['full', 2, ['api'], []],
      ['web', 1, [], [['lib', 1]]],
    ]);
  });

  test('come from a bake file; what is elsewhere is told of', async () => {
    const folder = makeTree(tree);
    const run = await runProgram(['context', '--bake', 'docker-bake.hcl', '--format', 'json'], {
      cwd: folder,
    });
    expect(JSON.parse(run.stdout).builds.map((each: Build) => [each.build.name, each.sent.files])).toEqual([
      ['api', 2],
      ['inline', 1],
    ]);
    expect(run.stderr).toContain('the context of far is fetched from elsewhere');
  });

  test('do not go with options that describe one', async () => {
    const run = await runProgram(['context', '--bake', 'x.hcl', '--target', 'a']);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('--bake describes the builds');
  });

  test('of which one cannot be read end with 2, and the others are told', async () => {
    const folder = makeTree({
      ...tree,
      'c.yaml': 'services:\n  a: { build: nowhere }\n  w: { build: api }\n',
    });
    const run = await runProgram(['context', '--compose', join(folder, 'c.yaml')]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('there is no such');
  });
});

describe('plimsoll check', () => {
  test('tells of a project what plimsoll context tells, what its Dockerfile does, and how the image is checked', async () => {
    const folder = makeTree(LADEN);
    const [context, check, file] = await Promise.all(
      [
        ['context', folder],
        ['check', folder],
        ['check', join(folder, 'Dockerfile')],
      ].map((args) => runProgram(args)),
    );
    expect(check!.exitCode).toBe(1);
    // Headings and sums aside, all that is told of the context is told here too.
    const findings = (text: string): readonly string[] =>
      text.split('\n').filter((line) => / \(?Dockerfile:\d|^ +fix:/.test(line));
    for (const line of findings(context!.stdout)) expect(check!.stdout).toContain(line.trim());
    expect(check!.stdout).toContain('copy-before-install');
    expect(file!.stdout.split('\n').slice(2)).toEqual(check!.stdout.split('\n').slice(2));
    expect(check!.stderr).toContain('checked by its name');
  });

  test('takes one project in JSON', async () => {
    const folder = makeTree(CLEAN);
    const [code, report] = await runJson(['check', folder]);
    expect([code, report.findings]).toEqual([0, []]);
    expect((await runProgram(['check', folder, folder, '--format', 'json'])).exitCode).toBe(2);
  });
});
