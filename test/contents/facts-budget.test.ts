import { expect, test, vi } from 'vitest';
import { measureFacts } from '../../src/contents/facts/facts-format.ts';
import { FactsBudget } from '../../src/contents/facts-budget.ts';
import { readImage } from '../../src/contents/read-image.ts';
import { failureOf } from '../support/image-files.ts';
import { file, layer, scanBytes } from '../support/layers.ts';
import { imageOfStreams, store } from '../support/opened-images.ts';

const A = store(layer([file('a', 'x'), file('b', 'y')]));
const B = store(layer([file('c', 'z')]));

test('all layers count, the same one as often as the image has it', async () => {
  const [a, b] = [(await scanBytes(A.stored)).facts, (await scanBytes(B.stored)).facts];
  expect(measureFacts(a)).toBeGreaterThan(measureFacts(b));
  const all = measureFacts(a) * 2 + measureFacts(b);
  const enough = new FactsBudget(all);
  enough.count(a, 2);
  enough.count(b, 1);
  const short = new FactsBudget(all - 1);
  short.count(a, 2);
  expect(() => short.count(b, 1)).toThrow(
    expect.objectContaining({ code: 'LAYER_LIMIT', hint: expect.any(String) }),
  );
});

test('an image is read within one budget', async () => {
  const count = vi.spyOn(FactsBudget.prototype, 'count');
  await readImage(imageOfStreams([A, B, A]), { workers: 0 });
  expect(new Set(count.mock.contexts).size).toBe(1);
  expect(count.mock.calls.map(([facts, times]) => [facts.entryCount, times])).toEqual([
    [2, 2],
    [1, 1],
  ]);
  count.mockImplementationOnce(() => new FactsBudget(0).count(count.mock.calls[0]![0], 1));
  const failure = await failureOf(readImage(imageOfStreams([A]), { workers: 0 }));
  expect(failure).toMatchObject({ code: 'LAYER_LIMIT', subject: expect.stringContaining('layer 0') });
  count.mockRestore();
});
