import { expect, test } from 'vitest';
import {
  findAttribute,
  listAttributes,
  parseJarManifest,
} from '../../../../src/contents/packages/java/jar-manifest.ts';

test('attributes, their continued lines, and the sections after them', () => {
  const manifest = parseJarManifest(
    'Manifest-Version: 1.0\r\nBundle-Name: Acme \r\n  Tool\r\nno colon\r\n: x\r\n\r\n\r\nName: org/acme/\r\nImplementation-Version: 7\r\n\r\n lost\r\nName: b\r\nImplementation-Version: 8',
  );
  expect([...manifest.main]).toEqual([
    ['Manifest-Version', '1.0'],
    ['Bundle-Name', 'Acme  Tool'],
  ]);
  expect(manifest.sections).toHaveLength(2);
  expect(findAttribute(manifest, 'Implementation-Version')).toBe('7');
  expect(findAttribute(manifest, 'Manifest-Version')).toBe('1.0');
  expect(findAttribute(manifest, 'X')).toBe('');
  expect(listAttributes(manifest, 'Implementation-Version')).toEqual(['7', '8']);
});

test('an empty one has nothing', () => {
  expect(parseJarManifest('')).toEqual({ main: new Map(), sections: [] });
});
