import { expect, test } from 'vitest';
import { cellWidth } from '../../src/report/cell-width.ts';
import { formatCheckText, formatImageText } from '../../src/report/text.ts';
import { makeFinding, makeLayer, makeReport, PLAIN_TEXT } from './made-reports.ts';

const NASTY = '\x1b[31m\x07\r\n\u202e\u200b\x9b日本語/'.repeat(300);

test.each([80, 100, 200])('nothing in an image drives the terminal or leaves %d columns', (width) => {
  const finding = makeFinding({
    message: NASTY,
    instruction: NASTY,
    folder: NASTY,
    paths: [
      { path: NASTY, bytes: 5 },
      { path: 'x', bytes: 4 },
    ],
    fileCount: 2_000_000,
    state: 'hidden',
    hiddenByLayer: 4095,
    layer: 4094,
    fix: NASTY,
    bytes: Number.MAX_SAFE_INTEGER,
  });
  const made = makeReport([finding, { ...finding, fileCount: 1, severity: 'error' }]);
  const report = {
    ...made,
    target: { ...made.target, name: NASTY, platform: NASTY },
    base: { reference: NASTY, layerCount: 1 },
    layers: [makeLayer({ instruction: NASTY })],
    ignored: [{ finding, reason: NASTY, until: '2027-01-01' }],
  };
  const options = { ...PLAIN_TEXT, width };
  const texts = [
    formatCheckText(report, options),
    formatCheckText(report, { ...options, showsAll: true }),
    formatImageText(report, options),
  ];
  for (const text of texts) {
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]/);
    for (const line of text.split('\n')) expect(cellWidth(line)).toBeLessThanOrEqual(width);
  }
});
