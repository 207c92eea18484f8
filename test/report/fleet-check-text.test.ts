import { expect, test } from 'vitest';
import { formatFleetCheckText } from '../../src/report/fleet-check-text.ts';
import { makeFleetFinding, makeFleetReport } from '../support/made-fleet-check.ts';
import { PLAIN_TEXT } from './made-reports.ts';

const text = (...given: Parameters<typeof makeFleetReport>): string =>
  formatFleetCheckText(makeFleetReport(...given), PLAIN_TEXT);

test('a finding is told with the images it reaches and the layer it comes from', () => {
  const lines = text([makeFleetFinding()]).split('\n');
  expect(lines[0]).toBe('24 images  72 layers, 30 of them different');
  expect(lines.join('\n')).toContain(
    `
  1.00 MB  files that a later layer deletes                                           hidden-deleted
           in 12 of 24 images (hidden in 3, shipped all the same): base:1, app:1, app:2 and 9 more
           from layer 1 of base:1: RUN apt-get update
           /opt/model.bin
           fix: Delete them where they are made.
`,
  );
  expect(lines.join('\n')).toContain('base:1  1.50 MB, 1.00 MB allowed (max-size)');
  expect(lines.at(-2)).toBe('Fails: 1 finding at warning or above, 1 image over budget, in 1 of 1 image.');
});

test('what is read now is told apart from what was known', () => {
  expect(text([])).toContain('Read now: 4 layers, 500 kB; the rest was known.');
  const known = { scans: 0, layers: 0, storedBytes: 0, tarBytes: 0 };
  const { check } = makeFleetReport([]);
  expect(text([], { check: { ...check, read: known } })).toContain('Nothing had to be read now');
  const all = { ...known, layers: 30, storedBytes: 2_000_000 };
  expect(text([], { check: { ...check, read: all } })).toContain('Read now: 30 layers, 2.00 MB.\n');
});

test('a fleet without findings passes, and one with images that failed to open says so', () => {
  const verdict = { passes: true, failOn: 'warning', failingFindings: 0, failingImages: 0 } as const;
  expect(text([], { verdict, images: [] })).toMatch(/\nPasses\.\n$/);
  const errors = [{ target: 'x', code: 'IMAGE_NOT_FOUND', message: 'no', hint: null }];
  expect(text([], { verdict, images: [], errors })).toContain('1 image could not be checked');
});

test('what is not anybody’s own, advice and what is ignored are counted in a line each', () => {
  const inherited = { ...makeFleetFinding().images, yoursIn: 0, inheritedIn: 12, failingIn: 0 };
  const told = text([
    makeFleetFinding({}, { images: inherited }),
    makeFleetFinding({ severity: 'advice' }),
    makeFleetFinding({}, { ignored: { reason: 'known', until: null } }),
  ]);
  expect(told).toContain('Bases bring 1 finding, 1.00 MB, not counted as yours.');
  expect(told).toContain('Advice: 1 finding on 1.00 MB that you may want to keep');
  expect(told).toContain('Ignored by plimsoll.yaml: 1 finding, 1.00 MB.');
  const all = formatFleetCheckText(
    makeFleetReport([makeFleetFinding({}, { ignored: { reason: 'known', until: null } })]),
    { ...PLAIN_TEXT, showsAll: true },
  );
  expect(all).toContain('ignored: known');
});

test('no line is wider than the terminal, whatever the names are', () => {
  const long = `registry.example/${'n'.repeat(150)}:1`;
  const report = makeFleetReport([
    makeFleetFinding(
      { message: 'word '.repeat(40).trim(), folder: 'f'.repeat(200) },
      {
        images: { ...makeFleetFinding().images, names: [long, long, long] },
        layer: { ...makeFleetFinding().layer!, image: long, instruction: `RUN ${'x'.repeat(300)}` },
      },
    ),
  ]);
  for (const width of [80, 100, 140]) {
    const lines = formatFleetCheckText(report, { ...PLAIN_TEXT, width }).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
  }
});
