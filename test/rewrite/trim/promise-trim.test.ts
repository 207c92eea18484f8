import { expect, test } from 'vitest';
import { NO_NODE } from '../../../src/contents/view/path-tree.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import type { SquashedView } from '../../../src/contents/view/squashed-view.ts';
import { ViewFinder } from '../../../src/contents/view/view-finder.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import type { MadeItem } from '../../../src/rewrite/layer-plan.ts';
import { planTrim } from '../../../src/rewrite/trim/plan-trim.ts';
import { promiseTrim } from '../../../src/rewrite/trim/promise-trim.ts';
import { listView } from '../../contents/view/list-view.ts';
import { dir, file, layer, link, scanLayers } from '../../support/layers.ts';
import { differencesOf } from '../../support/rewritten-layers.ts';

const LAYERS: readonly (readonly TarItem[])[] = [
  [dir('db'), file('db/status', 'old'), file('db/other', 'kept'), dir('usr'), file('usr/gone', 'x')],
  [file('usr/app', 'app'), dir('db'), file('db/last', 'old', { mode: 0o600, uid: 7 })],
];

const viewOf = async (layers: readonly (readonly TarItem[])[]): Promise<SquashedView> =>
  squashLayers(await scanLayers(layers.map(layer)));

function nodeOf(view: SquashedView, path: string): number {
  const bytes = Buffer.from(path);
  const node = new ViewFinder(view, 1e6).find(bytes, 0, bytes.length);
  expect(node).not.toBe(NO_NODE);
  return node;
}

/** What a trim of these paths, with these new contents, promises to show. */
async function promise(gone: readonly string[], made: Readonly<Record<string, MadeItem>>) {
  const original = await viewOf(LAYERS);
  const changes = new Map(Object.entries(made).map(([path, item]) => [nodeOf(original, path), item]));
  const { view } = planTrim(
    { view: original },
    { gone: new Set(gone.map((path) => nodeOf(original, path))), made: changes },
  );
  return { original, view, promised: await promiseTrim({ view, original, changes }) };
}

test('without new contents it is the view without what goes', async () => {
  const { view, promised } = await promise(['usr/gone'], {});
  expect(promised).toBe(view);
  const without = [LAYERS[0]!.filter(({ path }) => path !== 'usr/gone'), LAYERS[1]!];
  expect(differencesOf(listView(await viewOf(without)), listView(promised))).toEqual([]);
});

test('new contents are in their places, with their own attributes', async () => {
  const { promised, original } = await promise(['usr/gone'], {
    'db/status': { kind: 'file', content: Buffer.from('new'), mode: 0o640, mtimeSeconds: 5 },
    'db/last': { kind: 'file', content: Buffer.from(''), mode: 0o600, uid: 7 },
  });
  const expected = await viewOf([
    [
      dir('db'),
      file('db/status', 'new', { mode: 0o640, mtimeSeconds: 5 }),
      file('db/other', 'kept'),
      dir('usr'),
    ],
    [file('usr/app', 'app'), dir('db'), file('db/last', '', { mode: 0o600, uid: 7 })],
  ]);
  expect(differencesOf(listView(expected), listView(promised))).toEqual([]);
  // The image's own view is what it was.
  expect(differencesOf(listView(await viewOf(LAYERS)), listView(original))).toEqual([]);
});

test('a path that goes takes its new contents with it', async () => {
  const { promised } = await promise(['db/status', 'usr/gone'], {
    'db/status': { kind: 'file', content: Buffer.from('new') },
  });
  expect([...listView(promised).keys()]).not.toContain('db/status');
  expect(listView(promised).get('db/other')).toBeDefined();
});

test('names beyond what a short header holds', async () => {
  const long = `${'d'.repeat(120)}/${'f'.repeat(150)}`;
  const original = await viewOf([
    [dir('d'.repeat(120)), file(long, 'old'), file('z', 'old'), link('z2', 'z')],
  ]);
  const changes = new Map<number, MadeItem>(
    [long, 'z'].map((path) => [
      nodeOf(original, path),
      { kind: 'file', content: Buffer.from(`new ${path}`) },
    ]),
  );
  const { view } = planTrim({ view: original }, { gone: new Set(), made: changes });
  const shown = listView(await promiseTrim({ view, original, changes }));
  const expected = listView(
    await viewOf([[dir('d'.repeat(120)), file(long, `new ${long}`), file('z', 'new z')]]),
  );
  for (const path of [long, 'z']) expect(shown.get(path)?.contentHash).toBe(expected.get(path)?.contentHash);
});
