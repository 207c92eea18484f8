// What the tests of the docs stand on: no form in which a page shows a command, a heading or a link is overlooked.
import { expect, test } from 'vitest';
import { fitsShown, readSession } from './console-blocks.ts';
import { findCommandsOf } from './doc-commands.ts';
import { anchorsOf, readMarkdown } from './markdown.ts';
import { findMistake } from './parse-shown.ts';
import { splitShellWords } from './shell-words.ts';

const PAGE = [
  '# A page',
  'In a sentence `plimsoll check',
  'app:1` and [`plimsoll diff a b`](x.md#y "z").',
  '',
  '    plimsoll image app:1   what it is for',
  '    A=1 plimsoll image app:2 | dot',
  '',
  '```yaml',
  '- run: echo "x=$(plimsoll update plan)" >> out',
  '```',
  '- a list',
  '  ```sh',
  '  # plimsoll is not called here',
  "  plimsoll trim app:1 -o 'oci:a b' \\",
  '    --dry-run # and why',
  '  ```',
  '```console',
  '$ plimsoll fleet \\',
  'tree images',
  'plimsoll check is only printed here',
  '```',
].join('\n');

test('finds each command with its place', () => {
  const found = findCommandsOf('page.md', PAGE).map(
    ({ place, kind, args }) => `${place} ${kind} ${args.join(' ')}`,
  );
  expect(found).toEqual([
    'page.md:5 block image app:1',
    'page.md:6 block image app:2',
    'page.md:9 block update plan',
    'page.md:14 block trim app:1 -o oci:a b --dry-run',
    'page.md:18 session fleet tree images',
    'page.md:2 span check app:1',
    'page.md:3 span diff a b',
  ]);
});

test.each([
  ['plimsoll chek app:1', 'block'],
  ['plimsoll check app:1 --max-balast 5%', 'block'],
  ['plimsoll check app:1 --fail-on sometimes', 'block'],
  ['plimsoll diff app:1', 'block'],
  ['plimsoll squash app:1', 'block'],
  ['plimsoll squash --onto debian:12', 'span'],
] as const)('%s is a mistake', (text, kind) => {
  const args = splitShellWords(text).words.slice(1);
  expect(findMistake({ place: 'page.md:1', kind, text, args })).toBeDefined();
});

test.each([
  ['plimsoll squash', 'span'],
  ['plimsoll check FILE --fail-on SEVERITY', 'block'],
  ['plimsoll fleet', 'span'],
] as const)('%s is none', (text, kind) => {
  const args = splitShellWords(text).words.slice(1);
  expect(findMistake({ place: 'page.md:1', kind, text, args })).toBeUndefined();
});

test('braces, quotes, escapes and comments', () => {
  expect(splitShellWords(`a {b,c}:1 '{d,e} f' g\\ h "i#" # j`)).toEqual({
    words: ['a', 'b:1', 'c:1', '{d,e} f', 'g h', 'i#'],
    rest: '',
  });
  expect(() => splitShellWords("a 'b")).toThrow('a quote does not end');
});

test('headings and links as GitHub has them', () => {
  const page = readMarkdown('# A `b`, c/d_e\n## Same\n## Same\n[x](y.md#z) `[no](link)` ![i](<j.png>)\n');
  expect([...anchorsOf(page.headings)]).toEqual(['a-b-cd_e', 'same', 'same-1']);
  expect(page.links.map(({ text }) => text)).toEqual(['y.md#z', 'j.png']);
});

test('a session is its commands with what they print; a cut stands for any lines', () => {
  expect(readSession(['$ a \\', 'b', 'c', '', '$ d'])).toEqual([
    { command: 'a \\\nb', expected: ['c'] },
    { command: 'd', expected: [] },
  ]);
  const printed = ['1', '2', '3', '4'];
  for (const fitting of [printed, ['1', '...', '4'], ['...', '3', '4'], ['1', '...'], ['...', '2', '...']])
    expect(fitsShown(fitting, printed)).toBe(true);
  for (const other of [
    ['1', '2', '3'],
    ['2', '...'],
    ['...', '3'],
    ['1', '...', '5'],
    ['1', '2', '3', '4', '5'],
  ])
    expect(fitsShown(other, printed)).toBe(false);
});
