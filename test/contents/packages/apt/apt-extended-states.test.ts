import { expect, test } from 'vitest';
import { readExtendedStates } from '../../../../src/contents/packages/apt/apt-extended-states.ts';

test('those with the mark only', () => {
  const text =
    'Package: a\nArchitecture: amd64\nAuto-Installed: 1\n\nPackage: b\nAuto-Installed: 0\n\nPackage: c\nAuto-Installed: 1\n';
  expect(readExtendedStates(Buffer.from(text))).toEqual([
    { name: 'a', architecture: 'amd64' },
    { name: 'c', architecture: '' },
  ]);
});
