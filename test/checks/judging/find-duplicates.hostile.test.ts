// Symlinks that lead ever deeper make paths of a hundred thousand folders, at whose ends equal files lie.
import { expect, test } from 'vitest';
import { DUPLICATE_FLOOR_BYTES } from '../../../src/checks/judging/find-duplicates.ts';
import { judgeImage } from '../../../src/checks/judging/judge-image.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { dir, file, symlink } from '../../support/layers.ts';
import { startCpuClock } from '../../support/measure.ts';
import { readStack, VIEW_RULES } from './judge-stack.ts';

const STEPS = 38;
const FOLDERS_A_STEP = 2000;
const FILES = 1500;
const CPU_LIMIT_SECONDS = 50;

/** Folders as deep as symlinks allow, one after the other; `NAME38` is the deepest. */
function deep(name: string): TarItem[] {
  const more = Array(FOLDERS_A_STEP).fill(name).join('/');
  return [
    dir(`${name}0`),
    ...Array.from({ length: STEPS }, (_, k) => [
      dir(`${name}${k}/${more}`),
      symlink(`${name}${k + 1}`, `${name}${k}/${more}`),
    ]).flat(),
  ];
}

test('files at the ends of two such paths', { timeout: 300_000 }, async () => {
  const contents = Array.from({ length: 10 }, (_, k) => Buffer.alloc(DUPLICATE_FLOOR_BYTES, k + 1));
  const files = Array.from({ length: FILES }, (_, k) =>
    file(`${k < FILES / 2 ? 'x' : 'y'}${STEPS}/${String(k).padStart(5, '0')}`, contents[k % 10]!),
  );
  const image = await readStack([[...deep('x'), ...deep('y')], files]);
  const used = startCpuClock();
  const { findings } = judgeImage(image, VIEW_RULES, { pathsPerFinding: FILES });
  expect(used()).toBeLessThan(CPU_LIMIT_SECONDS);
  const [finding] = findings;
  expect(finding).toMatchObject({ rule: 'duplicate-content', fileCount: FILES - 10 });
  expect(Math.max(...finding!.paths.map(({ neededPath }) => neededPath!.length))).toBeLessThan(5000);
});
