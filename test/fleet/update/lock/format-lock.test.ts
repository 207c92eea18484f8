// The lock's text: it leads back to the same lock, does not depend on order, and is YAML.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { formatLock } from '../../../../src/fleet/update/lock/format-lock.ts';
import { parseLock } from '../../../../src/fleet/update/lock/parse-lock.ts';
import { EMPTY_LOCK, entryName, type LockEntry } from '../../../../src/fleet/update/lock/update-lock.ts';
import { digestOf, lockEntry, lockOf } from './lock-entries.ts';

const texts = fc.string({ unit: 'binary', maxLength: 20 });
const tables = fc.dictionary(texts, texts, { maxKeys: 5, noNullPrototype: true });
const entries: fc.Arbitrary<LockEntry> = fc
  .record({
    id: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
    platform: fc.constantFrom('linux/amd64', 'linux/arm64/v8'),
    tags: fc.array(texts, { maxLength: 3 }),
    how: fc.constantFrom('left' as const, 'rebased' as const, 'rebuilt' as const, 'cut-off' as const),
    seconds: fc.integer({ min: 0, max: 1e9 }).map((n) => n / 1000),
    pushedBytes: fc.nat(),
    bases: fc.dictionary(
      texts,
      fc.nat().map((n) => digestOf(`${n}`)),
      { maxKeys: 5, noNullPrototype: true },
    ),
    sources: tables,
    packages: tables,
  })
  .map(({ id, ...others }) => lockEntry(id, others));

describe('the text of a lock', () => {
  test('leads back to the lock', () => {
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 6 }), (list) => {
        const lock = lockOf(...list);
        const read = parseLock(formatLock(lock));
        expect([...read.entries].sort()).toEqual([...lock.entries].sort());
        expect(formatLock(read)).toBe(formatLock(lock));
      }),
      { numRuns: 200 },
    );
  });

  test('is the same for blocks in any order', () => {
    const [a, b] = [lockEntry('a:1'), lockEntry('b:1')];
    expect(formatLock(lockOf(b, a))).toBe(formatLock(lockOf(a, b)));
  });

  test('is YAML of the same content', () => {
    const entry = lockEntry('registry.example/app:1', { bases: { 'debian:12': digestOf('debian') } });
    const yaml = parse(formatLock(lockOf(entry))) as Record<string, unknown>;
    const { id, platform, sources: _s, packages: _p, ...fields } = entry;
    expect(yaml).toEqual({ version: 1, [entryName(id, platform)]: fields });
  });

  test('of nothing is read as nothing, as is no text at all', () => {
    expect(parseLock(formatLock(EMPTY_LOCK)).entries.size).toBe(0);
    expect(parseLock('').entries.size).toBe(0);
  });
});
