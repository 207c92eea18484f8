import { describe, expect, test } from 'vitest';
import type { ScreenPalette } from '../../../src/cli/ui/paint.ts';
import type { Key } from '../../../src/cli/ui/press-key.ts';
import { WalkSession } from '../../../src/cli/ui/walk-image.ts';
import { PLAIN_PALETTE } from '../../../src/report/palette.ts';
import { makeWalk } from './made-walk.ts';

const PALETTE: ScreenPalette = { ...PLAIN_PALETTE, selected: (text) => text };
const walk = await makeWalk();

const toKey = (key: string): Key =>
  key.length === 1 ? { name: key, text: key, isCtrl: false } : { name: key, text: '', isCtrl: false };

/** The lines after some keys: `up`, `return`, `b`. */
function press(keys: readonly string[], size = { columns: 100, rows: 30 }): readonly string[] {
  const session = new WalkSession(walk, size);
  for (const key of keys) session.press(toKey(key));
  return session.draw(PALETTE).map((line) => line.trimEnd());
}

/** What stands right of the rule between the lists, without the heading and empty rows. */
const filesOf = (lines: readonly string[]): readonly string[] =>
  lines
    .slice(2)
    .filter((line) => line.includes('│'))
    .map((line) => line.split('│')[1]!.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
const detailsOf = (lines: readonly string[]): string => {
  const rule = lines.findIndex((line) => line.startsWith('─'));
  return lines
    .slice(rule + 1, -1)
    .map((line) => line.trim())
    .join(' ');
};

describe('the first screen', () => {
  const lines = press([]);

  test('tells the image, its layers, and stands at the one with the most ballast', () => {
    expect(lines[0]).toMatch(/image {2}6\.50 MB in 3 layers, 4\.00 MB ballast \(62 %\)$/);
    expect(lines[2]).toMatch(/^ +0 +2\.00 MB +ADD rootfs/);
    expect(lines[3]).toMatch(/^> +1 +4\.50 MB +89 % RUN make/);
  });

  test('tells what is wrong with the layer, and what to do', () => {
    expect(detailsOf(lines)).toMatch(
      /^RUN make && make install layer 1 of 3: .*4\.00 MB ballast, 89 % of the layer warning hidden-deleted, 4\.00 MB: .* fix: /,
    );
  });

  test('shows what the layer changes, the largest first', () => {
    expect(filesOf(lines)).toEqual(['>+ 4.50 MB 89 % ballast ▸ opt/', '14 B ▸ etc/']);
  });
});

describe('keys', () => {
  test('open folders, close them, and go up', () => {
    expect(filesOf(press(['tab', 'right']))).toEqual([
      '>+ 4.50 MB 89 % ballast ▾ opt/',
      '+ 4.00 MB 100 % ballast ▸ cache/',
      '+ 500 kB tool',
      '14 B ▸ etc/',
    ]);
    const deep = ['tab', 'right', 'down', 'right', 'down'];
    expect(filesOf(press(deep)).find((line) => line.startsWith('>'))).toBe(
      '>+ 3.00 MB hidden-deleted one.bin',
    );
    expect(filesOf(press([...deep, 'left'])).find((line) => line.startsWith('>'))).toContain('cache/');
    expect(filesOf(press([...deep, 'left', 'left'])).find((line) => line.startsWith('>'))).toContain(
      '▸ cache/',
    );
    expect(filesOf(press(['tab', 'o', 'o', 'x']))).toHaveLength(2);
  });

  test('of a file the details say whose it is, what hid it, and the fix', () => {
    expect(detailsOf(press(['tab', 'right', 'down', 'right', 'down']))).toMatch(
      /^\/opt\/cache\/one\.bin file 0644, owner 0:0.*3\.00 MB came in layer 1, deleted in layer 2 and still shipped: RUN rm -rf \/opt\/cache warning hidden-deleted.* fix: /,
    );
  });

  test('choose a layer; what it deletes is told', () => {
    expect(filesOf(press([']', 'tab', 'o', 'o']))).toEqual([
      '> 4.00 MB 100 % ballast ▾ opt/',
      '- 4.00 MB 100 % ballast ▾ cache/',
      '- 3.00 MB hidden-deleted one.bin',
      '- 1.00 MB hidden-deleted two.bin',
      '+ 1 B last',
    ]);
  });

  test('show the image up to the layer, and only some kinds of change', () => {
    const image = ['[', ']', 'm', 'tab', 'o', 'o'];
    const names = (keys: readonly string[]) => filesOf(press(keys)).map((line) => line.split(' ').at(-1));
    expect(names(image)).toEqual([
      'opt/',
      'cache/',
      'one.bin',
      'two.bin',
      'tool',
      'usr/',
      'bin/',
      'app',
      'app',
      'etc/',
      'conf',
      'os-release',
    ]);
    expect(names([...image, 'u'])).toEqual(['opt/', 'cache/', 'one.bin', 'two.bin', 'tool', 'etc/', 'conf']);
    expect(names([...image, 'u', 'a'])).toEqual(['etc/', 'conf']);
    expect(names([...image, 'u', 'c'])).toEqual(['opt/', 'cache/', 'one.bin', 'two.bin', 'tool']);
    expect(names([...image, 'b'])).toEqual(['opt/', 'cache/', 'one.bin', 'two.bin']);
    expect(names([...image, 's'])[0]).toBe('etc/');
  });

  test('filter by what is typed, and Esc ends it', () => {
    const typed = ['m', '/', ...'one'];
    expect(filesOf(press(typed)).map((line) => line.split(' ').at(-1))).toEqual([
      'opt/',
      'cache/',
      'one.bin',
    ]);
    expect(press(typed).at(-1)).toBe('filter: one_   Enter keeps it, Esc ends it');
    expect(filesOf(press(['m', '/', ...'bin/r'])).map((line) => line.split(' ').slice(-2).join(' '))).toEqual(
      ['▾ usr/', '▾ bin/', '→ app'],
    );
    expect(filesOf(press([...typed, 'backspace', 'x', 'x'])).at(0)).toMatch(/^nothing to show/);
    expect(filesOf(press([...typed, 'escape'])).length).toBeGreaterThan(2);
    // Letters are text while one types.
    expect(press(['/', 'q']).at(-1)).toContain('filter: q');
  });

  test('stay where somebody is, when what is shown changes', () => {
    const at = ['tab', 'right', 'down', 'down'];
    expect(filesOf(press(at)).find((line) => line.startsWith('>'))).toContain('tool');
    expect(filesOf(press([...at, 's'])).find((line) => line.startsWith('>'))).toContain('tool');
    expect(filesOf(press([...at, 'm'])).find((line) => line.startsWith('>'))).toContain('tool');
    expect(filesOf(press([...at, 'b'])).find((line) => line.startsWith('>'))).toContain('opt/');
  });

  test('show help, leave it, and leave all', () => {
    expect(press(['?']).join('\n')).toContain('what this layer changes, or the image so far');
    expect(press(['?', 'q'])).toEqual(press([]));
    const session = new WalkSession(walk, { columns: 80, rows: 24 });
    session.press(toKey('q'));
    expect(session.isDone).toBe(true);
    const other = new WalkSession(walk, { columns: 80, rows: 24 });
    other.press({ name: 'c', text: '\u0003', isCtrl: true });
    expect(other.isDone).toBe(true);
  });
});
