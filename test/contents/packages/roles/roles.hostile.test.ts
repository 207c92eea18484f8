// Images made to cost: names, trees and programs without end must give an answer in bounded time.
import { expect, test } from 'vitest';
import { BARE_RECORD, type PackageRecord } from '../../../../src/contents/packages/package-record.ts';
import { findRoles } from '../../../../src/contents/packages/roles/find-roles.ts';
import { findNpmDevelopment } from '../../../../src/contents/packages/roles/npm-development.ts';
import { findUnownedTools } from '../../../../src/contents/packages/roles/unowned-tools.ts';
import { readStack } from '../../../checks/judging/judge-stack.ts';
import { HEADS } from '../../../support/judge-files.ts';
import { file } from '../../../support/layers.ts';

const PATIENCE_MS = 50_000;

test('names that patterns could stumble over', () => {
  const started = performance.now();
  const texts = [
    '-1'.repeat(50_000),
    'lib'.repeat(30_000),
    '1.'.repeat(50_000),
    '.a-'.repeat(30_000),
    `openjdk-${'jdk-'.repeat(20_000)}`,
  ];
  for (const name of texts)
    for (const type of ['deb', 'apk', 'rpm', 'npm', 'pypi', 'gem', 'composer', 'opkg'] as const)
      findRoles({
        ...BARE_RECORD,
        type,
        name,
        version: '1',
        fields: { o: name, Provides: name, Tag: name, Group: name, Section: name },
        files: { kind: 'elsewhere' },
      });
  expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
});

test('npm packages in ever deeper folders that all ask for each other', () => {
  const started = performance.now();
  const names = Array.from({ length: 1_000 }, (_, i) => `p${i}`).join(' ');
  const records: PackageRecord[] = [''].concat(names.split(' ')).map((name, i) => ({
    ...BARE_RECORD,
    type: 'npm',
    name: name || 'app',
    version: '1',
    fields: { dependencies: names, devDependencies: i === 0 ? names : '' },
    files: {
      kind: 'folder',
      path: i === 0 ? 'app' : `app${'/node_modules/p'.repeat(i % 200)}/node_modules/${name}`,
    },
  }));
  findNpmDevelopment(records);
  expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
});

test('kits within kits: no folder is visited twice', async () => {
  const started = performance.now();
  const items = Array.from({ length: 200 }, (_, i) => {
    const root = 'a/'.repeat(i + 1);
    return [
      file(`${root}bin/go`, HEADS.elfExecutable),
      file(`${root}pkg/tool/x`, 'x'),
      ...Array.from({ length: 20 }, (_item, k) => file(`${root}src/${k}`, 'x')),
    ];
  });
  const { view, inventory } = await readStack([items.flat()]);
  const { tools, toolOf } = findUnownedTools(view, inventory.owners);
  expect(tools.length).toBe(200);
  expect(toolOf.size).toBe(200 * 22);
  expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
});
