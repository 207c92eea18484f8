import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatKnownFindings, parseKnownFindings } from '../../../src/cli/known-findings/known-file.ts';
import { makeJudgement } from '../../report/made-judgements.ts';
import { runHere } from '../../support/run-here.ts';
import { makeLadenImage } from '../made-images.ts';

const DOCKERFILE = 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\n';

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'plimsoll-known-'));
}

describe('the file of known findings', () => {
  test('is the same for the same findings in any order, and is read as it was written', () => {
    const findings = ['a', 'b', 'c'].map((digit) => makeJudgement({ fingerprint: digit.repeat(32) }));
    const text = formatKnownFindings(findings);
    expect(formatKnownFindings(findings.toReversed())).toBe(text);
    expect(parseKnownFindings(text, 'f')).toEqual(findings.map(({ fingerprint }) => fingerprint));
  });

  test('leaves out what is accepted elsewhere', () => {
    expect(parseKnownFindings(formatKnownFindings([makeJudgement({ acceptedBecause: 'x' })]), 'f')).toEqual(
      [],
    );
  });

  test.each([
    ['{', 'it is no JSON'],
    ['[]', 'not of this version'],
    ['{"schemaVersion":1}', "no 'findings'"],
    ['{"schemaVersion":1,"findings":[{"fingerprint":"x"}]}', 'entry 1'],
    ['{"schemaVersion":1,"findings":[null]}', 'entry 1'],
  ])('%s is refused', (text, message) => {
    expect(() => parseKnownFindings(text, 'f')).toThrow(message);
  });
});

describe('--known', () => {
  test('lets a project pass until something new is found', async () => {
    const folder = newFolder();
    const [dockerfile, file] = [join(folder, 'Dockerfile'), join(folder, 'known.json')];
    writeFileSync(dockerfile, DOCKERFILE);
    for (const target of [folder, dockerfile]) {
      expect((await runHere(['check', target, '--quiet'])).exitCode).toBe(1);
      expect((await runHere(['check', target, '--quiet', '--write-known', file])).exitCode).toBe(0);
      const again = await runHere(['check', target, '--quiet', '--known', file, '--format', 'json']);
      expect(again.exitCode).toBe(0);
      expect(again.output).toContain('known in ');
      const grown = `${DOCKERFILE}RUN curl -o /tmp/x https://example.com/x.tgz && tar xf /tmp/x && apt-get install -y git\n`;
      writeFileSync(dockerfile, `# moved\n${grown}`);
      expect((await runHere(['check', target, '--quiet', '--known', file])).exitCode).toBe(1);
      writeFileSync(dockerfile, DOCKERFILE);
    }
  });

  test('lets an image pass, whose budgets still hold', async () => {
    const folder = newFolder();
    const image = await makeLadenImage(join(folder, 'image'));
    const file = join(folder, 'known.json');
    expect((await runHere(['check', image, '--quiet'])).exitCode).toBe(1);
    expect((await runHere(['check', image, '--quiet', '--write-known', file])).exitCode).toBe(0);
    expect((await runHere(['check', image, '--quiet', '--known', file])).exitCode).toBe(0);
    const args = ['check', image, '--quiet', '--known', file, '--max-size', '1B'];
    expect((await runHere(args)).exitCode).toBe(1);
    const sarif = await runHere(['check', image, '--quiet', '--known', file, '--format', 'sarif']);
    expect(sarif.output).toContain(`"justification": "known in ${file}"`);
    const text = readFileSync(file, 'utf8');
    await runHere(['check', image, '--quiet', '--write-known', file]);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('of a file that is not there could not run', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'Dockerfile'), DOCKERFILE);
    const run = await runHere(['check', folder, '--known', join(folder, 'no.json')]);
    expect(run.exitCode).toBe(2);
    expect(run.complaint).toContain('--write-known');
  });
});
