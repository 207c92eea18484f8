import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseRustAudit } from '../../../src/contents/elf/rust-packages.ts';
import { BARE_RECORD } from '../../../src/contents/packages/package-record.ts';
import { captureElf } from '../../support/capture-elf.ts';
import { makeElf } from '../../support/elf-files.ts';

const AUDIT = {
  packages: [
    { name: 'app', version: '0.3.1', source: 'local', dependencies: [1], root: true },
    { name: 'regex', version: '1.13.2', source: 'crates.io', kind: 'runtime' },
    { name: 'cc', version: '1.2.0', source: 'crates.io', kind: 'build' },
    { name: 'odd', version: '1.0.0', source: 'crates.io', kind: 'dev' },
  ],
};
const bytesOf = (audit: unknown): Buffer => deflateSync(JSON.stringify(audit));

describe('audit data', () => {
  test('names the crates that are in the program', () => {
    const record = { ...BARE_RECORD, type: 'cargo', files: { kind: 'itself' } };
    expect(parseRustAudit(bytesOf(AUDIT))).toEqual([
      { ...record, name: 'app', version: '0.3.1', fields: { source: 'local' } },
      { ...record, name: 'regex', version: '1.13.2', fields: { source: 'crates.io' } },
    ]);
  });

  test.each(['.dep-v0', '.rust-deps-v0'])('is in %s, before or behind what debuggers read', (name) => {
    const debug = { '.comment': Buffer.from('rustc\0'), '.debug_info': Buffer.alloc(800_000) };
    for (const unloaded of [
      { [name]: bytesOf(AUDIT), ...debug },
      { ...debug, [name]: bytesOf(AUDIT) },
    ]) {
      const { facts } = captureElf(makeElf({ unloaded, symbols: Buffer.alloc(100_000) }));
      expect(facts!.packages.map((crate) => crate.name)).toEqual(['app', 'regex']);
      expect(facts!.unread).toEqual([]);
    }
  });

  test('that passed before its place was known is told as unread', () => {
    const far = Buffer.alloc(5_000_000);
    const unloaded = { '.debug_info': far, '.dep-v0': bytesOf(AUDIT), '.debug_str': far };
    expect(captureElf(makeElf({ unloaded })).facts).toMatchObject({
      packages: [],
      unread: ['Rust audit data'],
    });
  });

  test.each<readonly [what: string, bytes: Buffer]>([
    ['not compressed', Buffer.from('{"packages":[]}')],
    ['cut short', bytesOf(AUDIT).subarray(0, 30)],
    ['no JSON', deflateSync('{')],
    ['no list', bytesOf({ packages: {} })],
    ['null', bytesOf(null)],
    ['a bomb', deflateSync(Buffer.alloc(100_000_000, 0x20))],
    ['deep', deflateSync('['.repeat(1_000_000))],
  ])('that is damaged gives nothing: %s', (_, bytes) => {
    expect(parseRustAudit(bytes)).toBeUndefined();
    expect(captureElf(makeElf({ unloaded: { '.dep-v0': bytes } })).facts!.unread).toEqual([
      'Rust audit data',
    ]);
  });

  test('passes over crates that are none', () => {
    const packages = [
      null,
      1,
      'x',
      [],
      {},
      { name: '', version: '1' },
      { name: 'a', version: 2 },
      { name: 'b', version: '1' },
    ];
    expect(parseRustAudit(bytesOf({ packages }))!.map(({ name }) => name)).toEqual(['b']);
  });
});
