import { expect, test } from 'vitest';
import { readNpmPurposes } from '../../../../src/contents/packages/npm/npm-hidden-lockfile.ts';
import { findParser, readMetadata } from '../../../support/read-packages.ts';

const PATH = 'srv/app/node_modules/.package-lock.json';

test('is kept as it is, below node_modules alone', () => {
  expect(readMetadata(PATH, '{}')).toEqual({ kind: 'text', text: Buffer.from('{}') });
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
