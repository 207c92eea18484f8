// What an image starts by itself, in images that are really written and read.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readImage } from '../../../src/contents/read-image.ts';
import { findPrograms } from '../../../src/contents/uses/find-programs.ts';
import { nodePath } from '../../../src/contents/view/squashed-view.ts';
import { openImage } from '../../../src/oci/open-image.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, makeLayout, symlink } from '../../support/layers.ts';

const folder = makeTemporaryFolder();
let count = 0;

async function startedIn(
  run: Readonly<Record<string, unknown>>,
  items: Parameters<typeof layer>[0],
): Promise<readonly string[]> {
  const path = join(folder, String(count++));
  mkdirSync(folder, { recursive: true });
  await makeLayout(path, [layer(items)], { run });
  const image = await openImage(`oci:${path}`, { platform: 'linux/amd64' });
  const contents = await readImage(image);
  const { programs, unread } = await findPrograms(image, contents);
  await image.close();
  return [
    ...programs.map(
      ({ role, namedBy, nodes }) =>
        `${role} ${namedBy}: ${nodes.map((node) => nodePath(contents.view, node)).join(' > ')}`,
    ),
    ...unread.map((name) => `unread ${name}`),
  ];
}

const system = [
  symlink('bin', 'usr/bin'),
  symlink('usr/bin/sh', 'dash'),
  file('usr/bin/dash', 'x'),
  file('usr/bin/env', 'x'),
  file('usr/bin/node', 'x'),
  file('usr/bin/curl', 'x'),
  file('usr/bin/test', 'x'),
];

test('exec form: the first word by PATH, others by path; arguments are no programs', async () => {
  expect(
    await startedIn({ Entrypoint: ['node', '/app.js', 'test'] }, [...system, file('app.js', 'x')]),
  ).toEqual(['entrypoint node: usr/bin/node', 'entrypoint /app.js: app.js']);
  expect(await startedIn({ Cmd: ['node'], Env: ['PATH=/opt'] }, system)).toEqual([]);
});

test('shell form: each command of the text', async () => {
  expect(await startedIn({ Cmd: ['/bin/sh', '-c', 'A=1 node x && exec curl test || none'] }, system)).toEqual(
    [
      'command /bin/sh: usr/bin/sh > usr/bin/dash',
      'command node: usr/bin/node',
      'command curl: usr/bin/curl',
    ],
  );
});

test('a script: its interpreter, env or not, and the commands of a shell script', async () => {
  const script =
    '#!/bin/sh -e\n# curl is not called here\nif test -f x; then\n  curl -f "$URL" | node -\nfi\nexec "$@"\n';
  expect(await startedIn({ Entrypoint: ['/run'] }, [...system, file('run', script)])).toEqual([
    'entrypoint /run: run',
    'interpreter /run: usr/bin/sh > usr/bin/dash',
    'script /run: usr/bin/test',
    'script /run: usr/bin/curl',
    'script /run: usr/bin/node',
  ]);
  expect(
    await startedIn({ Entrypoint: ['/cli'] }, [
      ...system,
      file('cli', '#!/usr/bin/env -S node --x\ncurl;\n'),
    ]),
  ).toEqual(['entrypoint /cli: cli', 'interpreter /cli: usr/bin/env', 'interpreter /cli: usr/bin/node']);
});

test("Docker's health check", async () => {
  expect(
    await startedIn({ Healthcheck: { Test: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'] } }, system),
  ).toEqual(['healthcheck /bin/sh: usr/bin/sh > usr/bin/dash', 'healthcheck curl: usr/bin/curl']);
  expect(await startedIn({ Healthcheck: { Test: 'curl' } }, system)).toEqual([]);
});

test('a script that is too large is told, and scripts that start each other end', async () => {
  const large = `#!/bin/sh\n${' '.repeat(1024 * 1024)}`;
  expect(await startedIn({ Entrypoint: ['/large'] }, [...system, file('large', large)])).toEqual([
    'entrypoint /large: large',
    'unread large',
  ]);
  const a = file('a', '#!/b\n/a\n');
  const b = file('b', '#!/a\n/b\n');
  expect(await startedIn({ Entrypoint: ['/a'] }, [a, b])).toEqual([
    'entrypoint /a: a',
    'interpreter /a: b',
    'interpreter /b: a',
  ]);
});
