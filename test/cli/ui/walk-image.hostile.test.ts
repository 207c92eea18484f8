import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lookAtLayer } from '../../../src/cli/ui/layer-look.ts';
import { listRows } from '../../../src/cli/ui/list-rows.ts';
import type { ScreenPalette } from '../../../src/cli/ui/paint.ts';
import { WalkSession } from '../../../src/cli/ui/walk-image.ts';
import { beginWalk } from '../../../src/cli/ui/walk-state.ts';
import { cellWidth } from '../../../src/report/cell-width.ts';
import { PLAIN_PALETTE } from '../../../src/report/palette.ts';
import { file, layer, symlink, whiteout } from '../../support/layers.ts';
import { makeWalk } from './made-walk.ts';

const PALETTE: ScreenPalette = { ...PLAIN_PALETTE, selected: (text) => text };
const HOSTILE = [
  'a\x1b[31mred',
  'bell\x07',
  'title\x1b]0;owned\x07',
  'line\nfeed',
  'right\u202eto-left',
  'zero\u200bwidth',
  '日本語のファイル',
  'e\u0301tude',
  '👩‍👩‍👧',
  'x'.repeat(255),
  `deep/${'d/'.repeat(60)}end`,
];
const walk = await makeWalk([
  {
    tar: layer([
      ...HOSTILE.map((name, i) => file(`tmp/${name}`, 'x'.repeat(i + 1))),
      file(Buffer.from([0x74, 0x2f, 0xff, 0xfe]), 'bytes'),
      symlink('tmp/link', 'to\x1b[2Jnowhere'),
    ]),
    createdBy: 'RUN echo \x1b[2J\u202e && rm -rf /',
  },
  { tar: layer([whiteout('tmp/bell\x07')]), createdBy: '' },
]);

const KEYS = [
  'tab',
  'up',
  'down',
  'left',
  'right',
  'pageup',
  'pagedown',
  'home',
  'end',
  'return',
  'escape',
  'backspace',
  ...'acdubsmox/?[]jk',
];

describe('whatever an image holds', () => {
  test('each line has the width of the screen and drives no terminal', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...KEYS), { maxLength: 40 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 60 }),
        (keys, columns, rows) => {
          const session = new WalkSession(walk, { columns: 80, rows: 24 });
          for (const key of keys)
            session.press({ name: key, text: key.length === 1 ? key : '', isCtrl: false });
          session.resize({ columns, rows });
          const lines = session.draw(PALETTE);
          expect(lines).toHaveLength(rows);
          for (const line of lines) {
            expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u200b]/u);
            expect(cellWidth(line)).toBe(columns);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('names are shown as what they are', () => {
    const session = new WalkSession(walk, { columns: 200, rows: 50 });
    for (const key of ['[', 'tab', 'o', 'o'])
      session.press({ name: key, text: key.length === 1 ? key : '', isCtrl: false });
    const text = session.draw(PALETTE).join('\n');
    for (const name of [
      'a\\x1b[31mred',
      'line\\x0afeed',
      'right\\u{202e}to-left',
      '日本語のファイル',
      '\\xff\\xfe',
    ])
      expect(text).toContain(name);
    expect(text).toContain('link → to\\x1b[2Jnowhere');
  });
});

test('work grows with the number of paths alone', async () => {
  const rowsOf = async (count: number): Promise<number> => {
    const files = Array.from({ length: count }, (_, i) => file(`data/${i % 50}/${i}`, 'x'));
    const large = await makeWalk([{ tar: layer(files), createdBy: 'RUN fill' }]);
    const state = { ...beginWalk(large.report, { columns: 80, rows: 24 }), open: new Set([0, 1]) };
    const rows = listRows(large, lookAtLayer(large, state), state);
    expect(large.tree.nodeCount).toBe(count + 52);
    return rows.length;
  };
  // Only what is opened becomes rows.
  expect(await rowsOf(500)).toBe(51);
  expect(await rowsOf(5000)).toBe(51);
});
