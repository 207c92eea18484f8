// Jars and wheels of this machine, and archives that zip programs write, give what Python's zipfile reads out of them.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArchiveHandler } from '../../../src/secrets/archives/archive-handler.ts';
import { ZipReader } from '../../../src/secrets/archives/zip-reader.ts';
import { FileSearch } from '../../../src/secrets/scan/file-search.ts';
import { makeToken, RULES, searchPieces } from './search-file.ts';

/** Where Debian, Maven and Python keep archives; `PLIMSOLL_ARCHIVES` names another folder, and then all of it is read. */
const FOLDERS = ['/usr/share/java', '/usr/lib/jvm', '/usr/share/python-wheels', '/root/.m2', '/root/.pyenv'];
const CHOSEN = process.env['PLIMSOLL_ARCHIVES'];
const ARCHIVES_LIMIT = CHOSEN === undefined ? 30 : Number.POSITIVE_INFINITY;
const SIZE_LIMIT_BYTES = 20 * 2 ** 20;

const python = findProgram('python3', 'Python 3');
const READ_MEMBERS = `
import hashlib, sys, zipfile
for path in sys.stdin.read().splitlines():
    try:
        with zipfile.ZipFile(path) as archive:
            digests = sorted(hashlib.sha256(archive.read(m)).hexdigest() for m in archive.infolist() if m.file_size)
    except Exception:
        continue
    print(path + chr(9) + ' '.join(digests))
`;

let work = '';
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'plimsoll-archives-'));
});
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

function findProgram(program: string, name: string): boolean {
  const isThere = spawnSync(program, ['--version']).error === undefined;
  if (!isThere) console.warn(`SKIPPED: archives compared with ${name}, because it is not here`);
  return isThere;
}

/** Contents as digests, in order; what was not read, by reason. */
function readMembers(bytes: Uint8Array): { digests: string[]; unread: string[] } {
  const digests: string[] = [];
  const unread: string[] = [];
  let hash = createHash('sha256');
  let sizeBytes = 0;
  const handler: ArchiveHandler = {
    startMember: () => {
      hash = createHash('sha256');
      sizeBytes = 0;
    },
    content: (content) => {
      hash.update(content);
      sizeBytes += content.length;
    },
    hole: () => {},
    endMember: () => {
      if (sizeBytes > 0) digests.push(hash.digest('hex'));
    },
    unread: (_, reason) => unread.push(reason),
    plain: () => {},
    mayGrow: () => true,
  };
  const reader = new ZipReader(handler);
  reader.start();
  for (let at = 0; at < bytes.length; at += 65_536) reader.push(bytes.subarray(at, at + 65_536));
  reader.finish();
  return { digests: digests.sort(), unread };
}

function readByPython(paths: readonly string[]): Map<string, string[]> {
  const output = execFileSync('python3', ['-c', READ_MEMBERS], {
    input: paths.join('\n'),
    maxBuffer: 2 ** 28,
  });
  const lines = output.toString().split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [path, digests] = line.split('\t');
      return [path!, digests!.split(' ').filter(Boolean)];
    }),
  );
}

function findArchives(): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && /\.(?:jar|whl|zip|war)$/.test(path) && isZip(path)) found.push(path);
    }
  };
  for (const folder of CHOSEN === undefined ? FOLDERS : [CHOSEN])
    try {
      walk(folder);
    } catch {
      // Not on this machine.
    }
  const step = Math.max(1, Math.ceil(found.length / ARCHIVES_LIMIT));
  return found.filter((_, index) => index % step === 0);
}

function isZip(path: string): boolean {
  const { size } = statSync(path);
  return (
    size > 22 &&
    size < SIZE_LIMIT_BYTES &&
    readFileSync(path).subarray(0, 4).toString('latin1') === 'PK\x03\x04'
  );
}

describe.skipIf(!python)('members', () => {
  test('of archives of this machine are all read, byte by byte', () => {
    const paths = findArchives();
    if (paths.length === 0) console.warn('SKIPPED: jars and wheels, because none is here');
    const differing: string[] = [];
    for (const [path, digests] of readByPython(paths)) {
      const own = readMembers(readFileSync(path));
      if (own.unread.length > 0 || own.digests.join() !== digests.join())
        differing.push(`${path} ${own.unread}`);
    }
    expect(differing).toEqual([]);
  });

  test('of what Python writes, in every way it can, hold the secret that was planted', () => {
    const script = `
import io, sys, zipfile
class Pipe(io.RawIOBase):
    def writable(self): return True
    def write(self, data):
        sys.stdout.buffer.write(data)
        return len(data)
token = sys.argv[2].encode()
out = Pipe() if sys.argv[1] == 'pipe' else open(sys.argv[3], 'wb')
with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
    for i in range(50):
        with archive.open('m%d' % i, 'w', force_zip64=i % 2 == 0) as member:
            member.write(b'y' * (i * 1000) + b' ' + token)
`;
    const path = join(work, 'python.zip');
    execFileSync('python3', ['-c', script, 'file', makeToken(), path]);
    const piped = execFileSync('python3', ['-c', script, 'pipe', makeToken()], { maxBuffer: 2 ** 24 });
    for (const bytes of [readFileSync(path), piped]) {
      const reading = searchPieces(new FileSearch(RULES), bytes, 'a.zip', () => 4096);
      expect(reading.matches.map(({ member, offsetBytes }) => `${member} ${offsetBytes}`)).toEqual(
        Array.from({ length: 50 }, (_, i) => `m${i} ${i * 1000 + 1}`),
      );
      expect(reading.unread).toEqual([]);
    }
  });
});

describe.each<readonly [program: string, write: string]>([
  ['zip', 'zip -q -r - tree'],
  ['zip', 'zip -q -r - tree | cat'],
  ['zip', 'zip -q -0 -r - tree'],
  ['bsdtar', 'bsdtar --format zip -cf - tree'],
  ['jar', 'rm -f x.jar; jar -c -f x.jar tree; cat x.jar'],
  ['tar', 'tar -czf - tree'],
  ['tar', 'tar -cf - tree'],
])('%s', (program, write) => {
  const isThere = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  if (!isThere) console.warn(`SKIPPED: the archives of ${program}, because it is not here`);

  test.skipIf(!isThere)(`what '${write}' writes holds the secret that was planted`, () => {
    mkdirSync(join(work, 'tree/sub'), { recursive: true });
    writeFileSync(join(work, 'tree/a'), `one ${makeToken()}\n`.padEnd(9000, 'z '));
    writeFileSync(join(work, 'tree/sub/b'), `${'w '.repeat(50_000)}${makeToken()}\n`);
    const bytes = execFileSync('sh', ['-c', write], { cwd: work, maxBuffer: 2 ** 24 });
    const reading = searchPieces(new FileSearch(RULES), bytes, 'x', () => 1000);
    const found = reading.matches.map(({ member, offsetBytes }) => `${member} ${offsetBytes}`).sort();
    expect(found).toEqual(['tree/a 4', 'tree/sub/b 100000']);
    expect(reading.unread).toEqual([]);
  });
});
