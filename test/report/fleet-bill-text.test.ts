import { expect, test } from 'vitest';
import type { FleetBill } from '../../src/fleet/bill/fleet-bill.ts';
import { formatFleetBill } from '../../src/report/fleet-bill-text.ts';
import { PLAIN_TEXT } from './made-reports.ts';

const BILL: FleetBill = {
  kind: 'fleet-bill',
  imageCount: 24,
  rewritten: ['app:1'],
  newcomers: 0,
  siblingCount: 23,
  sharedBytes: { before: 120_000_000, after: 0 },
  privatisedBytes: 120_000_000,
  registry: {
    now: { before: 500_000_000, after: 590_000_000 },
    pushedBytes: 100_000_000,
    perRelease: { before: 10_000_000, after: 100_000_000 },
    basis: undefined,
  },
  node: {
    now: { before: 1_500_000_000, after: 1_800_000_000 },
    perRelease: { before: 30_000_000, after: 300_000_000 },
    basis: undefined,
  },
};
const text = (
  bill: Partial<FleetBill>,
  operation: Parameters<typeof formatFleetBill>[1] = 'squash',
): string => formatFleetBill({ ...BILL, ...bill }, operation, PLAIN_TEXT).join('\n');

test('the bill says what was shared, what it costs in both views, and what would do better', () => {
  expect(text({})).toBe(`The fleet's bill
Of 24 images, app:1 shared 120 MB with 23 other images; 120 MB of that it has now for itself alone.
                                before    after    change
registry, now                   500 MB   590 MB  +90.0 MB
registry, pushed by a release  10.0 MB   100 MB  +90.0 MB
node with all images, now      1.50 GB  1.80 GB   +300 MB
node, unpacked at a release    30.0 MB   300 MB   +270 MB
Pushed now: 100 MB, beside the old image until it is deleted; the table counts it as gone. A release
is one that changes only what is the image's own.
'plimsoll relayer' takes hidden files out too, and keeps shared what is equal: docs/relayer.md.`);
});

test('others than squash name no alternative, and neither does a squash that gave nothing up', () => {
  expect(text({}, 'trim')).not.toContain('relayer');
  expect(text({ privatisedBytes: 0, sharedBytes: { before: 5, after: 5 } })).not.toContain('relayer');
  expect(text({ privatisedBytes: 0, sharedBytes: { before: 5, after: 5 } })).toContain('and still does');
});

test('newcomers and estimates are told', () => {
  expect(text({ newcomers: 1, siblingCount: 0 })).toContain('with no other image');
  expect(text({ newcomers: 1 })).toContain('The fleet does not have it, and is billed as if it had.');
  expect(text({ registry: { ...BILL.registry, basis: '3 of 9 layers are not known' } })).toContain(
    'Estimated: 3 of 9 layers are not known.',
  );
  expect(text({ rewritten: ['a', 'b'] })).toContain('2 images together shared 120 MB');
});

test('no line is wider than the terminal', () => {
  const lines = formatFleetBill(
    {
      ...BILL,
      rewritten: ['n'.repeat(300)],
      registry: { ...BILL.registry, basis: 'word '.repeat(50).trim() },
    },
    'squash',
    { ...PLAIN_TEXT, width: 80 },
  );
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
});
