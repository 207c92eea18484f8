import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DifferencePage } from '../../../src/report/page/difference-page.ts';
import { filePath, openFiles } from '../../../src/report/page/file-tree.ts';
import type { ImagePage } from '../../../src/report/page/image-page.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, makeLayout, whiteout } from '../../support/layers.ts';
import { runProgram } from '../run-program.ts';

const MB = 1_000_000;
const folder = makeTemporaryFolder();
// In pieces, so that no scanner of this repository takes it for one.
const token = ['ghp', '_', 'x7Kq2mVbT9sLwR4nYcJ8dPfZ3hGa', 'E10000AA'].join('');
const plain = (createdBy: string, ...items: Parameters<typeof layer>[0]) =>
  ({ tar: layer(items), createdBy, compression: 'plain' }) as const;

const base = plain('ADD rootfs.tar.xz /', file('usr/lib/libc.so', Buffer.alloc(9 * MB, 'c')));
await makeLayout(join(folder, 'old'), [base]);
await makeLayout(join(folder, 'new'), [
  base,
  plain(
    'RUN </script><!-- make',
    file('opt/left.bin', Buffer.alloc(6 * MB, 'm')),
    file('opt/kept\u202e</script>', Buffer.alloc(MB, 'k')),
    file('root/.netrc', `machine example.org login me password ${token}\n`),
  ),
  plain('RUN rm /opt/left.bin', whiteout('opt/left.bin')),
]);

function readData<Page>(html: string): Page {
  const data = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(html)![1]!;
  return JSON.parse(data) as Page;
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('an image becomes one file, with every path and no secret', async () => {
  const { exitCode, stdout, stderr } = await runProgram(
    ['report', './new', '-o', 'new.html', '--base', './old'],
    {
      cwd: folder,
    },
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  expect(stderr).toContain('wrote new.html');
  const html = read('new.html');
  expect(html).not.toContain(token);
  const page = readData<ImagePage>(html);
  expect(page.kind).toBe('image-page');
  const tree = openFiles(page.files);
  const paths = Array.from({ length: tree.fileCount }, (_, i) => filePath(tree, i));
  expect(paths.sort()).toEqual(['opt/kept\u202e</script>', 'opt/left.bin', 'root/.netrc', 'usr/lib/libc.so']);
  expect(page.findings.some(({ secret }) => secret !== null)).toBe(true);
  expect(page.base?.layerCount).toBe(1);
  expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
});

test('two images become one file too', async () => {
  const { exitCode } = await runProgram(['report', './new', '--against', './old', '-o', 'grown.html'], {
    cwd: folder,
  });
  expect(exitCode).toBe(0);
  const page = readData<DifferencePage>(read('grown.html'));
  expect([page.kind, page.a.target.name, page.b.target.name]).toEqual(['difference-page', './old', './new']);
  expect(page.b.entryBytes - page.a.entryBytes).toBeGreaterThan(7 * MB);
  expect(page.b.layers.map(({ inOther }) => inOther)).toEqual([0, null, null]);
});

test.each(['check', 'image'])('%s prints the page, and its exit code is the verdict', async (command) => {
  const { exitCode, stdout } = await runProgram([command, './new', '--format', 'html'], { cwd: folder });
  expect(exitCode).toBe(1);
  expect(readData<ImagePage>(stdout).target.name).toBe('./new');
});

test('known findings are ignored there', async () => {
  await runProgram(['check', './new', '--write-known', 'known.json'], { cwd: folder });
  const { exitCode, stdout } = await runProgram(
    ['check', './new', '--format', 'html', '--known', 'known.json'],
    { cwd: folder },
  );
  expect(exitCode).toBe(0);
  expect(readData<ImagePage>(stdout).verdict.passes).toBe(true);
});

test.each([
  [['check', './new', './old', '--format', 'html'], 'a page is about one image'],
  [['report', './new', '--against', './old', '--lighter'], '--lighter is about one image'],
  [['report', './new', '--index', 'mirror'], '--index is for --lighter'],
  [['report', './new', '-o', './new'], 'this is a folder'],
])('%j is refused', async (args, message) => {
  const { exitCode, stderr } = await runProgram(args, { cwd: folder });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});
