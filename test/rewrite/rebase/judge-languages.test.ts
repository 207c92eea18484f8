// Compiled modules for language runtimes, on bases whose runtime is the same, another one, or unknown.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { judgeLanguages } from '../../../src/rewrite/rebase/judge-languages.ts';
import { RebaseViews } from '../../../src/rewrite/rebase/rebase-views.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file, symlink, whiteout } from '../../support/layers.ts';
import { openPair } from '../../support/rebase-pairs.ts';

const root = makeTemporaryFolder();
let count = 0;

/** Notes as `level path: message`. */
async function judge(
  old: readonly TarItem[],
  app: readonly TarItem[],
  newer: readonly TarItem[],
): Promise<readonly string[]> {
  const pair = { old: { layers: [old] }, app: { layers: [app] }, new: { layers: [newer] } };
  const { image, newBase, ...rest } = await openPair(join(root, String(count++)), pair);
  const subject = { image, newBase, baseLayerCount: 1 };
  const views = new RebaseViews(image.contents.view, 1, newBase.contents.view);
  const notes = await judgeLanguages(subject, views);
  for (const { opened } of [image, newBase, rest.old]) await opened.close();
  expect(notes.every(({ kind }) => kind === 'language-abi')).toBe(true);
  return notes.map(({ level, path, message }) => `${level} ${path}: ${message}`);
}

function at(path: string, content: string): readonly TarItem[] {
  const parts = path.split('/').slice(0, -1);
  return [...parts.map((_, i) => dir(parts.slice(0, i + 1).join('/'))), file(path, content, { mode: 0o755 })];
}
const node = (abi: number) =>
  at('usr/local/include/node/node_version.h', `#define NODE_MODULE_VERSION ${abi}\n`);
const java = (version: string) =>
  at('opt/java/openjdk/release', `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\n`);
const nginx = (version: string) => at('usr/sbin/nginx', `\x7fELF nginx version: nginx/${version}\0more`);
const ADDON = [dir('app'), file('app/x.node', 'addon')];
const JAR = [dir('app'), file('app/x.jar', 'PK')];
const MODULE = at('usr/lib/nginx/modules/brotli.so', 'x');

describe("Node's addons", () => {
  test('for the same ABI', async () => {
    expect(await judge(node(108), ADDON, [...node(108), file('usr/new', '')])).toEqual([]);
  });

  test('for another ABI, newer or older', async () => {
    const told = (a: number, b: number) => [
      `conflict app/x.node: it was made for Node's ABI ${a}, and the new base has ${b}`,
    ];
    expect(await judge(node(108), ADDON, node(115))).toEqual(told(108, 115));
    expect(await judge(node(115), ADDON, node(108))).toEqual(told(115, 108));
  });

  test('where the application has none', async () => {
    expect(await judge(node(108), [dir('app'), file('app/x.js', '')], node(115))).toEqual([]);
  });

  test('that the base itself brought', async () => {
    expect(await judge([...node(108), file('usr/x.node', '')], JAR, node(115))).toEqual([]);
  });

  test('that the application took away again', async () => {
    const base = [...node(108), dir('app'), file('app/x.node', '')];
    expect(await judge(base, [whiteout('app/x.node')], node(115))).toEqual([]);
  });

  test('where no header tells the ABI: the same program, another one, none any more, none ever', async () => {
    const [v18, v20] = [at('usr/local/bin/node', '18'), at('usr/local/bin/node', '20')];
    const unknown = [
      "checked app/x.node: it was made for Node's ABI, which cannot be told of both bases, and the program is another one",
    ];
    expect(await judge(v18, ADDON, v18)).toEqual([]);
    expect(await judge(v18, ADDON, v20)).toEqual(unknown);
    expect(await judge(v18, ADDON, [dir('usr')])).toEqual(unknown);
    expect(await judge([dir('usr')], ADDON, v20)).toEqual([]);
  });

  test('with a program behind a link', async () => {
    const linked = (content: string) => [
      ...at('nodejs/bin/node-real', content),
      symlink('nodejs/bin/node', 'node-real'),
    ];
    expect(await judge(linked('18'), ADDON, linked('18'))).toEqual([]);
    expect(await judge(linked('18'), ADDON, linked('20'))).toHaveLength(1);
  });
});

describe("Java's archives", () => {
  test('for a runtime that is not older', async () => {
    expect(await judge(java('17.0.9'), JAR, java('17.0.11'))).toEqual([]);
    expect(await judge(java('1.8.0_402'), JAR, java('21.0.1'))).toEqual([]);
  });

  test('for a newer one', async () => {
    expect(await judge(java('21.0.1'), JAR, java('17.0.9'))).toEqual([
      'conflict app/x.jar: it was made for the version of Java 21, and the new base has 17',
    ]);
    expect(await judge(java('11.0.2'), JAR, java('1.8.0_402'))).toHaveLength(1);
  });
});

describe("nginx's modules", () => {
  test('for the very same version', async () => {
    expect(await judge(nginx('1.25.3'), MODULE, nginx('1.25.3'))).toEqual([]);
  });

  test('for any other', async () => {
    expect(await judge(nginx('1.25.3'), MODULE, nginx('1.25.4'))).toEqual([
      'conflict usr/lib/nginx/modules/brotli.so: it was made for the version of nginx 1.25.3, and the new base has 1.25.4',
    ]);
  });

  test('where the new base has no nginx', async () => {
    expect(await judge(nginx('1.25.3'), MODULE, [dir('usr')])).toHaveLength(1);
  });
});
