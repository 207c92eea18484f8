import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { breaksGithubRules, type SarifLog } from '../../report/sarif/sarif-rules.ts';
import { runHere } from '../../support/run-here.ts';
import { makeCleanImage, makeLadenImage } from '../made-images.ts';

const DOCKERFILE = `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y curl
COPY . /app
# plimsoll ignore=chown-layer reason="it is small"
RUN chown -R 1000:1000 /app
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-formats-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'Dockerfile'), DOCKERFILE);
  writeFileSync(join(folder, 'src', 'big.bin'), Buffer.alloc(2_000_000, 7));
});

function newPath(prefix: string): string {
  return join(mkdtempSync(join(tmpdir(), prefix)), 'image');
}

async function sarifOf(args: readonly string[]): Promise<SarifLog> {
  const { output, exitCode, complaint } = await runHere(['check', ...args, '--format', 'sarif', '--quiet']);
  expect(exitCode, complaint).toBeLessThan(2);
  return JSON.parse(output) as SarifLog;
}

describe('check --format sarif', () => {
  test('of a project names lines of the Dockerfile and the pages of the rules', async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      const log = await sarifOf(['.']);
      expect(breaksGithubRules(log)).toEqual([]);
      const { results, tool } = log.runs[0]!;
      const found = results.find(({ ruleId }) => ruleId === 'apt-lists-kept')!;
      expect(found.locations![0]!.physicalLocation).toMatchObject({
        artifactLocation: { uri: 'Dockerfile' },
        region: { startLine: 2, endLine: 2 },
      });
      expect(tool.driver.rules!.find(({ id }) => id === 'apt-lists-kept')!.help!.markdown).toContain('## ');
    } finally {
      process.chdir(before);
    }
  });

  test('keeps the fingerprints of findings whose lines move', async () => {
    const moved = mkdtempSync(join(tmpdir(), 'plimsoll-moved-'));
    const printsOf = async (text: string): Promise<readonly unknown[]> => {
      writeFileSync(join(moved, 'Dockerfile'), text);
      const { results } = (await sarifOf([join(moved, 'Dockerfile')])).runs[0]!;
      return results.map(({ ruleId, partialFingerprints }) => ({ ruleId, ...partialFingerprints }));
    };
    const first = await printsOf(DOCKERFILE);
    expect(first.length).toBeGreaterThan(1);
    expect(await printsOf(`# a comment\n\n${DOCKERFILE}`)).toEqual(first);
    expect(await printsOf(DOCKERFILE.replace('-y curl', '-y curl git'))).not.toEqual(first);
  });

  test('of images points at the instructions of the Dockerfile that is named, and is one log', async () => {
    const [clean, laden] = await Promise.all([
      makeCleanImage(newPath('plimsoll-clean-')),
      makeLadenImage(newPath('plimsoll-laden-')),
    ]);
    const log = await sarifOf([clean, laden, '--dockerfile', join(folder, 'Dockerfile')]);
    expect(log.runs).toHaveLength(1);
    expect(log.runs[0]!.results.length).toBeGreaterThan(0);
    const problems = breaksGithubRules(log).filter((problem) => !problem.includes('is no path in'));
    expect(problems).toEqual([]);
  });

  test('of an image with a Dockerfile that is not there says so', async () => {
    const clean = await makeCleanImage(newPath('plimsoll-clean-'));
    const run = await runHere(['check', clean, '--dockerfile', '/nowhere/Dockerfile', '--format', 'sarif']);
    expect(run).toMatchObject({ exitCode: 2, output: '' });
    expect(run.complaint).toContain('/nowhere/Dockerfile');
  });
});

describe('the other formats', () => {
  test.each([
    ['github', /^::warning file=.*Dockerfile,line=2,/m],
    ['junit', /<failure type="warning"/],
    ['markdown', /\| warning \| `apt-lists-kept` \|/],
  ])('%s has the findings of a project and of a Dockerfile', async (format, line) => {
    for (const target of [folder, join(folder, 'Dockerfile')]) {
      const { output, exitCode } = await runHere(['check', target, '--format', format, '--quiet']);
      expect(exitCode).toBe(1);
      expect(output).toMatch(line);
    }
    const context = await runHere(['context', folder, '--format', format, '--quiet']);
    expect(context.output).not.toBe('');
  });

  test('take all kinds of targets together; JSON is about one', async () => {
    const laden = await makeLadenImage(newPath('plimsoll-laden-'));
    const { output, exitCode } = await runHere(['check', folder, laden, '--format', 'junit', '--quiet']);
    expect(exitCode).toBe(1);
    expect(output.match(/<testsuites /g)).toHaveLength(1);
    expect(output).toContain('apt-lists-kept');
    expect(output).toContain(`Image ${laden}`);
    const json = await runHere(['check', folder, laden, '--write', `json=${join(folder, 'x.json')}`]);
    expect(json).toMatchObject({ exitCode: 2, output: '' });
    expect(json.complaint).toContain('a project is checked alone');
  });

  test('tell what could not be checked beside the others', async () => {
    const laden = await makeLadenImage(newPath('plimsoll-laden-'));
    const run = await runHere(['check', laden, '/nowhere/x.tar', '--format', 'junit', '--quiet']);
    expect(run.exitCode).toBe(2);
    expect(run.output).toMatch(
      /<testcase classname="plimsoll" name="\/nowhere\/x.tar">\n\s*<error type="IMAGE_NOT_FOUND"/,
    );
    expect(run.output).toContain('<failure ');
  });

  test('tell a budget that is exceeded, which fails the run', async () => {
    const clean = await makeCleanImage(newPath('plimsoll-clean-'));
    const run = await runHere(['check', clean, '--max-size', '1B', '--format', 'junit', '--quiet']);
    expect(run.exitCode).toBe(1);
    expect(run.output).toMatch(/name="max-size: the image is larger than it may be: \S+ \S+, 1 B allowed"/);
    expect(run.output).toContain('<failure type="error"');
  });
});
