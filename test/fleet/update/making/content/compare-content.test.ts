import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readImage } from '../../../../../src/contents/read-image.ts';
import {
  type ComparedContent,
  type ContentComparison,
  compareContent,
} from '../../../../../src/fleet/update/making/content/compare-content.ts';
import { VOLATILE_PATHS } from '../../../../../src/fleet/update/making/content/volatile-paths.ts';
import { parseImageConfig } from '../../../../../src/oci/image/config.ts';
import type { TarItem } from '../../../../../src/oci/tar/write-tar.ts';
import { dir, file, layer, link, symlink } from '../../../../support/layers.ts';
import { imageOfStreams, store } from '../../../../support/opened-images.ts';

const signal = new AbortController().signal;

async function imageOf(items: readonly TarItem[], fields: object = {}): Promise<ComparedContent> {
  const plain = imageOfStreams([store(layer(items))]);
  const config = parseImageConfig(Buffer.from(JSON.stringify({ ...plain.config.json, ...fields })));
  const opened = { ...plain, config };
  return { opened, contents: await readImage(opened, { workers: 0 }) };
}

async function compare(
  before: readonly TarItem[],
  after: readonly TarItem[],
  configs: readonly [object, object] = [{}, {}],
): Promise<ContentComparison> {
  return compareContent(await imageOf(before, configs[0]), await imageOf(after, configs[1]), signal);
}

/** Bytecode with a header as PEP 552 has it. */
function bytecode(time: number, body: string, flags = 0): Buffer {
  const header = Buffer.alloc(16);
  header.set([0xa7, 0x0d, 0x0d, 0x0a]);
  header.writeUInt32LE(flags, 4);
  header.writeUInt32LE(time, 8);
  header.writeUInt32LE(body.length, 12);
  return Buffer.concat([header, Buffer.from(body)]);
}

describe('content', () => {
  test('is the same with other times, on files, folders and links', async () => {
    const items = (mtimeSeconds: number): readonly TarItem[] => [
      dir('usr', { mtimeSeconds }),
      file('usr/a', 'text', { mtimeSeconds }),
      symlink('usr/b', 'a', { mtimeSeconds }),
    ];
    expect(await compare(items(1), items(2_000_000_000))).toEqual({
      isSame: true,
      setAside: [],
      differences: [],
      differenceCount: 0,
    });
  });

  test.each<readonly [string, readonly TarItem[], readonly TarItem[], string]>([
    [
      'one byte of a library',
      [file('lib/libz.so.1', 'aaaa')],
      [file('lib/libz.so.1', 'aaab')],
      'lib/libz.so.1 (content)',
    ],
    ['a mode', [file('a', 'x', { mode: 0o644 })], [file('a', 'x', { mode: 0o755 })], 'a (attributes)'],
    ['an owner', [file('a', 'x', { uid: 1 })], [file('a', 'x', { uid: 2 })], 'a (attributes)'],
    ['an attribute', [file('a', 'x')], [file('a', 'x', { xattrs: { 'user.b': 'c' } })], 'a (attributes)'],
    ['a target', [symlink('a', 'b')], [symlink('a', 'c')], 'a (target)'],
    ['a type', [file('a', 'x')], [dir('a')], 'a (type)'],
    ['a file that came', [], [file('a', 'x')], 'a (added)'],
    ['a file that went', [file('a', 'x')], [], 'a (missing)'],
    [
      'names of one file that are two now',
      [file('a', 'x'), link('b', 'a')],
      [file('a', 'x'), file('b', 'x')],
      'b (names)',
    ],
    [
      'a volatile name elsewhere',
      [file('srv/var/log/dpkg.log', '1')],
      [file('srv/var/log/dpkg.log', '2')],
      'srv/var/log/dpkg.log (content)',
    ],
  ])('is another with %s', async (_, before, after, difference) => {
    const comparison = await compare(before, after);
    expect(comparison.isSame).toBe(false);
    expect(comparison.differences).toEqual([difference]);
  });

  test('keeps the first differences and counts all', async () => {
    const files = (text: string): readonly TarItem[] =>
      Array.from({ length: 40 }, (_, i) => file(`f${i}`, text));
    const { differences, differenceCount } = await compare(files('a'), files('b'));
    expect([differences.length, differenceCount]).toEqual([5, 40]);
  });

  test.each(VOLATILE_PATHS)(
    'sets aside $name, and not what lies beside',
    async ({ name, example, counts }) => {
      const aside = await compare([file(example, 'before')], [file(example, 'behind')]);
      expect([aside.isSame, aside.setAside]).toEqual([true, [name]]);
      const gone = await compare([file(example, 'before'), file('a')], [file('a')]);
      // The folders that are gone with it are folders.
      expect(gone.differences.every((text) => !text.startsWith(`${example} `))).toBe(true);
      const beside = await compare([file(counts, 'before')], [file(counts, 'behind')]);
      expect(beside.differences).toEqual([`${counts} (content)`]);
    },
  );
});

describe('bytecode', () => {
  const path = 'usr/lib/python3/__pycache__/a.cpython-311.pyc';

  test("is compared without its source's time", async () => {
    const { isSame, setAside } = await compare(
      [file(path, bytecode(1, 'code'))],
      [file(path, bytecode(2, 'code'))],
    );
    expect([isSame, setAside]).toEqual([true, ["the source's time in bytecode"]]);
  });

  test.each<readonly [string, Buffer, Buffer]>([
    ['its code', bytecode(1, 'code'), bytecode(2, 'coda')],
    ["its source's size", bytecode(1, 'code'), bytecode(1, 'codes')],
    ['the hash of its source', bytecode(1, 'code', 1), bytecode(2, 'code', 1)],
    [
      'anything, where it is no bytecode',
      Buffer.from('a text that says 1, and more'),
      Buffer.from('a text that says 2, and more'),
    ],
    [
      'anything, where it is too short',
      Buffer.from([0xa7, 0x0d, 0x0d, 0x0a, 0]),
      Buffer.from([0xa7, 0x0d, 0x0d, 0x0a, 1]),
    ],
  ])('counts with %s', async (_, before, after) => {
    expect(await compare([file(path, before)], [file(path, after)])).toMatchObject({
      isSame: false,
      differences: [`${path} (content)`],
    });
  });

  test('is another with another mode, whatever its time', async () => {
    const { isSame } = await compare(
      [file(path, bytecode(1, 'code'), { mode: 0o644 })],
      [file(path, bytecode(2, 'code'), { mode: 0o600 })],
    );
    expect(isSame).toBe(false);
  });

  test('differs exactly where a byte outside of the time does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(23), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const before = bytecode(7, 'constant');
        const after = Buffer.from(before);
        after[at] = after[at]! ^ change;
        const { isSame } = await compare([file(path, before)], [file(path, after)]);
        expect(isSame).toBe(at >= 8 && at < 12);
      }),
      { numRuns: 60 },
    );
  });
});

describe('accounts and machines', () => {
  const shadow = (day: string, rest = '0:99999:7:::'): string =>
    `root:*:19000:${rest}\napp:!:${day}:${rest}\n`;

  test('have the same content with another day of a password', async () => {
    const { isSame, setAside } = await compare(
      [file('etc/shadow', shadow('20000'))],
      [file('etc/shadow', shadow('20001'))],
    );
    expect([isSame, setAside]).toEqual([true, ['the day of a password']]);
  });

  test.each<readonly [string, string]>([
    [shadow('20000'), shadow('0')],
    [shadow('20000'), shadow('')],
    [shadow('20000'), shadow('20000', '0:99999:8:::')],
    [shadow('20000'), shadow('20000').replace('app:!', 'app:')],
    ['app:20000\n', 'app:20001\n'],
  ])('have another one with %j and %j', async (before, after) => {
    const { isSame } = await compare([file('etc/shadow', before)], [file('etc/shadow', after)]);
    expect(isSame).toBe(false);
  });

  test('take one random number for the other, and for none', async () => {
    const ids = ['0123456789abcdef'.repeat(2), 'fedcba9876543210'.repeat(2), '', 'uninitialized\n'];
    for (const [i, id] of ids.entries())
      for (const other of ids.slice(i + 1))
        expect((await compare([file('etc/machine-id', id)], [file('etc/machine-id', other)])).isSame).toBe(
          true,
        );
    const chosen = await compare(
      [file('etc/machine-id', ids[0]!)],
      [file('etc/machine-id', 'the-one-we-chose')],
    );
    expect(chosen.isSame).toBe(false);
  });
});

describe('the config', () => {
  const run = (config: object, rest: object = {}): object => ({ config, ...rest });

  test('is the same with other times, steps and empty fields', async () => {
    const { isSame } = await compare(
      [],
      [],
      [
        run(
          { Cmd: ['a'], Env: ['A=1'], User: '', Hostname: 'one', Labels: {} },
          { created: '2026-01-01T00:00:00Z' },
        ),
        run(
          { Cmd: ['a'], Env: ['A=1'], Entrypoint: null },
          { created: '2027-01-01T00:00:00Z', docker_version: '2' },
        ),
      ],
    );
    expect(isSame).toBe(true);
  });

  test.each<readonly [string, object, object]>([
    ['config.Cmd', { Cmd: ['a'] }, { Cmd: ['b'] }],
    ['config.Env', { Env: ['A=1', 'B=2'] }, { Env: ['B=2', 'A=1'] }],
    ['config.OnBuild', {}, { OnBuild: ['RUN true'] }],
    ['config.SomethingNew', {}, { SomethingNew: 1 }],
    ['Labels.a', { Labels: { a: '1' } }, { Labels: { a: '2' } }],
  ])('is another with another %s', async (field, before, after) => {
    const { differences } = await compare([], [], [run(before), run(after)]);
    expect(differences).toEqual([`${field} (config)`]);
  });

  test('sets a label aside that is a time', async () => {
    const label = 'org.opencontainers.image.created';
    const { isSame, setAside } = await compare(
      [],
      [],
      [run({ Labels: { [label]: 'then' } }), run({ Labels: { [label]: 'now' } })],
    );
    expect([isSame, setAside]).toEqual([true, [`the label ${label}`]]);
  });
});
