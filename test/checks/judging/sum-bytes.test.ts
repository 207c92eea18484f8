import { expect, test } from 'vitest';
import type { Finding } from '../../../src/checks/finding.ts';
import { isBallast, measureLayers, sumBytes } from '../../../src/checks/judging/sum-bytes.ts';
import { file, whiteout } from '../../support/layers.ts';
import { judgeStack, readStack } from './judge-stack.ts';

const stack = [[file('a', Buffer.alloc(1000, 'a'))], [file('b', Buffer.alloc(500, 'b'))], [whiteout('a')]];

async function aFinding(): Promise<Finding> {
  return (await judgeStack(stack)).findings[0]!;
}

test('sums are made anew from any list of findings', async () => {
  const contents = await readStack(stack, { baseLayerCount: 1 });
  const finding = await aFinding();
  const findings: Finding[] = [
    { ...finding, rule: 'x', bytes: 300, shippedBytes: 30, origin: 'inherited' },
    { ...finding, rule: 'y', bytes: 200, shippedBytes: 20, origin: 'inherited', severity: 'error' },
    { ...finding, rule: 'x', bytes: 100, shippedBytes: 10, layer: 1, origin: 'yours' },
    { ...finding, rule: 'z', bytes: 50, layer: 1, origin: 'yours', severity: 'advice' },
    { ...finding, rule: 'none', bytes: 0, shippedBytes: 0, layer: 1, origin: 'yours' },
  ];
  const { bytes, layers } = sumBytes(measureLayers(contents), findings);
  expect(bytes).toEqual({
    entryBytes: 1500,
    shippedBytes: contents.layers.reduce((sum, { storedBytes }) => sum + storedBytes, 0),
    neededBytes: 900,
    ballastBytes: 600,
    ballastShippedBytes: 60,
    adviceBytes: 50,
    ballastByCause: { x: 400, y: 200 },
    ballastByOrigin: { yours: 100, inherited: 500 },
    adviceByOrigin: { yours: 50, inherited: 0 },
  });
  expect(layers.map(({ ballastByCause }) => ballastByCause)).toEqual([{ x: 300, y: 200 }, { x: 100 }, {}]);
  expect(layers.map(({ hiddenBytes }) => hiddenBytes)).toEqual([1000, 0, 0]);
  expect(layers.map(({ tarBytes }) => tarBytes)).toEqual(contents.layers.map(({ facts }) => facts.tarBytes));
});

test('more ballast in a layer than bytes is a fault of the program', async () => {
  const contents = await readStack(stack);
  const finding = { ...(await aFinding()), bytes: 1001 };
  expect(() => sumBytes(measureLayers(contents), [finding])).toThrow(
    expect.objectContaining({ code: 'INTERNAL' }),
  );
});

test('budgets count errors and warnings, not advice', async () => {
  const finding = await aFinding();
  expect(
    (['error', 'warning', 'advice'] as const).map((severity) => isBallast({ ...finding, severity })),
  ).toEqual([true, true, false]);
});

test('many layers with many findings are summed in one go', async () => {
  const layers = Array.from({ length: 300 }, (_, i) => [
    ...Array.from({ length: 3 }, (_, k) => file(`f${i}-${k}`, 'x')),
    ...(i > 3 ? [1, 2, 3].map((back) => whiteout(`f${i - back}-${back - 1}`)) : []),
  ]);
  const contents = await readStack(layers);
  const { findings } = await judgeStack(layers);
  expect(findings.length).toBeGreaterThan(800);
  const start = performance.now();
  for (let i = 0; i < 20; i++) sumBytes(measureLayers(contents), findings);
  expect((performance.now() - start) / 20).toBeLessThan(500);
});
