// Every text report at the width of a narrow pane, of a usual terminal and of a wide one: no line is wider.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cellWidth } from '../../../src/report/cell-width.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { makeFleet, writeFleet } from '../../support/made-fleet.ts';
import { runHere } from '../../support/run-here.ts';
import { writeShop } from '../../support/shop-fleet.ts';
import { makeLadenImage } from '../made-images.ts';
import { makeWalkedImage } from '../ui/made-walk.ts';

const folder = makeTemporaryFolder();
const laden = await makeLadenImage(join(folder, 'a-rather-long-name-of-an-image-that-is-laden'), 30);
const walked = await makeWalkedImage();
const fleet = writeFleet(join(folder, 'fleet'), makeFleet(6));
const project = join(folder, 'project');
mkdirSync(project);
writeFileSync(
  join(project, 'Dockerfile'),
  'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nCOPY . /app\nCMD ["/app/run"]\n',
);
writeFileSync(join(project, 'run'), 'x');
const shop = await writeShop(join(folder, 'shop'));
const out = (name: string): string =>
  `oci:${join(folder, `out-${name}-${Math.random().toString(36).slice(2)}`)}:1`;

const REPORTS: readonly (readonly [name: string, args: () => readonly string[], work?: readonly string[]])[] =
  [
    ['check', () => ['check', laden]],
    ['check --all', () => ['check', laden, walked, '--all']],
    ['check of a project', () => ['check', project]],
    ['image', () => ['image', walked]],
    ['image --all', () => ['image', laden, '--all']],
    ['diff', () => ['diff', walked, laden]],
    ['context', () => ['context', project]],
    ['squash', () => ['squash', walked, '-o', out('squash')]],
    ['trim', () => ['trim', walked, '-o', out('trim'), '--dry-run']],
    [
      'rebase',
      () => ['rebase', walked, '--old-base', walked, '--onto', laden, '-o', out('rebase'), '--dry-run'],
    ],
    ['relayer', () => ['relayer', walked, laden, '-o', out('relayer').slice(0, -2), '--dry-run', '--all']],
    ['fleet storage', () => ['fleet', 'storage', ...fleet, '--all']],
    ['fleet tree', () => ['fleet', 'tree', ...fleet, '--all']],
    ['fleet propose', () => ['fleet', 'propose', ...fleet, '--layers-only', '--all']],
    ['fleet what-if', () => ['fleet', 'what-if', ...fleet, '--squash', '*']],
    ['fleet check', () => ['fleet', 'check', ...fleet, '--all']],
    ['fleet sbom', () => ['fleet', 'sbom', ...fleet, '-o', join(folder, 'bills')]],
    ['update graph', () => ['update', 'graph', shop, '--all'], []],
    ['update plan', () => ['update', 'plan', shop, '--all', '--offline'], []],
  ];

describe.each([40, 80, 200])('at %d columns', (columns) => {
  test.each(REPORTS.map((report) => [report[0], report] as const))('%s', async (_, [, args, work]) => {
    const { exitCode, output, complaint } = await runHere(args(), { COLUMNS: String(columns) }, work);
    expect(complaint.includes('bug')).toBe(false);
    expect(output.length, complaint).toBeGreaterThan(20);
    expect(exitCode, complaint).toBeLessThan(2);
    const wide = output.split('\n').filter((line) => cellWidth(line) > columns);
    expect(wide).toEqual([]);
  });
});
