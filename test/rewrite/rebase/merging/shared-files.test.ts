// Each kind of file that bases and applications both write, merged.
import { describe, expect, test } from 'vitest';
import { findSharedFile, isHarmless } from '../../../../src/rewrite/rebase/merging/shared-files.ts';

/** What merging three texts of the file at `path` gives: the text, or the clashes. */
function merge(path: string, old: string, mine: string, theirs: string): string | readonly string[] {
  const [o, m, t] = [old, mine, theirs].map((text) => Buffer.from(text));
  const result = findSharedFile(path)!.merge({ old: o, mine: m, theirs: t });
  return result.kind === 'merged' ? result.content.toString() : result.what;
}

const stanza = (name: string, version: string) =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\nDescription: x\n more\n .\n text\n\n`;

describe("dpkg's database", () => {
  test('has packages of both, in the order of names', () => {
    const merged = merge(
      'var/lib/dpkg/status',
      stanza('base', '1'),
      stanza('app', '1') + stanza('base', '1'),
      stanza('base', '2') + stanza('zlib', '1'),
    );
    expect(merged).toBe(stanza('app', '1') + stanza('base', '2') + stanza('zlib', '1'));
  });

  test('loses what either side removed', () => {
    const [a, b, c] = [stanza('a', '1'), stanza('b', '1'), stanza('c', '1')];
    expect(merge('var/lib/dpkg/status', a + b + c, b + c, a + b)).toBe(b);
  });

  test('tells packages of two architectures apart', () => {
    const foreign = stanza('a', '1').replace('amd64', 'i386');
    const own = stanza('a', '1');
    expect(merge('var/lib/dpkg/status', own, own + foreign, stanza('a', '2'))).toBe(
      stanza('a', '2') + foreign,
    );
  });

  test('clashes where both have another version', () => {
    expect(merge('var/lib/dpkg/status', stanza('a', '1'), stanza('a', '2'), stanza('a', '3'))).toEqual([
      'a:amd64',
    ]);
  });
});

test("apk's database", () => {
  const of = (name: string, version: string) => `C:Q1x\nP:${name}\nV:${version}\nF:usr\nR:x\n\n`;
  expect(
    merge('lib/apk/db/installed', of('musl', '1'), of('musl', '1') + of('curl', '1'), of('musl', '2')),
  ).toBe(of('curl', '1') + of('musl', '2'));
});

describe('groups', () => {
  test('have the members of both', () => {
    expect(merge('etc/group', 'video:x:44:a\n', 'video:x:44:a,app\n', 'video:x:44:a,base\n')).toBe(
      'video:x:44:a,base,app\n',
    );
  });

  test('lose the members that one side took out', () => {
    expect(merge('etc/group', 'g:x:1:a,b\n', 'g:x:1:b\n', 'g:x:1:a,b,c\n')).toBe('g:x:1:b,c\n');
  });

  test('clash where a number has two names', () => {
    expect(merge('etc/group', '', 'a:x:7:\n', 'b:x:7:\n')).toEqual(['b and a both have 7']);
  });

  test('may share a number that they shared before', () => {
    expect(merge('etc/group', 'a:x:7:\nb:x:7:\n', 'a:x:7:\nb:x:7:\nc:x:8:\n', 'a:x:7:\nb:x:7:\n')).toBe(
      'a:x:7:\nb:x:7:\nc:x:8:\n',
    );
  });
});

test('passwords of one day are no clash of numbers', () => {
  const shadow = merge(
    'etc/shadow',
    'root:*:19000::\n',
    'root:*:19000::\na:!:19100::\n',
    'root:*:19000::\nb:!:19100::\n',
  );
  expect(shadow).toBe('root:*:19000::\nb:!:19100::\na:!:19100::\n');
});

test("apk's scripts are merged member by member", () => {
  const member = (name: string, text: string): string => {
    const header = Buffer.alloc(512);
    header.write(name);
    header.write(`${text.length.toString(8).padStart(11, '0')}\0`, 124);
    return header.toString('latin1') + text.padEnd(512, '\0');
  };
  const end = '\0'.repeat(1024);
  const [a, b, c] = [member('a', 'one'), member('b', 'two'), member('c', 'three')];
  expect(merge('lib/apk/db/scripts.tar', a + end, a + b + end, c + end)).toBe(c + b + end);
  expect(merge('lib/apk/db/scripts.tar', 'no tar'.padEnd(1024, 'x'), a, b)).toEqual(['its form']);
});

test('certificates that the base took out go, those that were added stay', () => {
  const of = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
  const path = 'etc/ssl/certs/ca-certificates.crt';
  expect(merge(path, of('old') + of('bad'), of('old') + of('bad') + of('mine'), of('old') + of('new'))).toBe(
    of('old') + of('new') + of('mine'),
  );
});

test('what nothing depends on', () => {
  for (const path of ['var/log/apt/history.log', 'etc/passwd-', 'var/lib/dpkg/status-old', 'tmp/x'])
    expect(isHarmless(path), path).toBe(true);
  for (const path of ['etc/passwd', 'var/lib/dpkg/status', 'usr/log/x', 'etc/tmp/x'])
    expect(isHarmless(path), path).toBe(false);
});
