import { expect, test } from 'vitest';
import { parsePomProperties } from '../../../../src/contents/packages/java/maven-coordinates.ts';

test('reads either separator and passes over what is none', () => {
  expect(
    parsePomProperties('#Generated\r\nversion = 1.0\r\ngroupId:org.acme\n!x\nodd\nartifactId=tool\n'),
  ).toEqual({
    group: 'org.acme',
    artifact: 'tool',
    version: '1.0',
  });
  expect(parsePomProperties('')).toEqual({ group: '', artifact: '', version: '' });
});
