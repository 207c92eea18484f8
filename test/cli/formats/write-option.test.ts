import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { breaksGithubRules, type SarifLog } from '../../report/sarif/sarif-rules.ts';
import { runHere } from '../../support/run-here.ts';
import { makeCleanImage, makeLadenImage } from '../made-images.ts';

const DOCKERFILE = 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\n';

let folder: string;
let project: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-write-'));
  project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'Dockerfile'), DOCKERFILE);
});

const at = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const writes = (...names: readonly string[]): readonly string[] =>
  names.flatMap((format) => ['--write', `${format}=${at(`out/${format}`)}`]);

describe('--write', () => {
  test('writes what each format would print, in one run, and prints as ever', async () => {
    const formats = ['json', 'junit', 'markdown', 'github', 'text'];
    const run = await runHere(['check', project, ...writes(...formats), '--quiet']);
    expect(run.exitCode).toBe(1);
    expect(run.output).toBe((await runHere(['check', project, '--quiet'])).output);
    expect(readdirSync(at('out')).toSorted()).toEqual(formats.toSorted());
    for (const format of formats) {
      const printed = await runHere(['check', project, '--format', format, '--quiet']);
      expect(read(`out/${format}`)).toBe(printed.output);
    }
  });

  test('works for images, contexts and Dockerfiles alike', async () => {
    const [clean, laden] = await Promise.all([
      makeCleanImage(join(folder, 'clean')),
      makeLadenImage(join(folder, 'laden')),
    ]);
    for (const args of [
      ['check', clean, laden],
      ['check', project, laden],
      ['context', project],
      ['check', join(project, 'Dockerfile'), join(project, 'Dockerfile')],
    ]) {
      const run = await runHere([
        ...args,
        ...writes('sarif', 'markdown', 'text'),
        '--quiet',
        '--format',
        'junit',
      ]);
      expect(run.exitCode, run.complaint).toBeLessThan(2);
      expect(run.output).toMatch(/^<\?xml/);
      const log = JSON.parse(read('out/sarif')) as SarifLog;
      expect(breaksGithubRules(log).filter((problem) => !problem.includes('no path in'))).toEqual([]);
      expect(read('out/markdown')).toMatch(/^### /);
      expect(read('out/text')).not.toBe('');
    }
  });

  test('leaves files as they were where the run fails', async () => {
    mkdirSync(at('out'));
    writeFileSync(at('out/json'), 'before');
    const run = await runHere(['check', '/nowhere/image.tar', ...writes('json', 'sarif'), '--quiet']);
    expect(run.exitCode).toBe(2);
    expect(readdirSync(at('out'))).toEqual(['json']);
    expect(read('out/json')).toBe('before');
  });

  test('writes none where one cannot be', async () => {
    mkdirSync(at('out'));
    const blocked = join(project, 'Dockerfile', 'below');
    const run = await runHere([
      'check',
      project,
      ...writes('json'),
      '--write',
      `junit=${blocked}`,
      '--quiet',
    ]);
    expect(run).toMatchObject({ exitCode: 2 });
    expect(run.complaint).toContain(blocked);
    expect(readdirSync(at('out'))).toEqual([]);
    const onFolder = await runHere(['check', project, '--write', `junit=${at('out')}`]);
    expect(onFolder).toMatchObject({ exitCode: 2, output: '' });
  });

  test('follows a link, which stays', async () => {
    writeFileSync(at('real.xml'), 'before');
    symlinkSync(at('real.xml'), at('link.xml'));
    await runHere(['check', project, '--write', `junit=${at('link.xml')}`, '--quiet']);
    expect(read('real.xml')).toMatch(/^<\?xml/);
  });

  test.each([
    ['sarif', 'FORMAT=FILE'],
    ['sarif=', 'FORMAT=FILE'],
    ['=x', 'FORMAT=FILE'],
    ['cyclonedx=x', 'FORMAT=FILE'],
    ['toString=x', 'FORMAT=FILE'],
  ])('refuses %s', async (wish, words) => {
    const run = await runHere(['check', project, '--write', wish]);
    expect(run).toMatchObject({ exitCode: 2, output: '' });
    expect(run.complaint).toContain(words);
  });

  test('refuses two formats for one file, and runs that have no findings to tell', async () => {
    const same = ['--write', `json=${at('x')}`, '--write', `junit=${at('./x')}`];
    expect((await runHere(['check', project, ...same])).complaint).toContain('one file');
    for (const question of [['--why', 'x'], ['--fix']]) {
      const run = await runHere(['context', project, ...question, '--write', `json=${at('x')}`]);
      expect(run).toMatchObject({ exitCode: 2, output: '' });
    }
    expect(existsSync(at('x'))).toBe(false);
  });

  test('has a list with findings where findings go to a file', async () => {
    const run = await runHere(['context', project, '--list', '--write', `junit=${at('x')}`, '--quiet']);
    expect(run.exitCode).toBeLessThan(2);
    expect(read('x')).toContain('<testsuites');
  });

  test('writes bills of materials beside what is shown', async () => {
    const clean = await makeCleanImage(join(folder, 'clean'));
    const run = await runHere(['image', clean, ...writes('cyclonedx', 'json'), '--quiet']);
    expect(run.exitCode, run.complaint).toBe(0);
    expect(JSON.parse(read('out/cyclonedx'))).toMatchObject({ bomFormat: 'CycloneDX' });
    expect(read('out/json')).toBe((await runHere(['image', clean, '--format', 'json'])).output);
  });
});
