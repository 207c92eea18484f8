// What must hold for any stack of layers and any rules.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keepLedger, NEEDED } from '../../../src/checks/judging/byte-ledger.ts';
import { judgeImage } from '../../../src/checks/judging/judge-image.ts';
import { PACKAGE_RULES } from '../../../src/checks/package-rules.ts';
import type { Rule, ViewedFile } from '../../../src/checks/rule.ts';
import { CONTENT_TYPE, ENTRY_KIND, pathText } from '../../../src/contents/facts/layer-facts.ts';
import type { ImageContents } from '../../../src/contents/image-contents.ts';
import { nodePath, VISIBLE } from '../../../src/contents/view/squashed-view.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { arbitraryStack } from '../../support/arbitrary-layers.ts';
import { file, link, whiteout } from '../../support/layers.ts';
import { pathRule, readStack, VIEW_RULES, withPathRules } from './judge-stack.ts';

/** Random stacks of any entries, some files large enough to count as duplicates, or of many copies, links and deletions. */
function arbitraryImage(): fc.Arbitrary<TarItem[][]> {
  const any = arbitraryStack({ maxEntries: 12, maxLayers: 6 });
  const stacks = fc.oneof(any, arbitraryCopies()).map((stack) => stack.map((items) => items.map(enlarge)));
  return fc
    .tuple(stacks, fc.boolean())
    .map(([stack, hasPackages]) => (hasPackages ? [DATABASE, ...stack] : stack));
}

/** Packages that have some of the names which random layers write: a compiler and a manual. */
const DATABASE: TarItem[] = [
  file(
    'var/lib/dpkg/status',
    ['gcc', 'gcc-doc']
      .map((name) => `Package: ${name}\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n`)
      .join('\n'),
  ),
  file('var/lib/dpkg/info/gcc.list', '/a\n/b\n/a/b\n/b/a\n'),
  file('var/lib/dpkg/info/gcc-doc.list', '/c\n/a/c\n'),
];

/** A hard link group, and layers that copy, link and delete its names: what a later chown or an update of links does. */
function arbitraryCopies(): fc.Arbitrary<TarItem[][]> {
  const group = [file('a', 'same'), link('b', 'a'), link('c', 'a')];
  const changes = (name: string) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 4, arbitrary: fc.constant([file(name, 'same')]) },
      { weight: 2, arbitrary: fc.constant([whiteout(name)]) },
      { weight: 1, arbitrary: fc.constantFrom('a', 'b').map((target) => [link(name, target)]) },
      { weight: 1, arbitrary: fc.constant([file(name, 'small')]) },
    );
  const items = fc.tuple(changes('a'), changes('b'), changes('c')).map((lists) => lists.flat());
  const first = fc.nat(2).map((links) => group.slice(0, links + 1));
  return fc.tuple(first, fc.array(items, { maxLength: 5 })).map(([lowest, upper]) => [lowest, ...upper]);
}

function enlarge(item: TarItem): TarItem {
  if (item.kind !== 'file') return item;
  const text = Buffer.from(item.content as Uint8Array).toString('latin1');
  if (text === 'same') return { ...item, content: Buffer.alloc(70_000, 's') };
  if (text === 'other') return { ...item, content: Buffer.alloc(65_536, 'o') };
  return item;
}

/** View rules that leave some files to an advice rule, which leaves some to none. */
const EXCUSED_RULES: readonly Rule[] = [
  ...VIEW_RULES.map((rule) => ({ ...rule, isExcused: ({ path }: ViewedFile) => /[ab]$/.test(path) })),
  {
    kind: 'view',
    views: ['deleted', 'overwritten', 'opaque', 'copy', 'duplicate'],
    id: 'no-fault',
    title: 'no-fault',
    tier: 'advice',
    severity: 'advice',
    floorBytes: 0,
    isExcused: ({ path, layer }, needed) => path.endsWith('b') && layer.index !== needed?.layer.index,
    what: 'files that are nobody’s fault',
    fix: 'Leave them.',
  },
  pathRule('any-c', ['**/c'], 'advice'),
];

function arbitraryRules(): fc.Arbitrary<readonly Rule[]> {
  const floor = fc.constantFrom(0, 1, 600, 70_000, 1_000_000);
  return fc
    .tuple(
      fc.array(floor, { minLength: 12, maxLength: 12 }),
      fc.constantFrom('view', 'paths', 'packages', 'excused'),
    )
    .map(([floors, kind]) => {
      if (kind === 'excused') return EXCUSED_RULES.map((rule, i) => ({ ...rule, floorBytes: floors[i]! }));
      const rules =
        kind === 'packages'
          ? [
              ...withPathRules(pathRule('python', ['**/*.pyc']), pathRule('any-c', ['**/b'], 'advice')),
              ...PACKAGE_RULES,
            ]
          : kind === 'paths'
            ? withPathRules(
                pathRule('folder-a', ['**/a/']),
                pathRule('python', ['**/*.pyc'], 'ballast', {
                  isExcused: ({ folder }, image) => image.kindAt(`${folder}/b`) === ENTRY_KIND.file,
                }),
                pathRule('root-b', ['b', 'b/*']),
                pathRule('elf', ['**/*'], 'ballast', {
                  contentTypes: [CONTENT_TYPE.elfObject, CONTENT_TYPE.zeros],
                }),
                pathRule('any-c', ['**/c'], 'advice'),
                pathRule('folder-e', ['**/é/'], 'advice', { isExcused: ({ name }) => name === 'a' }),
              )
            : VIEW_RULES;
      return rules.map((rule, i) => ({ ...rule, floorBytes: floors[i % floors.length]! }));
    });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const sumOf = (record: Readonly<Record<string, number>>): number => sum(Object.values(record));

/** Regular files of all layers with content, by their number in the through numbering. */
function* fileEntries({ view }: ImageContents) {
  for (const [layer, facts] of view.layers.entries())
    for (let i = 0; i < facts.entryCount; i++)
      if (facts.kinds[i] === ENTRY_KIND.file && facts.sizes[i]! > 0) {
        const content = Buffer.from(facts.contents.subarray(i * 16, i * 16 + 16)).toString('hex');
        const key = `${content} ${facts.sizes[i]}`;
        yield {
          entry: view.entryBases[layer]! + i,
          layer,
          path: pathText(facts, i),
          sizeBytes: facts.sizes[i]!,
          key,
        };
      }
}

/** Nodes that show a regular file with content, with the entry that holds it. */
function* shownFiles({ view }: ImageContents) {
  const { tree, inodes } = view;
  const keys = new Map([...fileEntries({ view } as ImageContents)].map(({ entry, key }) => [entry, key]));
  for (let node = 0; node < tree.nodeCount; node++) {
    if (tree.kinds[node] !== ENTRY_KIND.file) continue;
    const key = keys.get(inodes[node]!);
    if (key !== undefined) yield { node, path: nodePath(view, node), entry: inodes[node]!, key };
  }
}

test('every byte of every layer and of the image is needed or ballast, and nothing is counted twice', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryImage(), arbitraryRules(), fc.nat(7), async (stack, rules, baseLayerCount) => {
      const contents = await readStack(stack, { baseLayerCount });
      const { bytes, layers, findings } = judgeImage(contents, rules, {
        pathsPerFinding: Number.POSITIVE_INFINITY,
      });
      const counted = findings.filter(({ severity }) => severity !== 'advice');
      for (const [i, layer] of layers.entries()) {
        expect(layer.entryBytes).toBe(contents.layers[i]!.facts.entryBytes);
        expect(layer.neededBytes + layer.ballastBytes).toBe(layer.entryBytes);
        expect(sumOf(layer.ballastByCause)).toBe(layer.ballastBytes);
        expect(layer.adviceBytes).toBeLessThanOrEqual(layer.neededBytes);
        expect(layer.hiddenBytes).toBeLessThanOrEqual(layer.entryBytes);
        for (const [rule, causeBytes] of Object.entries(layer.ballastByCause))
          expect(sum(counted.filter((f) => f.rule === rule && f.layer === i).map((f) => f.bytes))).toBe(
            causeBytes,
          );
      }
      for (const key of ['entryBytes', 'neededBytes', 'ballastBytes', 'adviceBytes', 'shippedBytes'] as const)
        expect(bytes[key]).toBe(sum(layers.map((layer) => layer[key])));
      expect(bytes.neededBytes + bytes.ballastBytes).toBe(bytes.entryBytes);
      expect(sumOf(bytes.ballastByCause)).toBe(bytes.ballastBytes);
      expect(sumOf(bytes.ballastByOrigin)).toBe(bytes.ballastBytes);
      expect(sumOf(bytes.adviceByOrigin)).toBe(bytes.adviceBytes);
      const inherited = counted.filter(({ layer }) => layer! < baseLayerCount);
      expect(bytes.ballastByOrigin.inherited).toBe(sum(inherited.map((f) => f.bytes)));
      expect(bytes.ballastShippedBytes).toBeLessThanOrEqual(bytes.shippedBytes + findings.length);
    }),
    { numRuns: 300 },
  );
});

test('each finding is the sum of its files, all of them files of its layer, each file in one finding only', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryImage(), arbitraryRules(), async (stack, rules) => {
      const contents = await readStack(stack);
      const { findings } = judgeImage(contents, rules, { pathsPerFinding: Number.POSITIVE_INFINITY });
      const left = new Map<string, number>();
      for (const { layer, path, sizeBytes } of fileEntries(contents)) {
        const key = `${layer} ${path} ${sizeBytes}`;
        left.set(key, (left.get(key) ?? 0) + 1);
      }
      for (const finding of findings) {
        expect(finding.bytes).toBe(sum(finding.paths.map((file) => file.bytes)));
        expect(finding.fileCount).toBe(finding.paths.length);
        expect(finding.bytes).toBeGreaterThan(0);
        expect(finding.shippedBytes).toBeGreaterThanOrEqual(0);
        expect(finding.state).toBe(finding.hiddenByLayer === null ? 'visible' : 'hidden');
        if (finding.hiddenByLayer !== null)
          expect(finding.hiddenByLayer).toBeGreaterThanOrEqual(finding.layer!);
        const folder = finding.folder === '' ? '' : `${finding.folder}/`;
        for (const { path, bytes } of finding.paths) {
          expect(path.startsWith(folder)).toBe(true);
          const key = `${finding.layer} ${path} ${bytes}`;
          expect(left.get(key) ?? 0).toBeGreaterThan(0);
          left.set(key, left.get(key)! - 1);
        }
        expect(deepestFolder(finding.paths.map(({ path }) => path))).toBe(finding.folder);
      }
    }),
    { numRuns: 300 },
  );
});

function deepestFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => path.split('/').slice(0, -1));
  const common: string[] = [];
  for (const [i, name] of folders[0]!.entries()) {
    if (!folders.every((folder) => folder[i] === name)) break;
    common.push(name);
  }
  return common.join('/');
}

describe('by the view rules alone', () => {
  const judged = (stack: TarItem[][]) =>
    readStack(stack).then((contents) => ({ contents, ledger: keepLedger(contents, VIEW_RULES) }));

  test('what shows is needed: of each content that shows, one entry at least is no ballast', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryImage(), async (stack) => {
        const { contents, ledger } = await judged(stack);
        const needed = new Set<string>();
        for (const { entry, key } of fileEntries(contents))
          if (ledger.ballast[entry] === NEEDED) needed.add(key);
        for (const { key, path } of shownFiles(contents))
          expect({ path, has: needed.has(key) }).toEqual({ path, has: true });
      }),
      { numRuns: 500 },
    );
  });

  test('what does not show is ballast, and of a content no more is needed than files show it', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryImage(), async (stack) => {
        const { contents, ledger } = await judged(stack);
        const shown = new Map<string, Set<number>>();
        for (const { key, entry } of shownFiles(contents))
          shown.set(key, (shown.get(key) ?? new Set()).add(entry));
        const needed = new Map<string, number>();
        for (const { entry, key } of fileEntries(contents))
          if (ledger.ballast[entry] === NEEDED) needed.set(key, (needed.get(key) ?? 0) + 1);
        for (const [key, count] of needed) expect(count).toBeLessThanOrEqual(shown.get(key)?.size ?? 0);
      }),
      { numRuns: 500 },
    );
  });

  test('large files of one content are needed once', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryImage(), async (stack) => {
        const { contents, ledger } = await judged(stack);
        const needed = [...fileEntries(contents)]
          .filter(({ entry, sizeBytes }) => sizeBytes >= 65_536 && ledger.ballast[entry] === NEEDED)
          .map(({ key }) => key);
        expect(new Set(needed).size).toBe(needed.length);
      }),
      { numRuns: 300 },
    );
  });

  test('a file that shows is under no heading of hidden files', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryImage(), async (stack) => {
        const { contents, ledger } = await judged(stack);
        const hidden = new Set([1, 2, 3]);
        for (const { entry } of fileEntries(contents))
          if (contents.view.hiddenBy[entry] === VISIBLE)
            expect(hidden.has(ledger.ballast[entry]!)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

test('no entry is both ballast and advice, and only regular files with content are either', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryImage(), arbitraryRules(), async (stack, rules) => {
      const contents = await readStack(stack);
      const { ballast, advice } = keepLedger(contents, rules);
      const isFile = new Set([...fileEntries(contents)].map(({ entry }) => entry));
      for (let entry = 0; entry < ballast.length; entry++) {
        expect(ballast[entry] !== NEEDED && advice[entry] !== NEEDED).toBe(false);
        if (ballast[entry] !== NEEDED) expect(rules[ballast[entry]! - 1]!.tier).toBe('ballast');
        if (advice[entry] !== NEEDED) {
          expect(rules[advice[entry]! - 1]!.tier).toBe('advice');
          expect(isFile.has(entry)).toBe(true);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('the same input gives the same judgement, read anew', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryImage(), arbitraryRules(), async (stack, rules) => {
      const [first, second] = [await readStack(stack), await readStack(stack)];
      expect(judgeImage(second, rules)).toEqual(judgeImage(first, rules));
      expect(JSON.stringify(judgeImage(second, rules))).toBe(JSON.stringify(judgeImage(first, rules)));
    }),
    { numRuns: 100 },
  );
});
