import { expect, test } from 'vitest';
import { duplicateContent } from '../../src/checks/duplicate-content.ts';
import { file, link } from '../support/layers.ts';
import { judgeStack } from './judging/judge-stack.ts';
import { expectPage } from './judging/rule-page.ts';

const LARGE = Buffer.alloc(duplicateContent.floorBytes, 'large');
const rules = [duplicateContent];

test('a file that two instructions bring to two places', async () => {
  const stack = [[file('srv/worker/model.bin', LARGE)], [file('srv/api/model.bin', LARGE)]];
  const { findings, bytes } = await judgeStack(stack, { rules });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    rule: 'duplicate-content',
    severity: 'warning',
    message: 'files whose content is at another path too',
    state: 'visible',
    layer: 0,
    hiddenByLayer: null,
    paths: [{ path: 'srv/worker/model.bin', bytes: LARGE.byteLength }],
    fix: expect.stringMatching(/^Copy the files once and link/),
  });
  expect(bytes.neededBytes).toBe(LARGE.byteLength);
});

test('many small duplicates reach the floor together', async () => {
  const pieces = Array.from({ length: 65 }, (_, i) => Buffer.alloc(64 * 1024, `piece ${i}`));
  const stack = [pieces.flatMap((piece, i) => [file(`a/${i}`, piece), file(`b/${i}`, piece)])];
  const { findings } = await judgeStack(stack, { rules });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ severity: 'warning', fileCount: 65, folder: 'b' });
  const fewer = await judgeStack([stack[0]!.slice(0, 100)], { rules });
  expect(fewer.findings.map(({ severity }) => severity)).toEqual(['advice']);
});

test('what is left alone: hard links, small files, other content of the same length', async () => {
  const small = LARGE.subarray(0, 64 * 1024 - 1);
  const other = Buffer.from(LARGE);
  other[5] = 0;
  const items = [file('a', LARGE), link('b', 'a'), file('c', small), file('d', small), file('e', other)];
  expect((await judgeStack([items], { rules })).findings).toEqual([]);
});

test('the page', () => expectPage(duplicateContent));
