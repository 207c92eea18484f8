// What the text of a plan says: every kind of reason in words, no letter that a terminal obeys, and limits that are told.
import { describe, expect, test } from 'vitest';
import type { PlannedImage, ReasonStep, UpdatePlan } from '../../src/fleet/update/planning/update-plan.ts';
import { PLAIN_PALETTE } from '../../src/report/palette.ts';
import { describeChain } from '../../src/report/update-plan-reasons.ts';
import type { UpdatePlanReport } from '../../src/report/update-plan-report.ts';
import { formatUpdatePlanText } from '../../src/report/update-plan-text.ts';
import { graphOf } from '../fleet/update/planning/made-fleet.ts';

const OPTIONS = { width: 100, palette: PLAIN_PALETTE, showsAll: false };

function planned(changes: Partial<PlannedImage>): PlannedImage {
  return {
    id: 'app:1',
    platform: 'linux/amd64',
    action: 'rebuild',
    because: [[{ subject: 'app:1', kind: 'never-built' }]],
    hasMoreReasons: false,
    noCache: false,
    wave: 0,
    cost: { seconds: null, pushedBytes: null, pulledBytes: null },
    ...changes,
  };
}

function textOf(
  images: readonly PlannedImage[],
  changes: Partial<UpdatePlan & UpdatePlanReport> = {},
): string {
  const { findings = [], ...report } = changes;
  const waves = Math.max(-1, ...images.map(({ wave }) => wave)) + 1;
  const plan = { kind: 'update-plan' as const, images, waves, findings };
  return formatUpdatePlanText(
    { graph: graphOf([], []), bases: new Map(), ifChanged: [], ...report, plan },
    OPTIONS,
  );
}

describe('a chain of reasons', () => {
  const self: ReasonStep = { subject: 'app:1', kind: 'parent' };
  const tools: ReasonStep = { subject: 'tools:1', kind: 'parent' };
  const [a, b] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];

  test.each<readonly [chain: readonly ReasonStep[], words: string]>([
    [[{ subject: 'app:1', kind: 'never-built' }], 'it was never built'],
    [[self, { subject: 'tools:1', kind: 'never-built' }], 'tools:1 was never built'],
    [[{ subject: 'app:1', kind: 'forced' }], 'it is forced'],
    [[{ subject: 'app:1', kind: 'key-changed' }], 'its key is another than in the lock'],
    [
      [{ subject: 'app:1', kind: 'refresh-due', before: '2026-01-01T00:00:00Z' }],
      'it is due, made at 2026-01-01T00:00:00Z',
    ],
    [
      [self, tools, { subject: 'debian:12', kind: 'base-changed', before: a, after: b }],
      'tools:1 because debian:12 sha256:aaaaaaaaaaaa -> sha256:bbbbbbbbbbbb',
    ],
    [
      [self, { subject: 'debian:12', kind: 'base-changed', after: b }],
      'debian:12 is used now, sha256:bbbbbbbbbbbb',
    ],
    [[self, { subject: 'debian:12', kind: 'base-changed', before: a }], 'debian:12 is not used any more'],
    [
      [self, { subject: '40', kind: 'between' }, tools, { subject: 'x', kind: 'assumed' }],
      '40 more images because tools:1 because x would change',
    ],
    [[self, { subject: 'app/main.go', kind: 'files-changed' }], 'files changed: app/main.go'],
    [[self, { subject: 'app/Dockerfile', kind: 'dockerfile-changed' }], 'app/Dockerfile changed'],
    [
      [self, tools, { subject: 'tools:1', kind: 'arguments-changed' }],
      'tools:1 because the arguments of tools:1 changed',
    ],
    [
      [self, { subject: 'https://x/y', kind: 'source-changed', before: 'etag 1', after: 'etag 2' }],
      'https://x/y etag 1 -> etag 2',
    ],
  ])('%# is told', (chain, words) => {
    expect(describeChain(chain)).toBe(words);
  });

  test('has no letter that a terminal obeys', () => {
    expect(describeChain([self, { subject: 'a\u001b[2Jb', kind: 'files-changed' }])).not.toContain('\u001b');
  });
});

test('what is known of the cost is told, and of how many', () => {
  const text = textOf([
    planned({ id: 'a:1', cost: { seconds: 90, pushedBytes: 2e6, pulledBytes: 3e6 } }),
    planned({ id: 'b:1', cost: { seconds: 30, pushedBytes: 0, pulledBytes: 1e6 } }),
    planned({ id: 'c:1' }),
    planned({ id: 'd:1', action: 'leave', wave: -1 }),
  ]).replace(/\s+/g, ' ');
  expect(text).toContain('3 of 4 images stale: 0 to rebase, 3 to rebuild, in 1 wave');
  expect(text).toContain('time, as of the last run: 2 min for the 2 of which it is known');
  expect(text).toContain('pushed: 2.00 MB for the 2 of which it is known');
  expect(text).toContain('pulled by a node for one image, at most: 3.00 MB for the 2');
});

test('platforms of which all is the same are one line', () => {
  const text = textOf([
    planned({}),
    planned({ platform: 'linux/arm64' }),
    planned({ platform: 'linux/riscv64', noCache: true }),
  ]);
  expect(text).toContain('app:1 linux/amd64 linux/arm64: rebuild\n');
  expect(text).toContain('app:1 linux/riscv64: rebuild without cache\n');
});

test('what is left out is told', () => {
  const many = Array.from({ length: 100 }, (_, i) =>
    planned({ id: `image-${i}:1`, hasMoreReasons: i === 0 }),
  );
  const findings = Array.from({ length: 30 }, () => ({
    kind: 'graph' as const,
    subject: 'x',
    message: 'y',
    images: [],
  }));
  const text = textOf(many, { findings });
  expect(text).toContain('and 40 images more; --all shows them');
  expect(text).toContain('and more reasons');
  expect(text).toContain('and 10 more; --all shows them');
});

test('of nothing it says so, also where it was asked what a change touches', () => {
  const left = [planned({ action: 'leave', wave: -1, because: [] })];
  expect(textOf(left)).toBe('none of 1 image is stale\n');
  expect(textOf(left, { since: 'main', ifChanged: ['x:1'] })).toBe(
    'none of 1 image is touched by what changed since main, x:1\n',
  );
});
