// Locks that are not as they are written: each is refused with the line, and nothing of it is believed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlimsollError } from '../../../../src/errors.ts';
import { formatLock } from '../../../../src/fleet/update/lock/format-lock.ts';
import { parseLock } from '../../../../src/fleet/update/lock/parse-lock.ts';
import { digestOf, lockEntry, lockOf } from './lock-entries.ts';

const GOOD = formatLock(
  lockOf(lockEntry('app:1', { bases: { 'debian:12': digestOf('d') } }), lockEntry('tools:1')),
);

describe('a lock is refused', () => {
  test.each<readonly [why: string, from: string | RegExp, to: string, message: RegExp]>([
    ['of another version', 'version: 1', 'version: 2', /version is 2/],
    ['without a version', /^[\s\S]*?\n\n/, '', /begin with its version/],
    ['with a conflict', '  how: "rebuilt"', '<<<<<<< HEAD\n  how: "left"', /conflict/],
    ['with an unknown field', '  how:', '  why:', /no field "why"/],
    ['with an unknown table', '  parts:', '  limbs:', /no table "limbs"/],
    ['with a field twice', '  how: "rebuilt"', '  how: "left"\n  how: "left"', /twice/],
    ['with a number for a text', /key: ".*"/, 'key: 12', /no field "key"/],
    ['with a key that is none', /key: ".*"/, 'key: "abc"', /key is none/],
    ['with a digest that is none', /digest: ".*"/, 'digest: "sha256:12"', /digest is none/],
    ['with a base that is no digest', /"debian:12": ".*"/, '"debian:12": "latest"', /bases is none/],
    ['with a time that is none', /at: ".*"/, 'at: "2026-13-41T00:00:00Z"', /at is none/],
    ['with a way that is none', '"rebuilt"', '"guessed"', /how is none/],
    ['without a part', /\n {4}"files": ".*"/, '', /all parts/],
    ['with a part too many', '  parts:', '  parts:\n    "more": "0123456789abcdef"', /all parts/],
    ['with an image twice', '"tools:1 linux/amd64"', '"app:1 linux/amd64"', /two blocks/],
    ['with a block that names no platform', '"tools:1 linux/amd64"', '"tools:1"', /no image and platform/],
    ['with a row twice', /(\n {4}"debian:12": ".*")/, '$1$1', /twice in its table/],
    ['with a text of its own quoting', '"rebuilt"', '"\\x41"', /quoted/],
    ['with a line of anything', '  how:', 'how:', /written|outside/],
    ['with more letters than a line has', '"rebuilt"', `"${'x'.repeat(20_000)}"`, /longer than/],
    ['that ends in the middle of a block', / {2}how[\s\S]*$/, '', /has no how/],
  ])('%s', (_why, from, to, message) => {
    const text = GOOD.replace(from, to);
    expect(text).not.toBe(GOOD);
    expect(() => parseLock(text)).toThrow(message);
    expect(() => parseLock(text)).toThrow(
      expect.objectContaining({ code: 'LOCK_INVALID', line: expect.any(Number) }),
    );
  });

  test('or read, whatever is done to it, and never anything else', () => {
    fc.assert(
      fc.property(
        fc.nat(GOOD.length),
        fc.nat(40),
        fc.string({ unit: 'binary', maxLength: 12 }),
        (at, cut, put) => {
          try {
            parseLock(GOOD.slice(0, at) + put + GOOD.slice(at + cut));
          } catch (error) {
            expect(error).toBeInstanceOf(PlimsollError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('names that objects have are names like others', () => {
    const lock = lockOf(lockEntry('app:1', { sources: JSON.parse('{"__proto__":"x","constructor":"y"}') }));
    const [entry] = parseLock(formatLock(lock)).entries.values();
    expect(Object.entries(entry!.sources)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  test('lines of Windows are read', () => {
    expect(parseLock(GOOD.replaceAll('\n', '\r\n')).entries).toEqual(parseLock(GOOD).entries);
  });
});
