import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeTree } from '../../support/context-trees.ts';
import { fixFolder, repairedLines, repairFolder } from './repair-folder.ts';

const SWEEP = 'FROM x\nCOPY . .\nRUN npm ci\n';
const kept = (folder: string): readonly string[] =>
  repairFolder(folder).kept.map(({ candidate, reason }) => `${reason} ${candidate.path}`);

describe('a folder that is not as others are', () => {
  test('names that no line can hold stay, and are told', () => {
    const folder = makeTree({ Dockerfile: SWEEP, 'a\nb.log': '', ' c.log': '', 'd.log': '' });
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff]), Buffer.from('.log')]), '');
    expect(repairedLines(folder)).toEqual(['.dockerignore', 'd.log']);
    expect(kept(folder)).toEqual(['unwritable  c.log', 'unwritable a\nb.log', 'unwritable \udcff.log']);
  });

  test('a secret that no line can hold ends the repair', () => {
    const folder = makeTree({ Dockerfile: SWEEP, 'a.log': '', 'x\n': { '.env': 'A=1' }, '.env': 'A=1' });
    expect(() => repairFolder(folder)).toThrow(expect.objectContaining({ code: 'REPAIR_UNPROVEN' }));
  });

  test('names that are special to some builder get a backslash', () => {
    const folder = makeTree({
      Dockerfile: 'FROM x\nCOPY . .\nRUN npm ci\nCOPY keep/dist /k\n',
      'c++': { 'package.json': '', dist: { a: '' } },
      '[id]': { 'package.json': '', dist: { a: '' } },
      '#a': { 'package.json': '', dist: { a: '' } },
      keep: { 'package.json': '', dist: { a: '' } },
    });
    writeFileSync(join(folder, 'Dockerfile'), `${SWEEP}RUN npm run build\nCOPY keep/dist /k\n`);
    expect(fixFolder(folder)).toEqual(['.dockerignore', '\\#a/dist', '\\[id\\]/dist', 'c\\+\\+/dist']);
    expect(repairFolder(folder).isChanged).toBe(false);
  });

  test('links in circles, FIFOs and deep folders are walked as builders walk them', () => {
    const folder = makeTree({
      Dockerfile: SWEEP,
      a: 'link: b',
      b: 'link: a',
      modules: 'link: .',
      '.env': 'link: gone',
    });
    execFileSync('mkfifo', [join(folder, 'x.log')]);
    mkdirSync(join(folder, ...Array.from({ length: 200 }, () => 'd'), 'node_modules'), { recursive: true });
    expect(repairedLines(folder)).toEqual(['.dockerignore', '**/node_modules', '**/.env']);
  });

  test('thousands of lines are read in time, and all dead ones of them go', () => {
    const lines = Array.from({ length: 1500 }, (_, i) => `folder-${i % 500}`).join('\n');
    const folder = makeTree({ Dockerfile: SWEEP, '.dockerignore': `${lines}\n`, '.env': 'A=1' });
    expect(repairFolder(folder).dead).toHaveLength(1000);
  }, 300_000);

  test('a list that one builder refuses is proven for the others', () => {
    const folder = makeTree({ Dockerfile: SWEEP, '.dockerignore': 'c++\n', '.env': 'A=1' });
    const { failing, proof } = repairFolder(folder);
    expect(failing.map(({ engine }) => engine)).toEqual(['podman']);
    expect(proof.pairs.map(({ engine }) => engine)).toEqual(['buildkit', 'classic']);
  });
});
