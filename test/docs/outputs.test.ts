// Every session that the docs show is run in the shop, and prints what the page says. PLIMSOLL_WRITE_DOCS=1 writes the pages instead.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cutLike, fitsShown, readSession, type SessionStep, startSession } from './console-blocks.ts';
import { listDocPages, ROOT, readPage } from './doc-pages.ts';
import { readMarkdown } from './markdown.ts';
import { useShop } from './shop.ts';

const isWriting = process.env['PLIMSOLL_WRITE_DOCS'] === '1';
const copyShop = useShop();
const pages = listDocPages().filter((path) => /^ *```console$/m.test(readPage(path)));

test('there are sessions', () => expect(pages.length).toBeGreaterThan(0));

test.each(pages)('%s', async (path) => {
  const text = readPage(path);
  const lines = text.split('\n');
  const run = startSession(copyShop());
  let shift = 0;
  for (const block of readMarkdown(text).blocks) {
    if (block.language !== 'console') continue;
    const steps: SessionStep[] = [];
    for (const step of readSession(block.lines)) {
      const printed = await run(step.command);
      if (!isWriting && !fitsShown(step.expected, printed))
        expect(step.expected, step.command).toEqual(printed);
      steps.push({ command: step.command, expected: cutLike(step.expected, printed) });
    }
    const shown = steps.flatMap(({ command, expected }, i) => [
      ...`$ ${command}`.split('\n'),
      ...expected,
      ...(i < steps.length - 1 && expected.length > 0 ? [''] : []),
    ]);
    lines.splice(block.line - 1 + shift, block.lines.length, ...shown);
    shift += shown.length - block.lines.length;
  }
  if (isWriting) writeFileSync(join(ROOT, path), lines.join('\n'));
});
