// `plimsoll check` about Dockerfiles: many at once, beside their context, repaired, with comments and settings.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import CONTEXT from '../../../schema/context.json' with { type: 'json' };
import { validateSchema } from '../../report/validate-schema.ts';
import { makeTree } from '../../support/context-trees.ts';
import { makeLadenImage } from '../made-images.ts';
import { runProgram } from '../run-program.ts';

const LATE =
  'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y a\nRUN rm -rf /var/lib/apt/lists/*\n';
const FIXED =
  'FROM debian:12\nRUN apt-get update \\\n    && apt-get install -y a \\\n    && rm -rf /var/lib/apt/lists/*\n';
const CLONE = 'FROM debian:12\nRUN git clone https://example.com/a/b /opt/b\n';

interface Finding {
  readonly rule: string;
  readonly line: number;
  readonly endLine: number;
  readonly edit: { readonly safety: string } | null;
}
interface File {
  readonly dockerfile: string;
  readonly findings: readonly Finding[];
  readonly ignored: readonly Finding[];
  readonly suppressed: readonly (Finding & { readonly by: object; readonly reason: string | null })[];
  readonly repair: {
    readonly written: boolean;
    readonly applied: readonly object[];
    readonly skipped: readonly { readonly reason: string }[];
    readonly diff: string;
  } | null;
}

async function runJson(args: readonly string[], cwd: string) {
  const run = await runProgram(['check', ...args, '--format', 'json'], { cwd });
  const report = JSON.parse(run.stdout);
  expect(validateSchema(CONTEXT, report, true)).toEqual([]);
  return { code: run.exitCode, report, files: report.dockerfiles as readonly File[], stderr: run.stderr };
}

const rulesOf = (file: File): readonly string[] => file.findings.map(({ rule }) => rule);

describe('many Dockerfiles', () => {
  test('are judged in one run, one that cannot be parsed hides no other, and no context is walked', async () => {
    const cwd = makeTree({
      a: { Dockerfile: LATE, secret: { 'id_rsa.pem': 'x' } },
      b: { 'x.Dockerfile': 'FROM a\nNOTHING b\n' },
      'c.dockerfile': CLONE,
    });
    const { code, files } = await runJson(['a/Dockerfile', 'b/x.Dockerfile', 'c.dockerfile'], cwd);
    expect(code).toBe(1);
    expect(files.map(({ dockerfile }) => dockerfile)).toEqual([
      'a/Dockerfile',
      'b/x.Dockerfile',
      'c.dockerfile',
    ]);
    expect(rulesOf(files[0]!)).toContain('late-removal');
    expect(files[1]!.findings).toMatchObject([{ rule: 'dockerfile-invalid', line: 2 }]);
    expect(files[2]!.findings).toMatchObject([
      { rule: 'git-clone-kept', line: 2, endLine: 2, edit: { safety: 'named' } },
    ]);
  });

  test('as text show places, fixes and a summary', async () => {
    const cwd = makeTree({ 'a.dockerfile': LATE, 'b.dockerfile': 'FROM scratch\nCOPY a /\n' });
    const { stdout, exitCode } = await runProgram(['check', 'a.dockerfile', 'b.dockerfile'], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('a.dockerfile:4, --fix does it');
    expect(stdout).toMatch(/in 1 of 2 Dockerfiles/);
  });

  test('that are not there end with 2, and the others are told', async () => {
    const cwd = makeTree({ 'a.dockerfile': LATE, 'b.dockerfile': { c: 'x' } });
    const { code, files, report } = await runJson(['a.dockerfile', 'b.dockerfile'], cwd);
    expect(code).toBe(2);
    expect(files).toHaveLength(1);
    expect(report.errors).toMatchObject([{ target: 'b.dockerfile', code: 'FILE_UNREADABLE' }]);
  });
});

describe('a project', () => {
  test('has findings about its Dockerfile and about its context', async () => {
    const cwd = makeTree({
      Dockerfile: 'FROM node\nWORKDIR /w\nCOPY . .\nRUN npm ci\nCMD a\n',
      'package.json': '{}',
      node_modules: { a: 'x'.repeat(1_500_000) },
    });
    const { code, report } = await runJson(['.'], cwd);
    const rules = report.findings.map(({ rule }: Finding) => rule);
    expect(code).toBe(1);
    expect(rules).toEqual(expect.arrayContaining(['copy-before-install', 'context-dependencies']));
  });

  test('whose Dockerfile cannot be parsed has that finding', async () => {
    const { code, files } = await runJson(['.'], makeTree({ Dockerfile: 'FROM a\nNOTHING b\n' }));
    expect(code).toBe(1);
    expect(rulesOf(files[0]!)).toEqual(['dockerfile-invalid']);
  });
});

describe('--fix', () => {
  test('makes safe fixes, says what it did not make, and changes nothing the second time', async () => {
    const cwd = makeTree({ 'a.dockerfile': LATE, 'b.dockerfile': CLONE });
    const { files } = await runJson(['--fix', 'a.dockerfile', 'b.dockerfile'], cwd);
    expect(readFileSync(join(cwd, 'a.dockerfile'), 'utf8')).toBe(FIXED);
    expect(files[0]!.repair).toMatchObject({ written: true, applied: [{ rule: 'late-removal', line: 4 }] });
    expect(rulesOf(files[0]!)).not.toContain('late-removal');
    expect(readFileSync(join(cwd, 'b.dockerfile'), 'utf8')).toBe(CLONE);
    expect(files[1]!.repair!.skipped[0]!.reason).toMatch(/--fix=git-clone-kept/);
    const again = await runJson(['--fix', 'a.dockerfile', 'b.dockerfile'], cwd);
    expect(again.files.map(({ repair }) => repair!.written)).toEqual([false, false]);
  });

  test('takes rules by name, and the word behind it for a target', async () => {
    const cwd = makeTree({ Dockerfile: CLONE });
    await runJson(['--fix', 'Dockerfile'], cwd);
    expect(readFileSync(join(cwd, 'Dockerfile'), 'utf8')).toBe(CLONE);
    await runJson(['--fix=git-clone-kept', '.'], cwd);
    expect(readFileSync(join(cwd, 'Dockerfile'), 'utf8')).toContain('--depth 1');
  });

  test('refuses what is no rule, and images', async () => {
    const cwd = makeTree({ Dockerfile: CLONE });
    const unknown = await runProgram(['check', '--fix=git-clone-keep', '.'], { cwd });
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain('git-clone-kept');
    const image = await runProgram(['check', '--fix', 'debian:12'], { cwd });
    expect(image.exitCode).toBe(2);
    expect(image.stderr).toContain('--fix is for Dockerfiles');
  });

  test('as a dry run prints what git apply takes, and writes nothing', async () => {
    const cwd = makeTree({ Dockerfile: LATE, 'b.dockerfile': CLONE });
    const run = await runProgram(['check', '--fix-dry-run', 'Dockerfile', 'b.dockerfile'], { cwd });
    expect(readFileSync(join(cwd, 'Dockerfile'), 'utf8')).toBe(LATE);
    expect(run.stderr).toContain('the fix of git-clone-kept is not made');
    expect(spawnSync('git', ['apply', '-'], { cwd, input: run.stdout }).status).toBe(0);
    expect(readFileSync(join(cwd, 'Dockerfile'), 'utf8')).toBe(FIXED);
  });

  test('does as plimsoll.yaml says', async () => {
    const cwd = makeTree({
      'a.dockerfile': LATE,
      'b.dockerfile': CLONE,
      'plimsoll.yaml': 'fixes:\n  late-removal: by name\n  git-clone-kept: always\n',
    });
    await runJson(['--fix', 'a.dockerfile', 'b.dockerfile'], cwd);
    expect(readFileSync(join(cwd, 'a.dockerfile'), 'utf8')).toBe(LATE);
    expect(readFileSync(join(cwd, 'b.dockerfile'), 'utf8')).toContain('--depth 1');
    await runJson(['--fix=late-removal', 'a.dockerfile'], cwd);
    expect(readFileSync(join(cwd, 'a.dockerfile'), 'utf8')).toBe(FIXED);
  });

  test('never does what plimsoll.yaml says never to', async () => {
    const cwd = makeTree({ Dockerfile: LATE, 'plimsoll.yaml': 'fixes: {late-removal: never}\n' });
    const { files } = await runJson(['--fix=late-removal', 'Dockerfile'], cwd);
    expect(readFileSync(join(cwd, 'Dockerfile'), 'utf8')).toBe(LATE);
    expect(files[0]!.repair!.skipped[0]!.reason).toMatch(/never/);
  });
});

describe('what takes findings back', () => {
  test('comments, with their reasons, and those that are of no use', async () => {
    const cwd = makeTree({
      'a.dockerfile': `FROM debian:12\n# plimsoll ignore=git-clone-kept the history is needed\n${CLONE.split('\n')[1]}\n`,
      'b.dockerfile': `FROM debian:12\n# plimsoll ignore=git-clone-kept\n${CLONE.split('\n')[1]}\n# plimsoll ignore=chown-layer why\nRUN a\n`,
    });
    const { files } = await runJson(['a.dockerfile', 'b.dockerfile'], cwd);
    expect(files[0]!.findings).toEqual([]);
    expect(files[0]!.suppressed).toMatchObject([
      { rule: 'git-clone-kept', by: { tool: 'plimsoll', line: 2 }, reason: 'the history is needed' },
    ]);
    expect(rulesOf(files[1]!).toSorted()).toEqual([
      'git-clone-kept',
      'suppression-unused',
      'suppression-without-reason',
    ]);
  });

  test('plimsoll.yaml, by the path of the Dockerfile', async () => {
    const cwd = makeTree({
      a: { Dockerfile: CLONE },
      b: { Dockerfile: CLONE },
      'plimsoll.yaml': 'ignore:\n  - rule: git-clone-kept\n    path: a\n    reason: why\n',
    });
    const { files } = await runJson(['a/Dockerfile', 'b/Dockerfile'], cwd);
    expect(files.map((file) => [file.findings.length, file.ignored.length])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
});

test('a Dockerfile that is built in several ways is judged for each, and repaired where that holds for all', async () => {
  const text =
    'ARG BASE=debian:12\nFROM $BASE\nARG P=/x.tgz\nRUN curl -o /x.tgz https://example.com/x.tgz\nRUN rm $P\n';
  const bake = (p: string): string =>
    `target "a" {\n  dockerfile = "Dockerfile"\n}\ntarget "b" {\n  args = { P = "${p}" }\n}\ngroup "default" {\n  targets = ["a", "b"]\n}\n`;
  const other = makeTree({ Dockerfile: text, 'bake.hcl': bake('/y') });
  const { files } = await runJson(['.', '--bake', join(other, 'bake.hcl')], other);
  expect(files).toHaveLength(1);
  expect(files[0]!.findings).toMatchObject([{ rule: 'late-removal', edit: null }]);
  const same = makeTree({ Dockerfile: text, 'bake.hcl': bake('/x.tgz') });
  const both = await runJson(['.', '--bake', join(same, 'bake.hcl')], same);
  expect(both.files[0]!.findings).toMatchObject([{ rule: 'late-removal', edit: { safety: 'safe' } }]);
});

test('--image tells the layer and the ballast of each instruction', async () => {
  const cwd = makeTree({ Dockerfile: 'FROM a\nRUN make && make install\nRUN rm -rf /opt/cache\n' });
  await makeLadenImage(join(cwd, 'image'));
  const { report } = await runJson(['Dockerfile', '--image', join(cwd, 'image')], cwd);
  expect(report.layersByLine).toMatchObject([
    { line: 2, layer: 1, bytes: 2_000_000, ballastBytes: 2_000_000 },
    { line: 3, layer: 2, bytes: 0, ballastBytes: 0 },
  ]);
  const { stdout } = await runProgram(['check', 'Dockerfile', '--image', join(cwd, 'image')], { cwd });
  expect(stdout).toMatch(/2\.00 MB {2}2\.00 MB {2}line 2 {2}RUN make && make install/);
});
