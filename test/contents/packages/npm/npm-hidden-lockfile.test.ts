import { expect, test } from 'vitest';
import { readNpmPurposes } from '../../../../src/contents/packages/npm/npm-hidden-lockfile.ts';
import { findParser, readMetadata } from '../../../support/read-packages.ts';

const PATH = 'srv/app/node_modules/.package-lock.json';

test('is kept with what is marked alone, below node_modules alone', () => {
  const packages = {
    'node_modules/a': { version: '1', resolved: 'https://x', dependencies: { b: '1' } },
    'node_modules/b': { version: '1', dev: true, integrity: 'sha512-x' },
    'node_modules/c': { devOptional: true, dev: false },
  };
  const kept = { packages: { 'node_modules/b': { dev: true }, 'node_modules/c': { devOptional: true } } };
  const text = Buffer.from(JSON.stringify(kept));
  expect(readMetadata(PATH, JSON.stringify({ name: 'x', packages }))).toEqual({ kind: 'text', text });
  expect(readNpmPurposes(text, PATH)).toEqual(
    readNpmPurposes(Buffer.from(JSON.stringify({ packages })), PATH),
  );
  expect(readMetadata(PATH, 'no JSON')).toEqual({ kind: 'text', text: Buffer.from('{"packages":{}}') });
  expect(findParser('node_modules/.package-lock.json')).toBeDefined();
  expect(findParser('srv/.package-lock.json')).toBeUndefined();
});

test('tells which folders are there for development', () => {
  const packages = {
    '': { dev: true },
    'node_modules/a': { version: '1' },
    'node_modules/b': { version: '1', dev: true },
    'node_modules/b/node_modules/@s/c': { version: '1', devOptional: true },
    'node_modules/d': { version: '1', dev: 'yes' },
    '../../../etc': { dev: true },
    'node_modules/e': null,
  };
  expect([...readNpmPurposes(Buffer.from(JSON.stringify({ packages })), PATH)]).toEqual([
    ['srv/app/node_modules/b', 'dev'],
    ['srv/app/node_modules/b/node_modules/@s/c', 'devOptional'],
  ]);
});

test.each(['', '[]', '{"packages":[]}', '{"packages":7}'])('%j tells nothing', (text) => {
  expect(readNpmPurposes(Buffer.from(text), PATH).size).toBe(0);
});
