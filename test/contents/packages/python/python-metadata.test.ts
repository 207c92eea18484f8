import { expect, test } from 'vitest';
import { findParser, readPackages } from '../../../support/read-packages.ts';

const PATH = 'opt/venv/lib/python3.11/site-packages/Flask-2.3.2.dist-info/METADATA';
const METADATA = `Metadata-Version: 2.1
Name: Flask
Version: 2.3.2
License: BSD-3-Clause
Classifier: License :: OSI Approved :: BSD License
Requires-Dist: Werkzeug >=2.3.3
Requires-Dist: importlib-metadata >=3.6.0 ; python_version < "3.10"
Requires-Dist: asgiref >=3.2 ; extra == 'async'
Summary: x
  Name: continued

Name: description
Version: 9
`;

test('a wheel', () => {
  expect(readPackages(PATH, METADATA)).toEqual([
    {
      type: 'pypi',
      name: 'Flask',
      version: '2.3.2',
      architecture: '',
      source: '',
      sourceVersion: '',
      licence: 'BSD-3-Clause',
      claimedBytes: 0,
      fields: {
        'Requires-Dist': 'Werkzeug >=2.3.3\nimportlib-metadata >=3.6.0 ; python_version < "3.10"',
      },
      files: { kind: 'elsewhere' },
    },
  ]);
});

test.each([
  ['License-Expression: MIT\nLicense: x', 'MIT'],
  ['License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License', 'MIT License'],
  ['Classifier: License :: A\nClassifier: License :: B :: C', 'A, C'],
  ['License: The text\n  of a whole licence', 'The text'],
  ['Summary: x', ''],
])('licence of %j', (fields, licence) => {
  expect(readPackages(PATH, `Name: a\nVersion: 1\n${fields}\n`)[0]!.licence).toBe(licence);
});

test.each([
  ['usr/lib/python3/dist-packages/six.egg-info', { kind: 'itself' }],
  ['usr/lib/python3/dist-packages/yaml.egg-info/PKG-INFO', { kind: 'elsewhere' }],
  ['opt/x-1.egg/EGG-INFO/PKG-INFO', { kind: 'folder', path: 'opt/x-1.egg' }],
  ['x.DIST-INFO/METADATA', { kind: 'elsewhere' }],
])('%s', (path, files) => {
  expect(readPackages(path, '\r\nName: six\r\nVersion: 1.0\r\n\r\nText')).toMatchObject([
    { name: 'six', version: '1.0', files },
  ]);
});

test.each(['opt/METADATA', 'opt/PKG-INFO', 'a.dist-info/PKG-INFO', 'src/x/METADATA'])(
  '%s is none',
  (path) => {
    expect(findParser(path)).toBeUndefined();
  },
);

test.each(['', 'Name: a', 'Version: 1', ': x\nName:\nVersion: 1', 'Name: Python\nVersion: 2.7.18', '\0\0\0'])(
  '%j is no distribution',
  (text) => {
    expect(readPackages(PATH, text)).toEqual([]);
  },
);
