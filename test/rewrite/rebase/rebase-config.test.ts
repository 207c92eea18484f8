import { describe, expect, test } from 'vitest';
import type { Digest } from '../../../src/oci/bytes/digest.ts';
import { type ImageConfig, parseImageConfig } from '../../../src/oci/image/config.ts';
import { MERGE_STEP, rebaseConfig } from '../../../src/rewrite/rebase/rebase-config.ts';

const diffId = (i: number): Digest => `sha256:${String(i).padStart(64, '0')}`;

/** A config with so many layers and whatever else. */
function config(layerCount: number, more: object = {}): ImageConfig {
  const diffIds = Array.from({ length: layerCount }, (_, i) => diffId(i));
  const json = { os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: diffIds }, ...more };
  return parseImageConfig(Buffer.from(JSON.stringify(json)));
}

const steps = (...names: readonly string[]): { history: object[] } => ({
  history: names.map((name) =>
    name.startsWith('-') ? { created_by: name, empty_layer: true } : { created_by: name },
  ),
});
const RESULT = [diffId(7), diffId(8)];

/** What each step of the new history says. */
function historyOf(image: ImageConfig, old: ImageConfig | undefined, newBase: ImageConfig, hasMerge = false) {
  const { json } = rebaseConfig({ image, old, newBase, baseLayerCount: 1 }, RESULT, hasMerge);
  return (json['history'] as readonly { created_by?: string; comment?: string }[]).map(
    (step) => step.created_by ?? step.comment,
  );
}

describe('the history', () => {
  const [old, newBase] = [config(1, steps('-arg', 'old', '-cmd')), config(1, steps('new', '-env'))];
  const UNKNOWN = 'its history is not known';

  test("is the new base's steps, then the application's", () => {
    const image = config(2, steps('-arg', 'old', '-cmd', '-workdir', 'app', '-entrypoint'));
    expect(historyOf(image, old, newBase)).toEqual(['new', '-env', '-workdir', 'app', '-entrypoint']);
  });

  test('with one more for merged files', () => {
    const image = config(2, steps('-arg', 'old', '-cmd', 'app'));
    expect(historyOf(image, old, newBase, true)).toEqual(['new', '-env', 'app', MERGE_STEP]);
  });

  test('where the old base is known by its layers only', () => {
    const image = config(2, steps('-arg', 'old', '-cmd', 'app'));
    expect(historyOf(image, undefined, newBase)).toEqual(['new', '-env', '-cmd', 'app']);
  });

  test("where the old base's is another one than what the image has of it", () => {
    const image = config(2, steps('flattened', 'app'));
    expect(historyOf(image, old, newBase)).toEqual(['new', '-env', 'app']);
  });

  test('where a side has none, or one that does not match its layers', () => {
    const image = config(2, steps('-arg', 'old', '-cmd', 'app'));
    expect(historyOf(config(2), old, newBase)).toEqual(['new', '-env', UNKNOWN]);
    expect(historyOf(config(2, steps('a', 'b', 'c')), old, newBase)).toEqual(['new', '-env', UNKNOWN]);
    expect(historyOf(image, old, config(2))).toEqual([UNKNOWN, UNKNOWN, 'app']);
    expect(historyOf(config(2, { history: 'x' }), old, newBase)).toEqual(['new', '-env', UNKNOWN]);
  });
});

describe('what else is in the config', () => {
  const merge = (image: object, old: object | undefined, newBase: object) => {
    const { json, notes } = rebaseConfig(
      {
        image: config(2, image),
        old: old === undefined ? undefined : config(1, old),
        newBase: config(1, newBase),
        baseLayerCount: 1,
      },
      RESULT,
      false,
    );
    return { json, notes: notes.map(({ kind, level, message }) => `${level} ${kind}: ${message}`) };
  };

  test("stays the image's, unknown fields too; the layers are the new ones", () => {
    const { json, notes } = merge({ author: 'me', 'x.unknown': { a: [1] } }, {}, { author: 'base' });
    expect(json).toMatchObject({
      author: 'me',
      'x.unknown': { a: [1] },
      rootfs: { type: 'layers', diff_ids: RESULT },
    });
    expect(notes).toEqual([]);
  });

  test('is merged where the old base is known', () => {
    const { json, notes } = merge(
      { config: { Env: ['A=1', 'APP=1'] } },
      { config: { Env: ['A=1'] } },
      { config: { Env: ['A=2'] } },
    );
    expect(json['config']).toEqual({ Env: ['A=2', 'APP=1'] });
    expect(notes).toEqual(["checked merged-config: taken from the new base's config: Env A"]);
  });

  test("is the image's own where it is not", () => {
    const { json, notes } = merge({ config: { Env: ['A=1'] } }, undefined, { config: { Env: ['A=2'] } });
    expect(json['config']).toEqual({ Env: ['A=1'] });
    expect(notes).toEqual([]);
  });

  test('clashes are named, five at most', () => {
    const env = (value: string) => ({
      config: { Env: ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => `${name}=${value}`) },
    });
    expect(merge(env('mine'), env('old'), env('new')).notes).toEqual([
      'conflict config-clash: both changed the config differently: Env A, Env B, Env C, Env D, Env E and 2 more',
    ]);
  });

  test('a config that is none counts as empty', () => {
    expect(merge({ config: 'x' }, { config: null }, { config: [1] }).json['config']).toEqual({});
  });

  test('the time is the later one', () => {
    const [early, late] = ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'];
    expect(merge({ created: early }, {}, { created: late }).json['created']).toBe(late);
    expect(merge({ created: late }, {}, { created: early }).json['created']).toBe(late);
    expect(merge({}, {}, {}).json).not.toHaveProperty('created');
  });
});

describe('platforms', () => {
  const notesOf = (image: object, newBase: object) =>
    rebaseConfig(
      { image: config(2, image), old: undefined, newBase: config(1, newBase), baseLayerCount: 1 },
      RESULT,
      false,
    ).notes.map(({ kind, level, message }) => `${level} ${kind}: ${message}`);

  test.each<[string, object, object]>([
    ['the same', {}, {}],
    ['an empty variant and none', { variant: '' }, {}],
    ["arm64's usual variant and none", { architecture: 'arm64', variant: 'v8' }, { architecture: 'arm64' }],
    ["arm's usual variant and none", { architecture: 'arm' }, { architecture: 'arm', variant: 'v7' }],
    ['another version of the system', { 'os.version': '1' }, { 'os.version': '2' }],
    ['no features, in two ways', { 'os.features': [] }, { 'os.features': null }],
  ])('fit: %s', (_, image, newBase) => {
    expect(notesOf(image, newBase)).toEqual([]);
  });

  test.each<[string, object, object, string]>([
    ['architecture', {}, { architecture: 'arm64' }, 'architecture is amd64 and arm64'],
    ['system', {}, { os: 'windows' }, 'os is linux and windows'],
    ['variant', { variant: 'v3' }, {}, 'variant is v3 and not given'],
    ['features', { 'os.features': ['a'] }, {}, 'os.features is a and not given'],
  ])('do not fit: %s', (_, image, newBase, told) => {
    expect(notesOf(image, newBase)).toEqual([`conflict platform: the platforms differ: ${told}`]);
  });
});
