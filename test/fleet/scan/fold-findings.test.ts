import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/checks/finding.ts';
import type { CheckedImage } from '../../../src/fleet/scan/checked-image.ts';
import type { FleetFinding } from '../../../src/fleet/scan/fleet-finding.ts';
import { FindingFold } from '../../../src/fleet/scan/fold-findings.ts';
import { LayerTally } from '../../../src/fleet/scan/layer-tally.ts';
import { makeFinding } from '../../report/made-reports.ts';

const layerOf = (id: string) => ({
  diffId: `sha256:${id}`,
  digest: `sha256:blob-${id}`,
  instruction: `RUN ${id}`,
  shippedBytes: 100,
  tarBytes: 300,
});
const imageOf = (
  name: string,
  ids: string,
  findings: readonly Finding[],
  more: Partial<CheckedImage> = {},
): CheckedImage => ({
  name,
  layers: [...ids].map(layerOf),
  findings,
  ignored: [],
  trace: () => 'the same',
  ...more,
});
const fold = (images: readonly CheckedImage[], namesPerFinding = 20): readonly FleetFinding[] => {
  const layers = new LayerTally();
  const findings = new FindingFold({ namesPerFinding, pathsPerFinding: 20, failing: ['error', 'warning'] });
  for (const image of images) {
    layers.add(image);
    findings.add(image);
  }
  return findings.list(layers);
};
const secretOf = (entry: number | null, step: number | null = null): Finding['secret'] => ({
  count: 1,
  offsets: [],
  entry,
  layers: [0],
  hiddenByInstruction: null,
  places: entry === null ? [{ place: 'Env', name: 'KEY', step }] : [],
});

describe('a finding in a layer that images share', () => {
  const inBase = makeFinding({ layer: 0, rule: 'apt-cache' });

  test('is told once, with the images it reaches and the one that brought it', () => {
    const [only, ...more] = fold([
      imageOf('app', 'abc', [inBase]),
      imageOf('base', 'a', [inBase]),
      imageOf('tool', 'ad', [inBase]),
      imageOf('other', 'x', []),
    ]);
    expect(more).toEqual([]);
    expect(only!.images).toEqual({
      imageCount: 3,
      names: ['app', 'base', 'tool'],
      visibleIn: 3,
      hiddenIn: 0,
      yoursIn: 3,
      inheritedIn: 0,
      failingIn: 3,
    });
    expect(only!.layer).toMatchObject({ image: 'base', index: 0, diffId: 'sha256:a', instruction: 'RUN a' });
  });

  test('keeps apart how it stands in each image', () => {
    const hidden = { ...inBase, state: 'hidden', hiddenByLayer: 1 } as const;
    const [only] = fold([
      imageOf('shown', 'a', [inBase]),
      imageOf('hidden', 'ab', [hidden]),
      imageOf('inherited', 'ac', [{ ...inBase, origin: 'inherited' }]),
      imageOf('advice', 'ad', [{ ...inBase, severity: 'advice' }]),
    ]);
    expect(only!.images).toMatchObject({
      visibleIn: 3,
      hiddenIn: 1,
      yoursIn: 3,
      inheritedIn: 1,
      failingIn: 2,
    });
    expect(only!.finding.severity).toBe('warning');
  });

  test('is one where a part of its files is hidden in one of them', () => {
    const shown = makeFinding({
      layer: 0,
      bytes: 10,
      fileCount: 1,
      folder: 'var/lib/apt',
      paths: [{ path: 'var/lib/apt/x', bytes: 10 }],
    });
    const hidden = makeFinding({
      layer: 0,
      bytes: 90,
      fileCount: 2,
      state: 'hidden',
      hiddenByLayer: 2,
      folder: 'var/lib/dpkg',
      paths: [{ path: 'var/lib/dpkg/y', bytes: 90 }],
    });
    const [only, ...more] = fold([imageOf('both', 'abc', [hidden, shown])]);
    expect(more).toEqual([]);
    expect(only!.finding).toMatchObject({
      bytes: 100,
      fileCount: 3,
      state: 'visible',
      hiddenByLayer: null,
      folder: 'var/lib',
    });
    expect(only!.finding.paths.map(({ path }) => path)).toEqual(['var/lib/dpkg/y', 'var/lib/apt/x']);
    expect(only!.images).toMatchObject({ imageCount: 1, visibleIn: 1, hiddenIn: 0 });
  });

  test('is told of the image in which it is largest', () => {
    const [only] = fold([
      imageOf('small', 'a', [{ ...inBase, bytes: 5 }]),
      imageOf('large', 'ab', [{ ...inBase, bytes: 9, message: 'the larger' }]),
      imageOf('again', 'abc', [{ ...inBase, bytes: 9, message: 'the same' }]),
    ]);
    expect(only!.finding).toMatchObject({ bytes: 9, message: 'the larger' });
  });

  test('names no more images than asked for', () => {
    const [only] = fold(
      ['a', 'b', 'c', 'd'].map((name) => imageOf(name, 'a', [inBase])),
      2,
    );
    expect(only!.images).toMatchObject({ imageCount: 4, names: ['a', 'b'] });
  });
});

test('rules, layers, files with secrets and ignored parts stay apart', () => {
  const at = (layer: number, fields: Partial<Finding> = {}): Finding => makeFinding({ layer, ...fields });
  const found = fold([
    imageOf(
      'one',
      'ab',
      [
        at(0),
        at(1),
        at(0, { rule: 'apt-cache' }),
        at(0, { rule: 'secret/x', bytes: 0, secret: secretOf(3) }),
        at(0, { rule: 'secret/x', bytes: 0, secret: secretOf(4) }),
      ],
      { ignored: [{ finding: at(0), reason: 'known', until: null }] },
    ),
  ]);
  expect(found).toHaveLength(6);
  expect(found.filter(({ ignored }) => ignored !== null)).toMatchObject([
    { ignored: { reason: 'known', until: null }, images: { failingIn: 0 } },
  ]);
});

test('secrets in configs are one only where one base brought them', () => {
  const secret = makeFinding({
    rule: 'secret/x',
    layer: null,
    bytes: 0,
    place: 'Env',
    secret: secretOf(null),
  });
  const same = fold([imageOf('a', 'a', [secret]), imageOf('b', 'ab', [secret])]);
  expect(same).toMatchObject([{ layer: null, images: { imageCount: 2 } }]);
  const apart = fold([
    imageOf('a', 'a', [secret], { trace: () => 'one' }),
    imageOf('b', 'ab', [secret], { trace: () => 'another' }),
  ]);
  expect(apart).toHaveLength(2);
});

test('errors come first, then what is largest', () => {
  const found = fold([
    imageOf('a', 'abc', [
      makeFinding({ layer: 0, bytes: 10 }),
      makeFinding({ layer: 1, bytes: 90 }),
      makeFinding({ layer: 2, bytes: 1, severity: 'error' }),
    ]),
  ]);
  expect(found.map(({ finding }) => finding.bytes)).toEqual([1, 90, 10]);
});

test('whatever the order of the images, the findings are the same but for the names', () => {
  const arbitraryImage = fc
    .record({
      ids: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 }),
      raw: fc.array(
        fc.record({
          at: fc.nat(3),
          rule: fc.constantFrom('r', 's'),
          bytes: fc.nat(5),
          isHidden: fc.boolean(),
          isYours: fc.boolean(),
        }),
        { maxLength: 6 },
      ),
    })
    .map(({ ids, raw }) => ({ ids: [...new Set(ids)], raw }));
  const shuffled = fc
    .array(arbitraryImage, { maxLength: 6 })
    .chain((images) =>
      fc.tuple(fc.constant(images), fc.shuffledSubarray([...images.keys()], { minLength: images.length })),
    );
  fc.assert(
    fc.property(shuffled, ([made, order]) => {
      const images = made.map(({ ids, raw }, i) =>
        imageOf(
          `image${i}`,
          ids.join(''),
          raw
            .filter(({ at }) => at < ids.length)
            .map(({ at, rule, bytes, isHidden, isYours }) =>
              makeFinding({
                layer: at,
                rule,
                bytes,
                state: isHidden ? 'hidden' : 'visible',
                hiddenByLayer: isHidden ? 3 : null,
                origin: isYours ? 'yours' : 'inherited',
              }),
            ),
        ),
      );
      const tell = (some: readonly CheckedImage[]) =>
        fold(some).map(({ finding, images: { names, ...counts }, layer }) => ({
          rule: finding.rule,
          bytes: finding.bytes,
          diffId: layer?.diffId,
          index: layer?.index,
          names: names.toSorted(),
          counts,
        }));
      const found = tell(images);
      const pairs = new Set(
        images.flatMap((image) =>
          image.findings.map(({ rule, layer }) => `${rule} ${image.layers[layer!]!.diffId}`),
        ),
      );
      expect(found).toHaveLength(pairs.size);
      // The place within the owner may differ where two images of equally many layers have it.
      const plain = (items: typeof found) => items.map(({ index: _, ...rest }) => rest);
      expect(plain(tell(order.map((i) => images[i]!)))).toEqual(plain(found));
    }),
  );
});
