// What GNU tar, bsdtar and Python write is read as they meant it, and they read what Plimsoll writes.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTar } from '../../../src/oci/tar/write-tar.ts';
import { device, dir, fifo, file, link, symlink } from '../../support/layers.ts';
import { readEntries } from '../../support/raw-tar.ts';

const gnuTar = findProgram('tar', 'GNU tar');
const bsdTar = findProgram('bsdtar', 'bsdtar');
const python = findProgram('python3', 'Python 3');

const LONG_DIRECTORY = `${'deep-directory-name/'.repeat(8)}end`;
const LONG_NAME = 'n'.repeat(180);
let work = '';
let hasXattrs = false;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'plimsoll-tar-'));
  const tree = join(work, 'tree');
  mkdirSync(join(tree, LONG_DIRECTORY), { recursive: true });
  writeFileSync(join(tree, 'a.txt'), 'hello');
  chmodSync(join(tree, 'a.txt'), 0o4750);
  utimesSync(join(tree, 'a.txt'), 1_600_000_000.25, 1_600_000_000.25);
  writeFileSync(join(tree, LONG_DIRECTORY, LONG_NAME), 'x'.repeat(1000));
  linkSync(join(tree, LONG_DIRECTORY, LONG_NAME), join(tree, 'z-hard'));
  symlinkSync(join(LONG_DIRECTORY, LONG_NAME), join(tree, 'soft'));
  writeFileSync(join(tree, 'empty'), '');
  const sparse = openSync(join(tree, 'sparse'), 'w');
  for (let i = 0; i < 30; i++) writeSync(sparse, Buffer.from(`data${i}`), 0, null, i * 65536 + 8192);
  ftruncateSync(sparse, 31 * 65536);
  closeSync(sparse);
  hasXattrs =
    python !== undefined &&
    spawnSync('python3', [
      '-c',
      'import os,sys; os.setxattr(sys.argv[1], "user.plimsoll", b"v\\n1")',
      join(tree, 'a.txt'),
    ]).status === 0;
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The entries must be what the tree is; `limits` tells what the form cannot hold. */
function expectTree(tar: Uint8Array, limits: { fraction: boolean; xattrs: boolean }): void {
  const entries = new Map(readEntries(tar, 10_000).map((entry) => [entry.path.replace(/^\.\//, ''), entry]));
  const tree = join(work, 'tree');
  const a = entries.get('a.txt');
  const stat = lstatSync(join(tree, 'a.txt'));
  expect(a).toMatchObject({ kind: 'file', content: 'hello', mode: 0o4750, uid: stat.uid, gid: stat.gid });
  expect(a?.mtimeSeconds).toBe(limits.fraction ? 1_600_000_000.25 : 1_600_000_000);
  if (hasXattrs && limits.xattrs) expect(a?.xattrs['user.plimsoll']).toBe('v\n1');
  const long = `${LONG_DIRECTORY}/${LONG_NAME}`;
  const names = [long, 'z-hard'].map((name) => entries.get(name));
  const first = names.find((entry) => entry?.kind === 'file');
  const second = names.find((entry) => entry?.kind === 'hardlink');
  expect(first?.content).toBe('x'.repeat(1000));
  expect(second?.link.replace(/^\.\//, '')).toBe(first?.path.replace(/^\.\//, ''));
  expect(entries.get('soft')).toMatchObject({ kind: 'symlink', link: long });
  expect(entries.get('empty')).toMatchObject({ kind: 'file', sizeBytes: 0 });
  expect(entries.get(`${LONG_DIRECTORY}/`)?.kind).toBe('directory');
  const sparse = entries.get('sparse');
  const content = readFileSync(join(tree, 'sparse'), 'latin1');
  expect(sparse?.sizeBytes).toBe(content.length);
  expect(sparse?.content === content).toBe(true);
}

const GNU_FORMS = [
  ['gnu', ['--format=gnu'], false],
  ['oldgnu', ['--format=oldgnu'], false],
  ['gnu, sparse', ['--format=gnu', '--sparse'], false],
  ['pax', ['--format=posix', '--xattrs'], true],
  ['pax, sparse 0.0', ['--format=posix', '--sparse', '--sparse-version=0.0'], true],
  ['pax, sparse 0.1', ['--format=posix', '--sparse', '--sparse-version=0.1'], true],
  ['pax, sparse 1.0', ['--format=posix', '--sparse', '--sparse-version=1.0'], true],
] as const;

test.skipIf(gnuTar === undefined).each(GNU_FORMS)('reads what GNU tar writes: %s', (_, args, isPax) => {
  const path = join(work, 'gnu.tar');
  execFileSync('tar', ['-cf', path, ...args, '-C', join(work, 'tree'), '.']);
  const tar = readFileSync(path);
  expectTree(tar, { fraction: isPax, xattrs: (args as readonly string[]).includes('--xattrs') });
  const sparse = readEntries(tar).find((entry) => entry.path.endsWith('/sparse'));
  expect(sparse!.storedBytes < sparse!.sizeBytes).toBe((args as readonly string[]).includes('--sparse'));
});

test.skipIf(gnuTar === undefined).each(['v7', 'ustar'])('reads what GNU tar writes: %s', (format) => {
  const path = join(work, 'old.tar');
  execFileSync('tar', ['-cf', path, `--format=${format}`, '-C', join(work, 'tree'), 'a.txt', 'empty']);
  const [a, empty] = readEntries(readFileSync(path));
  expect(a).toMatchObject({
    kind: 'file',
    path: 'a.txt',
    content: 'hello',
    mode: 0o4750,
    mtimeSeconds: 1_600_000_000,
  });
  expect(empty?.path).toBe('empty');
});

test.skipIf(bsdTar === undefined).each(['pax', 'gnutar'])('reads what bsdtar writes: %s', (format) => {
  const path = join(work, 'bsd.tar');
  const args = ['--format', format, '--no-read-sparse', '-cf', path, '-C', join(work, 'tree'), '.'];
  execFileSync('bsdtar', args);
  const limits = { fraction: format === 'pax', xattrs: format !== 'gnutar' };
  expectTree(readFileSync(path), limits);
});

test.skipIf(bsdTar === undefined)('reads sparse files as bsdtar writes them, and refuses its cpio', () => {
  const path = join(work, 'bsd-sparse.tar');
  execFileSync('bsdtar', ['--format', 'pax', '--read-sparse', '-cf', path, '-C', join(work, 'tree'), '.']);
  expectTree(readFileSync(path), { fraction: true, xattrs: true });
  const cpio = execFileSync('bsdtar', ['--format', 'newc', '-cf', '-', '-C', join(work, 'tree'), 'a.txt']);
  expect(() => readEntries(cpio)).toThrow(expect.objectContaining({ name: 'PlimsollError' }));
});

test.skipIf(python === undefined).each(['USTAR', 'GNU', 'PAX'])('reads what Python writes: %s', (format) => {
  const script = `
import io, sys, tarfile
with tarfile.open(fileobj=sys.stdout.buffer, mode='w|', format=tarfile.${format}_FORMAT) as tar:
    def add(name, type, **fields):
        info = tarfile.TarInfo(name)
        info.type = type
        content = fields.pop('content', b'')
        info.size = len(content)
        for key, value in fields.items(): setattr(info, key, value)
        tar.addfile(info, io.BytesIO(content))
    add('caf\\u00e9/\\udcff', tarfile.REGTYPE, content=b'abc', mode=0o4644, uid=12, gid=34, mtime=1000)
    add('dir', tarfile.DIRTYPE, mode=0o1777)
    add('null', tarfile.CHRTYPE, devmajor=1, devminor=3)
    add('disk', tarfile.BLKTYPE, devmajor=259, devminor=70000)
    add('pipe', tarfile.FIFOTYPE)
    add('hard', tarfile.LNKTYPE, linkname='dir/x')
    add('soft', tarfile.SYMTYPE, linkname='../x')
`;
  const entries = readEntries(execFileSync('python3', ['-c', script]));
  const cafe = Buffer.from('café/').toString('latin1');
  // Python states the encoding of such a name in a record of its own (hdrcharset=BINARY) and writes the bytes.
  expect(
    entries.map(({ kind, path, link: target, device: numbers }) => [kind, path, target, ...numbers]),
  ).toEqual([
    ['file', `${cafe}\xff`, '', 0, 0],
    ['directory', 'dir/', '', 0, 0],
    ['character', 'null', '', 1, 3],
    ['block', 'disk', '', 259, 70000],
    ['fifo', 'pipe', '', 0, 0],
    ['hardlink', 'hard', 'dir/x', 0, 0],
    ['symlink', 'soft', '../x', 0, 0],
  ]);
  expect(entries[0]).toMatchObject({ content: 'abc', mode: 0o4644, uid: 12, gid: 34, mtimeSeconds: 1000 });
});

describe('others read what Plimsoll writes', () => {
  const tar = writeTar([
    dir('d', { mode: 0o1777, mtimeSeconds: 1000 }),
    file('d/f', 'content', {
      mode: 0o4755,
      uid: 3_000_000,
      gid: 7,
      mtimeSeconds: 1_600_000_000.5,
      xattrs: { 'user.a': 'b\nc' },
    }),
    file(`d/${'p'.repeat(120)}/${'q'.repeat(90)}`, 'x'.repeat(513)),
    file(`d/${'l'.repeat(180)}`, 'y'),
    link('d/hard', 'd/f'),
    symlink('d/soft', 's'.repeat(150)),
    fifo('d/pipe'),
    device('d/null', 'character', [1, 3]),
  ]);

  test.skipIf(gnuTar === undefined)('GNU tar', () => {
    const { stdout, stderr } = spawnSync(
      'tar',
      ['-tvf', '-', '--utc', '--full-time', '--numeric-owner', '--xattrs'],
      { input: tar, encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(8);
    expect(lines[1]).toMatch(/^-rwsr-xr-x\*? 3000000\/7 +7 2020-09-13 12:26:40\.50* d\/f$/);
    expect(stdout).toMatch(/d\/hard link to d\/f\n/);
    expect(stdout).toContain(`d/soft -> ${'s'.repeat(150)}\n`);
    expect(stdout).toContain(`d/${'l'.repeat(180)}\n`);
    expect(stdout).toMatch(/^crw-r--r-- +0\/0 +1,3 .* d\/null$/m);
  });

  test.skipIf(bsdTar === undefined)('bsdtar', () => {
    const { stdout, stderr } = spawnSync('bsdtar', ['-tvf', '-', '--numeric-owner'], {
      input: tar,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^-rwsr-xr-x +0 3000000 +7 +7 .* d\/f$/m);
    expect(stdout).toContain(`d/soft -> ${'s'.repeat(150)}\n`);
    expect(stdout.trimEnd().split('\n')).toHaveLength(8);
  });

  test.skipIf(python === undefined)('Python', () => {
    const script = `
import json, sys, tarfile
with tarfile.open(fileobj=sys.stdin.buffer, mode='r|') as tar:
    print(json.dumps([[m.name, m.size, m.uid, m.mtime, m.linkname, m.pax_headers.get('SCHILY.xattr.user.a', '')] for m in tar]))
`;
    const members = JSON.parse(execFileSync('python3', ['-c', script], { input: tar, encoding: 'utf8' }));
    expect(members).toHaveLength(8);
    expect(members[1]).toEqual(['d/f', 7, 3_000_000, 1_600_000_000.5, '', 'b\nc']);
    expect(members[2].slice(0, 2)).toEqual([`d/${'p'.repeat(120)}/${'q'.repeat(90)}`, 513]);
    expect(members[5][4]).toBe('s'.repeat(150));
  });
});

function findProgram(name: string, shown: string): string | undefined {
  const { status, stdout } = spawnSync(name, ['--version'], { encoding: 'utf8' });
  if (status === 0 && (name !== 'tar' || stdout.includes('GNU'))) return name;
  console.warn(`SKIPPED: the tests against ${shown}, because it is not here`);
  return undefined;
}
