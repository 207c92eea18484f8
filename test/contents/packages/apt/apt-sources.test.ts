import { expect, test } from 'vitest';
import { readAptSources } from '../../../../src/contents/packages/apt/apt-sources.ts';

test('lines', () => {
  const text = `
# deb http://off.example/debian bookworm main
deb http://deb.debian.org/debian bookworm main contrib # why
deb-src [ arch=amd64,arm64 signed-by=/usr/share/keyrings/x.gpg ] https://x.example/apt stable main
deb [trusted=yes] file:/repo ./
rpm http://x y
deb http://nosuite.example
deb [ unclosed http://x y
`;
  expect(readAptSources(Buffer.from(text), 'etc/apt/sources.list')).toEqual([
    {
      types: ['deb'],
      uris: ['http://deb.debian.org/debian'],
      suites: ['bookworm'],
      components: ['main', 'contrib'],
      architectures: [],
    },
    {
      types: ['deb-src'],
      uris: ['https://x.example/apt'],
      suites: ['stable'],
      components: ['main'],
      architectures: ['amd64', 'arm64'],
    },
    { types: ['deb'], uris: ['file:/repo'], suites: ['./'], components: [], architectures: [] },
  ]);
});

test('stanzas', () => {
  const text = `# a comment
Types: deb deb-src
URIs: http://deb.debian.org/debian
# in between
Suites: bookworm
# and within
 bookworm-updates
Components: main

Types: deb
Enabled: no
URIs: http://off.example
Suites: x

Types: deb
Suites: without-uris
`;
  expect(readAptSources(Buffer.from(text), 'etc/apt/sources.list.d/debian.sources')).toEqual([
    {
      types: ['deb', 'deb-src'],
      uris: ['http://deb.debian.org/debian'],
      suites: ['bookworm', 'bookworm-updates'],
      components: ['main'],
      architectures: [],
    },
  ]);
});
