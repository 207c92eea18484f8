// What is printed of build contexts and Dockerfiles, on every example.
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { makeToken } from '../support/made-secrets.ts';
import { expectFile, expectJson, testAllSeen } from './json-outputs.ts';
import { EXAMPLES } from './schema-examples.ts';

const folder = makeTemporaryFolder();
const project = join(folder, 'project');
const FILES = {
  Dockerfile:
    'FROM debian:12 AS build\n# plimsoll ignore=single-stage-build because it is small\nRUN apt-get update && apt-get install -y curl gcc\nRUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*\nCOPY . /app\nRUN make -C /app\nFROM debian:12\nCOPY --from=build /app/out /app\nCOPY --from=assets logo.png /\n',
  '.dockerignore': '*.log\n*.log\n!keep.log\nnone/**\n',
  '.env': `TOKEN=${makeToken('sent')}\n`,
  'src/main.c': 'int main() {}\n',
  'debug.log': 'x'.repeat(5000),
  'node_modules/a/index.js': 'x'.repeat(500_000),
  'assets/logo.png': 'png',
  'compose.yaml':
    'services:\n  app: { build: { context: ., additional_contexts: { assets: ./assets } } }\n  other: { build: { context: ., target: build } }\n',
  'plimsoll.yaml': 'ignore:\n  - { rule: ignore-dead-line, reason: it is wanted }\n',
};
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}
const ASSETS = ['--build-context', `assets=${join(project, 'assets')}`];
const DOCKERFILES = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
  .filter((path) => basename(path) === 'Dockerfile')
  .map((path) => join(EXAMPLES, path));
const copy = (from: string): string => {
  const to = join(makeTemporaryFolder(), basename(from));
  cpSync(from, to, { recursive: true });
  return to;
};

test.each(DOCKERFILES)('%s', async (dockerfile) => {
  const context = dirname(dockerfile);
  await expectJson('check', 'context', [context]);
  await expectJson('context', 'context', [context, '--list']);
  await expectJson('context', 'context-why', [context, '--why', 'Dockerfile']);
  await expectJson('context', 'context-fix', [context, '--fix', '--dry-run']);
  await expectJson('dockerfile split', 'split', [context]);
});

describe('a project with everything', () => {
  test('checked and shown', async () => {
    await expectJson('check', 'context', [project, '--config', join(project, 'plimsoll.yaml')]);
    const value = await expectJson('context', 'context', [project, ...ASSETS, '--list', '--all']);
    expect(value['findings']).not.toEqual([]);
    expect(value['namedContexts']).toHaveLength(1);
    await expectJson('context', 'context', [project, '--compose', join(project, 'compose.yaml')]);
    for (const engine of ['classic', 'podman', 'kaniko'])
      await expectJson('context', 'context', [project, ...ASSETS, '--engine', engine, '--no-secrets']);
  });

  test('asked about paths', async () => {
    for (const path of ['debug.log', 'src', '.env', 'node_modules'])
      await expectJson('context', 'context-why', [project, ...ASSETS, '--why', path]);
    const compose = ['--compose', join(project, 'compose.yaml')];
    await expectJson('context', 'context-why', [project, ...compose, '--why', 'Dockerfile']);
  });

  test('repaired', async () => {
    const here = copy(project);
    await expectJson('context', 'context-fix', [here, ...ASSETS, '--fix=allowlist', '--dry-run']);
    const { fixes } = await expectJson('context', 'context-fix', [here, ...ASSETS, '--fix']);
    expect(fixes).toMatchObject([{ isChanged: true, isDryRun: false }]);
    await expectJson('check', 'context', [here, '--fix-dry-run']);
    await expectJson('check', 'context', [here, '--fix']);
    await expectJson('dockerfile split', 'split', [here, '--write']);
  });

  test('and Dockerfiles together, one of which nobody could build', async () => {
    const broken = join(folder, 'broken.Dockerfile');
    writeFileSync(broken, 'FROM scratch\nNONE of these\n');
    await expectJson('check', 'context', [...DOCKERFILES, broken]);
    await expectJson('check', 'context', [broken]);
    const known = join(folder, 'known.json');
    const { verdict } = await expectJson('check', 'context', [project, '--write-known', known]);
    expect(verdict).toBeDefined();
    expect(expectFile('known-findings', known)['findings']).not.toEqual([]);
    await expectJson('check', 'context', [project, '--known', known]);
  });
});

testAllSeen('projects');
