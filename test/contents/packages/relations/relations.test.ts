// What each ecosystem's words of dependencies are read as.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseApkProvides,
  parseApkRelations,
} from '../../../../src/contents/packages/relations/apk-relations.ts';
import {
  parseDebianProvides,
  parseDebianRelations,
} from '../../../../src/contents/packages/relations/debian-relations.ts';
import {
  parseRpmProvides,
  parseRpmRequires,
} from '../../../../src/contents/packages/relations/rpm-relations.ts';
import { startCpuClock } from '../../../support/measure.ts';

const relation = (name: string, operator = '', version = '', architecture = '') => ({
  name,
  architecture,
  operator,
  version,
});

describe('Debian', () => {
  test.each([
    ['libc6', [[relation('libc6')]]],
    ['libc6 (>= 2.36-9+deb12u3)', [[relation('libc6', '>=', '2.36-9+deb12u3')]]],
    ['a(<<1), b ( >> 2~ )', [[relation('a', '<', '1')], [relation('b', '>', '2~')]]],
    ['a (< 1), b (> 2)', [[relation('a', '<=', '1')], [relation('b', '>=', '2')]]],
    ['perl:any (>= 5) | perlapi', [[relation('perl', '>=', '5', 'any'), relation('perlapi')]]],
    ['gcc:native, zlib1g:i386', [[relation('gcc', '', '', 'native')], [relation('zlib1g', '', '', 'i386')]]],
    ['a [amd64 arm64], b [!amd64], c [i386] | d', [[relation('a')], [relation('d')]]],
    ['a <!nocheck>', [[relation('a')]]],
    [' , |, a\n ,\tb', [[relation('a')], [relation('b')]]],
    ['', []],
    ['(', []],
    [')a(', []],
  ])('%j', (field, expected) => {
    expect(parseDebianRelations(field, 'amd64')).toEqual(expected);
  });

  test('provides with versions, and without those that are not equal', () => {
    expect(parseDebianProvides('mail-transport-agent, libfoo (= 2.1), bar:any, old (<< 3)')).toEqual([
      { name: 'mail-transport-agent', architecture: '', version: '' },
      { name: 'libfoo', architecture: '', version: '2.1' },
      { name: 'bar', architecture: 'any', version: '' },
    ]);
  });
});

describe('Alpine', () => {
  test('needs and conflicts', () => {
    expect(
      parseApkRelations(
        'so:libc.musl-x86_64.so.1 busybox>=1.36 !uclibc !old<2 zlib~1.3 cmd:sh pinned@edge /bin/sh',
      ),
    ).toEqual({
      needs: [
        relation('so:libc.musl-x86_64.so.1'),
        relation('busybox', '>=', '1.36'),
        relation('zlib', '~', '1.3'),
        relation('cmd:sh'),
        relation('pinned'),
        relation('/bin/sh'),
      ],
      conflicts: [relation('uclibc'), relation('old', '<', '2')],
    });
    expect(parseApkRelations('').needs).toEqual([]);
  });

  test('provides', () => {
    expect(parseApkProvides('so:libz.so.1=1.3.1 cmd:wget=1.21-r0 /bin/sh')).toEqual([
      { name: 'so:libz.so.1', architecture: '', version: '1.3.1' },
      { name: 'cmd:wget', architecture: '', version: '1.21-r0' },
      { name: '/bin/sh', architecture: '', version: '' },
    ]);
  });
});

describe('rpm', () => {
  const simple = (...args: Parameters<typeof relation>) => ({
    kind: 'relation',
    relation: relation(...args),
  });

  test('simple ones, without what rpm itself must know', () => {
    expect(
      parseRpmRequires(
        'libc.so.6(GLIBC_2.34)(64bit)\nrpmlib(FileDigests) <= 4.6.0-1\n/bin/sh\nbash >= 5.2\n',
      ),
    ).toEqual([simple('libc.so.6(GLIBC_2.34)(64bit)'), simple('/bin/sh'), simple('bash', '>=', '5.2')]);
    expect(parseRpmProvides('perl(Foo::Bar) = 1.2\nconfig(x)')).toEqual([
      { name: 'perl(Foo::Bar)', architecture: '', version: '1.2' },
      { name: 'config(x)', architecture: '', version: '' },
    ]);
  });

  test('rich ones', () => {
    const [expression] = parseRpmRequires('((a >= 1 or perl(B::C)) if (d and e) else f)');
    expect(expression).toEqual({
      kind: 'if',
      left: { kind: 'or', left: simple('a', '>=', '1'), right: simple('perl(B::C)'), otherwise: null },
      right: { kind: 'and', left: simple('d'), right: simple('e'), otherwise: null },
      otherwise: simple('f'),
    });
  });

  test.each(['(', '(a', '(a or', '(a or )', '(a nor b)', '(a) b', '(a if b else c else d', '()'])(
    'what cannot be read is left out: %s',
    (text) => {
      expect(parseRpmRequires(text)).toEqual([]);
    },
  );
});

test('anything at all is read in time, by every reader', () => {
  const text = fc.string({
    unit: fc.constantFrom(...'ab1 ,|()[]<>=~!:@/\n\t', ' or ', ' if '),
    maxLength: 400,
  });
  fc.assert(
    fc.property(text, (field) => {
      parseDebianRelations(field, 'amd64');
      parseDebianProvides(field);
      parseApkRelations(field);
      parseApkProvides(field);
      parseRpmRequires(field);
      parseRpmProvides(field);
    }),
  );
  const cpuSeconds = startCpuClock();
  parseRpmRequires('('.repeat(300_000));
  parseRpmRequires(`(${'a or '.repeat(60_000)}b)`);
  parseDebianRelations('a ('.repeat(100_000));
  parseDebianRelations(`a${' '.repeat(300_000)}b`);
  parseApkRelations(`a${'<'.repeat(300_000)} `);
  expect(cpuSeconds()).toBeLessThan(30);
});
