// No link of a Markdown file leads nowhere: neither to a file nor to a heading. Links out of the repository are not asked for.
import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { listMarkdownFiles, ROOT, readPage } from './doc-pages.ts';
import { anchorsOf, readMarkdown } from './markdown.ts';

const pages = listMarkdownFiles();

test('every link of every page leads somewhere', () => {
  const dead = pages.flatMap((page) =>
    readMarkdown(readPage(page)).links.flatMap(({ line, text }) => {
      const fault = findFault(page, text);
      return fault === undefined ? [] : [`${page}:${line}: ${text}: ${fault}`];
    }),
  );
  expect(dead).toEqual([]);
});

test('every page for users can be reached from README.md', () => {
  const reached = new Set(['README.md']);
  for (const page of reached)
    for (const { text } of readMarkdown(readPage(page)).links) {
      const path = pathOf(page, text);
      if (path?.endsWith('.md') && existsSync(join(ROOT, path))) reached.add(path);
    }
  expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});

function findFault(page: string, link: string): string | undefined {
  const path = pathOf(page, link);
  if (path === undefined) return undefined;
  if (path.startsWith('..')) return 'out of the repository';
  if (!existsSync(join(ROOT, path))) return 'no such file';
  const anchor = link.split('#')[1];
  if (anchor === undefined) return undefined;
  if (statSync(join(ROOT, path)).isDirectory()) return 'a folder has no headings';
  const isKnown = anchorsOf(readMarkdown(readPage(path)).headings).has(decodeURIComponent(anchor));
  return isKnown ? undefined : 'no such heading';
}

/** Where a link of the repository leads; undefined for one that leads out. */
function pathOf(page: string, link: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return undefined;
  const path = decodeURIComponent(link.split('#')[0]!);
  return path === '' ? page : normalize(join(dirname(page), path)).replace(/\/$/, '');
}
