// The report page is no room of src/: it runs in a browser, and takes types and pure functions of src/ only.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const WEB = fileURLToPath(new URL('../../web', import.meta.url));
const FILES = readdirSync(WEB, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.tsx?$/.test(name))
  .sort();
const TEXTS = new Map(FILES.map((name) => [name, readFileSync(join(WEB, name), 'utf8')]));

const MAY_IMPORT = [
  /^\.\.\/src\/report\/page\//,
  /^\.\.\/src\/report\/(?:format-amount|visible-text)\.ts$/,
  // What a change would cost is worked out in the page, by the code that `fleet what-if` has.
  /^\.\.\/src\/(?:fleet\/snapshot|fleet\/storage\/what-if|oci\/bytes)\//,
  /^(?:main|pages|shared|image|difference|fleet)\b/,
  /^preact(?:\/hooks)?$/,
  /^d3-hierarchy$/,
];

test('web/ imports itself, its two libraries, and what src/ has for it', () => {
  const strange = FILES.flatMap((name) =>
    [...TEXTS.get(name)!.matchAll(/\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm)]
      .map(([, a, b, c]) => (a ?? b ?? c)!)
      .map((to) => (to.startsWith('.') ? posix.join(posix.dirname(name), to) : to))
      .filter((to) => !MAY_IMPORT.some((pattern) => pattern.test(to)))
      .map((to) => `${name} imports ${to}`),
  );
  expect(strange).toEqual([]);
});

test('web/ makes no HTML out of text, runs none, and asks nobody', () => {
  const bold =
    /innerHTML|outerHTML|insertAdjacent|\beval\b|new Function|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon/;
  expect(FILES.filter((name) => bold.test(TEXTS.get(name)!))).toEqual([]);
});

test('every file of web/ begins with what it is, and has at most 300 lines', () => {
  expect(FILES.filter((name) => !/^\/\/ \S.{15,}/.test(TEXTS.get(name)!))).toEqual([]);
  expect(FILES.filter((name) => TEXTS.get(name)!.split('\n').length > 301)).toEqual([]);
});
