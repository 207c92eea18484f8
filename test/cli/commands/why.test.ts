// `plimsoll image --why`: what holds a package, told of an image that is really read.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import WHY from '../../../schema/why.json' with { type: 'json' };
import { validateSchema } from '../../report/validate-schema.ts';
import { makeElf } from '../../support/elf-files.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, makeLayout, symlink } from '../../support/layers.ts';
import { runProgram } from '../run-program.ts';

const folder = makeTemporaryFolder();
const stanza = (name: string, more = ''): string =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n${more}\n`;
const mark = (name: string): string => `Package: ${name}\nArchitecture: amd64\nAuto-Installed: 1\n\n`;
await makeLayout(
  join(folder, 'app'),
  [
    layer([
      file('etc/os-release', 'ID=debian\nVERSION_ID="12"\n'),
      file(
        'var/lib/dpkg/status',
        stanza('curl', 'Depends: libcurl4 (>= 1)\n') +
          stanza('libcurl4', 'Depends: libz1\n') +
          stanza('libz1') +
          stanza('core', 'Essential: yes\n') +
          stanza('fetcher', 'Recommends: curl | wget\n'),
      ),
      file('var/lib/apt/extended_states', mark('libcurl4') + mark('libz1')),
      file('var/lib/dpkg/info/curl.list', '/usr/bin/curl\n'),
      file('var/lib/dpkg/info/libcurl4.list', '/usr/lib/libcurl.so.4\n'),
      file('var/lib/dpkg/info/libz1.list', '/usr/lib/libz.so.1\n/usr/lib/libz.so.1.2\n'),
      file('usr/bin/curl', Buffer.alloc(300_000)),
      file('usr/lib/libcurl.so.4', makeElf({ soname: 'libcurl.so.4', needed: ['libz.so.1'] })),
      file('usr/lib/libz.so.1.2', makeElf({ soname: 'libz.so.1' })),
      symlink('usr/lib/libz.so.1', 'libz.so.1.2'),
      file('opt/app\x1b[31m', makeElf({ needed: ['libz.so.1'] })),
      file('entry.sh', '#!/bin/sh\ncurl -f http://localhost/\nexec "$@"\n'),
    ]),
  ],
  { run: { Entrypoint: ['/entry.sh'] } },
);
const why = (...args: readonly string[]) =>
  runProgram(['image', './app', '--platform', 'linux/amd64', ...args], { cwd: folder });

test('text', async () => {
  const { exitCode, stdout, stderr } = await why('--why', 'curl');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatchInlineSnapshot(`
    "curl 1  300 kB, brought by layer 0
    Somebody asked for it by name, or nobody noted that nobody did.

    Packages that need it:
      fetcher 1 recommends it: curl | wget

    Programs and libraries that stay and are linked with it, or with what would go:
      /opt/app\\x1b[31m (of no package) needs libz.so.1 of libz1

    The image starts it, or what would go with it:
      /usr/bin/curl: called in a script that the image starts, /entry.sh

    Removing it would free 302 kB in 3 packages.
    Itself, and what nothing needs then:
      size  package
    300 kB  curl 1
     872 B  libcurl4 1
     840 B  libz1 1
    "
  `);
});

test('a package that came because of others, and one that cannot go', async () => {
  expect((await why('--why', 'libz1')).stdout).toMatch(
    /^libz1 1 .*\nIt came because of others: curl > libcurl4 > libz1\n/,
  );
  expect((await why('--why', 'core')).stdout).toMatch(/It is essential[\s\S]*It cannot be removed\.\n$/);
});

test('JSON is as its schema says', async () => {
  for (const name of ['curl', 'libz1', 'core']) {
    const { stdout } = await why('--why', name, '--format', 'json');
    expect(validateSchema(WHY, JSON.parse(stdout), true)).toEqual([]);
  }
  const { stdout } = await why('--why', 'libcurl4', '--format', 'json');
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    package: { name: 'libcurl4', automatic: true },
    keptBecause: null,
    keptPath: ['curl', 'libcurl4'],
    neededBy: [{ name: 'curl', kind: 'depends', text: 'libcurl4 (>= 1)', only: true }],
    removal: {
      kind: 'removable',
      freed: [{ name: 'libcurl4' }, { name: 'libz1' }],
      dependents: [{ name: 'curl', bytes: 300_000 }],
    },
  });
});

test('what the image has not, and bills of materials, are refused', async () => {
  expect(await why('--why', 'curll')).toMatchObject({
    exitCode: 2,
    stderr: 'plimsoll: curll: the image has no such package\nhint: Did you mean curl?\n',
  });
  expect((await why('--why', 'curl', '--format', 'spdx')).exitCode).toBe(2);
});
