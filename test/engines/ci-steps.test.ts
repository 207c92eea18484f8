// What the repository offers to CI services is run as they run it: in a shell, in a clean folder, with the package as it would be published.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { breaksGithubRules, type SarifLog } from '../report/sarif/sarif-rules.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const GOOD = 'FROM debian:bookworm-slim\nCMD ["true"]\n';
const BAD = 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\n';

let packed: string;

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-pack-'));
  const name = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  packed = join(folder, name.trim().split('\n').at(-1)!);
});

function makeProject(dockerfile: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-project-'));
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  return folder;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly env?: Readonly<Record<string, string>>; readonly run?: string }[];
  };
}

describe('the GitHub action', () => {
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;
  const step = action.runs.steps.find(({ run }) => run !== undefined)!;

  /** As on a runner of one's own, what one job has installed is there for the next. */
  const temporary = mkdtempSync(join(tmpdir(), 'plimsoll-runner-temp-'));

  /** Runs the step as a runner does: expressions put in, files for outputs and summary. */
  function runStep(cwd: string, inputs: Readonly<Record<string, string>>) {
    const files = mkdtempSync(join(tmpdir(), 'plimsoll-runner-'));
    const put = (text: string): string =>
      text.replace(/\$\{\{\s*(\S+)\s*\}\}/g, (_, name: string) => {
        if (name === 'runner.temp') return temporary;
        const input = name.replace('inputs.', '');
        expect(Object.keys(action.inputs)).toContain(input);
        return inputs[input] ?? action.inputs[input]!.default;
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
      },
    });
    const read = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
    return { ...run, output: read(output), summary: read(summary) };
  }

  test('passes on a clean project', () => {
    const run = runStep(makeProject(GOOD), { version: packed });
    expect(run.status, run.stderr).toBe(0);
    expect(run.output).toBe('exit-code=0\n');
    expect(run.summary).toContain('passes');
  });

  test('fails on findings, and shows them in all the ways that were asked for', () => {
    const project = makeProject(BAD);
    const run = runStep(project, { version: packed, sarif: 'found.sarif' });
    expect(run.status, run.stderr).toBe(1);
    expect(run.output).toBe('exit-code=1\n');
    expect(run.stdout).toMatch(/^::warning file=Dockerfile,line=2,/m);
    expect(run.summary).toContain('| warning | `apt-lists-kept` |');
    const log = JSON.parse(readFileSync(join(project, 'found.sarif'), 'utf8')) as SarifLog;
    expect(breaksGithubRules(log)).toEqual([]);
    expect(log.runs[0]!.results.length).toBeGreaterThan(0);
  });

  test('takes what fails a run, and several targets', () => {
    const project = makeProject(BAD);
    writeFileSync(join(project, 'Dockerfile.other'), GOOD);
    const inputs = { version: packed, targets: 'Dockerfile Dockerfile.other', 'fail-on': 'error' };
    expect(runStep(project, inputs).status).toBe(0);
  });

  test('says where it could not run', () => {
    const run = runStep(makeProject(GOOD), { version: packed, targets: 'nothing/here.tar' });
    expect(run).toMatchObject({ status: 2, output: 'exit-code=2\n', summary: '' });
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

  function runJob(cwd: string) {
    // A runner joins the lines into one script that ends at the first failure.
    const script = `set -e\n${job.script.join('\n')}\n`;
    const env = { ...process.env, ...job.variables, PLIMSOLL_PACKAGE: packed };
    return spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8', env });
  }

  test('passes on a clean project, and reports it', () => {
    const project = makeProject(GOOD);
    const run = runJob(project);
    expect(run.status, run.stderr).toBe(0);
    expect(readFileSync(join(project, 'plimsoll.xml'), 'utf8')).toContain('failures="0"');
  });

  test('fails on findings, and reports them', () => {
    const project = makeProject(BAD);
    expect(runJob(project).status).toBe(1);
    expect(readFileSync(join(project, 'plimsoll.xml'), 'utf8')).toMatch(/<failure type="warning"/);
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

  test('run as they are written', () => {
    const project = makeProject(BAD);
    const run = (entry: string) =>
      spawnSync('npx', ['--yes', '--package', packed, ...entry.split(' '), 'Dockerfile'], {
        cwd: project,
        encoding: 'utf8',
      });
    const [check, fix] = hooks.map(({ entry }) => entry) as [string, string];
    expect(run(check).status).toBe(1);
    expect(readFileSync(join(project, 'Dockerfile'), 'utf8')).toBe(BAD);
    run(fix);
    expect(readFileSync(join(project, 'Dockerfile'), 'utf8')).toContain('rm -rf /var/lib/apt/lists');
  });
});
