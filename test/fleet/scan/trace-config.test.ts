import { expect, test } from 'vitest';
import { traceConfig } from '../../../src/fleet/scan/trace-config.ts';
import { parseImageConfig } from '../../../src/oci/image/config.ts';
import { makeFinding } from '../../report/made-reports.ts';

const configOf = (env: readonly string[], steps: readonly string[]) =>
  parseImageConfig(
    Buffer.from(
      JSON.stringify({
        os: 'linux',
        architecture: 'amd64',
        config: { Env: env },
        rootfs: { type: 'layers', diff_ids: [] },
        history: steps.map((step) => ({ created_by: step, empty_layer: true })),
      }),
    ),
  );
const findingOf = (step: number | null) =>
  makeFinding({
    layer: null,
    place: 'Env',
    secret: {
      count: 1,
      offsets: [],
      entry: null,
      layers: [],
      hiddenByInstruction: null,
      places: [{ place: 'Env', name: 'KEY', step }],
    },
  });
const trace = (env: readonly string[], steps: readonly string[], step: number | null) =>
  traceConfig(configOf(env, steps), {})(findingOf(step));

test('what one base brought is the same in all that were built on it', () => {
  const base = trace(['KEY=one'], ['ENV KEY=one'], 0);
  expect(trace(['KEY=one', 'B=2'], ['ENV KEY=one', 'ENV B=2'], 0)).toBe(base);
});

test('what only looks alike is not the same', () => {
  const one = trace(['KEY=one'], ['ENV KEY=one'], 0);
  expect(trace(['KEY=two'], ['ENV KEY=two'], 0)).not.toBe(one);
  expect(trace(['KEY=one'], ['RUN other', 'ENV KEY=one'], 1)).not.toBe(one);
  expect(trace(['KEY=one'], [], null)).not.toBe(trace(['KEY=two'], [], null));
  expect(trace(['KEY=one'], [], null)).toBe(trace(['KEY=one'], [], null));
});

test('the trace tells nothing of the value', () => {
  expect(trace(['KEY=one'], ['ENV KEY=one'], 0)).toMatch(/^[A-Za-z0-9+/=]{44}$/);
});
