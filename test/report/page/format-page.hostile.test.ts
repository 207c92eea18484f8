import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DifferencePage } from '../../../src/report/page/difference-page.ts';
import { formatPage } from '../../../src/report/page/format-page.ts';
import { makeDifference } from '../../engines/page-difference-data.ts';

const TEMPLATE =
  '<head>$& $1</head><script type="application/json" id="data"></script><script>1 < 2</script>';
const OPENING = '<script type="application/json" id="data">';

const HOSTILE = [
  '</script>',
  '</SCRIPT ',
  '<!--',
  '-->',
  '<script>',
  ']]>',
  '&lt;',
  '\u2028\u2029',
  '\ud800',
  '\udc00x',
  '\0\x1b[31m',
  '$&$1$$',
  '"\\',
  '__proto__',
];

const format = (name: string): string => [...formatPage(TEMPLATE, pageOf(name))].join('');

function pageOf(name: string): DifferencePage {
  const page = makeDifference();
  return { ...page, a: { ...page.a, target: { ...page.a.target, name } } };
}

/** What a browser takes for the data: all up to the first end of a script. */
function readData(html: string): string {
  const start = html.indexOf(OPENING) + OPENING.length;
  return html.slice(start, html.toLowerCase().indexOf('</script', start));
}

describe('a page', () => {
  test.each(HOSTILE)('with %j in it is read as it was', (text) => {
    const html = format(text);
    expect(JSON.parse(readData(html))).toEqual(pageOf(text));
    expect(html.endsWith('</script><script>1 < 2</script>')).toBe(true);
  });

  test('has no mark of HTML in its data, nor what ends a line of a script', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }))), (parts) => {
        const text = parts.join('');
        const data = readData(format(text));
        expect(data).not.toMatch(/[<>&\u2028\u2029]/);
        expect(data).toBe(Buffer.from(data).toString());
        expect(JSON.parse(data)).toEqual(pageOf(text));
      }),
    );
  });

  test('is not made of a template without a place for the data', () => {
    expect(() => [...formatPage('<p></p>', makeDifference())]).toThrow('no place');
  });
});
