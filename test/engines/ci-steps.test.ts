// What the repository offers to CI services is run as they run it: in a shell, in a clean folder, with the package as it would be
// published. Installing takes most of the time, so that each service has one folder for it, as runners that are kept do.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeCleanImage, makeLadenImage } from '../cli/made-images.ts';
import { breaksGithubRules, type SarifLog } from '../report/sarif/sarif-rules.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const GOOD = 'FROM debian:bookworm-slim\nCMD ["true"]\n';
const BAD = 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\n';

let packed: string;
let images: { readonly clean: string; readonly laden: string };
/** As on a runner of one's own, what one job has installed is there for the next. */
const temporary = mkdtempSync(join(tmpdir(), 'plimsoll-runner-temp-'));

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-pack-'));
  const name = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  packed = join(folder, name.trim().split('\n').at(-1)!);
  images = {
    clean: await makeCleanImage(join(folder, 'clean')),
    laden: await makeLadenImage(join(folder, 'laden')),
  };
});

function makeProject(dockerfile: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-project-'));
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  return folder;
}

const read = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: {
    readonly steps: readonly {
      readonly id?: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly run?: string;
    }[];
  };
}

describe('the GitHub action', () => {
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;
  const step = action.runs.steps.find(({ run }) => run !== undefined)!;

  /** Runs the step as a runner does: expressions put in, files for outputs and summary. */
  function runStep(cwd: string, inputs: Readonly<Record<string, string>>) {
    const files = mkdtempSync(join(tmpdir(), 'plimsoll-runner-'));
    const put = (text: string): string =>
      text.replace(/\$\{\{\s*(\S+)\s*\}\}/g, (_, name: string) => {
        if (name === 'runner.temp') return temporary;
        const input = name.replace('inputs.', '');
        expect(Object.keys(action.inputs)).toContain(input);
        return { version: packed, ...inputs }[input] ?? action.inputs[input]!.default;
      });
    const own = Object.fromEntries(Object.entries(step.env!).map(([name, value]) => [name, put(value)]));
    const [output, summary] = [join(files, 'output'), join(files, 'summary')];
    const run = spawnSync('bash', ['-c', step.run!], {
      cwd,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...own,
        GITHUB_ACTION_PATH: ROOT,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: cwd,
      },
    });
    const outputs = Object.fromEntries(
      read(output)
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
    );
    return { ...run, code: outputs['exit-code'], outputs, summary: read(summary) };
  }

  test('passes on a clean project', () => {
    const run = runStep(makeProject(GOOD), {});
    expect(run.status, run.stderr).toBe(0);
    expect(run.code).toBe('0');
    expect(run.summary).toContain('passes');
    for (const name of Object.keys(action.outputs)) expect(run.outputs[name]).toBeDefined();
  });

  test('fails on findings, and tells them in all the ways that were asked for', () => {
    const project = makeProject(BAD);
    const run = runStep(project, {
      sarif: 'found.sarif',
      junit: 'out/found.xml',
      'summary-file': 'comment.md',
    });
    expect(run.status, run.stderr).toBe(1);
    expect(run.code).toBe('1');
    expect(run.stdout).toMatch(/^::warning file=Dockerfile,line=2,/m);
    expect(run.summary).toContain('| warning | `apt-lists-kept` |');
    expect(run.outputs['summary-file']).toBe('comment.md');
    expect(read(join(project, 'comment.md'))).toBe(run.summary);
    expect(read(join(project, 'out/found.xml'))).toMatch(/<failure type="warning"/);
    const log = JSON.parse(read(join(project, 'found.sarif'))) as SarifLog;
    expect(breaksGithubRules(log)).toEqual([]);
    expect(log.runs[0]!.results.length).toBeGreaterThan(0);
  });

  test('takes what fails a run, and several targets', () => {
    const project = makeProject(BAD);
    writeFileSync(join(project, 'Dockerfile.other'), GOOD);
    const run = runStep(project, { targets: 'Dockerfile Dockerfile.other', 'fail-on': 'error' });
    expect(run.status, run.stderr).toBe(0);
  });

  test("says what a pull request changes against the base branch's image", () => {
    const against = { targets: `. ${images.laden}`, against: images.clean, 'fail-on': 'error' };
    const project = makeProject(GOOD);
    const calm = runStep(project, { ...against, 'summary-file': 'comment.md' });
    expect(calm.status, calm.stderr).toBe(0);
    expect(calm.summary).toMatch(/^### \S+laden against \S+clean: what changes\n/);
    expect(calm.summary).toContain('**1 new finding**');
    expect(calm.summary).toMatch(/\n### plimsoll-project-\w+: passes\n/);
    const strict = runStep(project, { ...against, 'against-arguments': '--max-growth 1%' });
    expect(strict.status).toBe(1);
    expect(strict.code).toBe('1');
  });

  test('warns where there is no such image yet, and fails where something hangs on it', () => {
    const inputs = { targets: images.clean, against: '/nowhere/main.tar' };
    const project = makeProject(GOOD);
    const first = runStep(project, inputs);
    expect(first.status, first.stderr).toBe(0);
    expect(first.stdout).toContain('::warning title=plimsoll::');
    expect(runStep(project, { ...inputs, 'against-arguments': '--fail-on growth' }).status).toBe(2);
  });

  test('says where it could not run', () => {
    const run = runStep(makeProject(GOOD), { targets: 'nothing/here.tar' });
    expect(run).toMatchObject({ status: 2, code: '2', summary: '' });
  });
});

describe('the GitLab template', () => {
  const template = parse(readFileSync(join(ROOT, 'ci/gitlab.yml'), 'utf8')) as Readonly<
    Record<
      string,
      { readonly script: readonly string[]; readonly variables: Readonly<Record<string, string>> }
    >
  >;
  const job = template['.plimsoll']!;
  const project = makeProject(GOOD);

  function runJob(variables: Readonly<Record<string, string>> = {}) {
    // A runner joins the lines into one script that ends at the first failure.
    const script = `set -e\n${job.script.join('\n')}\n`;
    const env = { ...process.env, ...job.variables, PLIMSOLL_PACKAGE: packed, ...variables };
    return spawnSync('bash', ['-c', script], { cwd: project, encoding: 'utf8', env });
  }

  test('passes on a clean project, and reports it', () => {
    const run = runJob();
    expect(run.status, run.stderr).toBe(0);
    expect(read(join(project, 'plimsoll.xml'))).toContain('failures="0"');
    expect(read(join(project, 'plimsoll.md'))).toContain('passes');
  });

  test('fails on findings, and reports them, with what a merge request changes', () => {
    writeFileSync(join(project, 'Dockerfile'), BAD);
    const run = runJob({ PLIMSOLL_TARGETS: `. ${images.laden}`, PLIMSOLL_AGAINST: images.clean });
    expect(run.status, run.stderr).toBe(1);
    expect(read(join(project, 'plimsoll.xml'))).toMatch(/<failure type="warning"/);
    expect(breaksGithubRules(JSON.parse(read(join(project, 'plimsoll.sarif'))) as SarifLog)).toEqual([]);
    expect(read(join(project, 'plimsoll-diff.md'))).toContain('**1 new finding**');
  });
});

describe('the hooks for pre-commit', () => {
  const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as readonly {
    readonly entry: string;
    readonly files: string;
  }[];

  test.each([
    ['Dockerfile', true],
    ['a/Dockerfile.prod', true],
    ['a/app.dockerfile', true],
    ['Dockerfiles', false],
    ['docs/Dockerfile.md/x', false],
  ])('take %s: %s', (path, isTaken) => {
    for (const { files } of hooks) expect(new RegExp(files).test(path)).toBe(isTaken);
  });

  test('run as they are written, with the package on the path', () => {
    const project = makeProject(BAD);
    const PATH = `${join(temporary, 'plimsoll', 'node_modules', '.bin')}:${process.env['PATH']}`;
    const run = (entry: string) =>
      spawnSync('bash', ['-c', `${entry} Dockerfile`], {
        cwd: project,
        encoding: 'utf8',
        env: { ...process.env, PATH },
      });
    const [check, fix] = hooks.map(({ entry }) => entry) as [string, string];
    expect(run(check)).toMatchObject({ status: 1, stderr: '' });
    expect(read(join(project, 'Dockerfile'))).toBe(BAD);
    expect(run(fix).stderr).toBe('');
    expect(read(join(project, 'Dockerfile'))).toContain('rm -rf /var/lib/apt/lists');
  });
});
