import { join } from 'node:path';
import { expect, it } from 'vitest';
import { splitPathAndSelector } from '../../../src/oci/layout/split-path.ts';
import { makeTemporaryFolder, writeTree } from '../../support/image-files.ts';

const root = makeTemporaryFolder();
writeTree(root, { 'image.tar': '', 'odd:name.tar': '', 'odd:name.tar:1': '' });
const digest = `sha256:${'a'.repeat(64)}`;

it.each([
  ['image.tar', 'image.tar', undefined],
  ['image.tar:busybox:latest', 'image.tar', 'busybox:latest'],
  ['image.tar:registry:5000/app:1', 'image.tar', 'registry:5000/app:1'],
  ['image.tar:@3', 'image.tar', '@3'],
  [`image.tar@${digest}`, 'image.tar', `@${digest}`],
  [`image.tar:@${digest}`, 'image.tar', `@${digest}`],
  ['image.tar:', 'image.tar', undefined],
  ['odd:name.tar', 'odd:name.tar', undefined],
  ['odd:name.tar:tag', 'odd:name.tar', 'tag'],
  ['odd:name.tar:1', 'odd:name.tar:1', undefined],
  ['missing.tar:a:b', 'missing.tar', 'a:b'],
])('%s', async (text, path, selector) => {
  expect(await splitPathAndSelector(join(root, text))).toEqual({ path: join(root, path), selector });
});

it('leaves the colon of a drive letter alone', async () => {
  expect(await splitPathAndSelector('C:\\image.tar:tag')).toEqual({ path: 'C:\\image.tar', selector: 'tag' });
});
