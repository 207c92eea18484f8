import { describe, expect, test } from 'vitest';
import { dir, file, link, opaque, symlink, whiteout } from '../../support/layers.ts';
import { findingsOf, judgeStack, pathRule, VIEW_RULES, withPathRules } from './judge-stack.ts';

const A = Buffer.alloc(1000, 'a');
const B = Buffer.alloc(700, 'b');
const mine = { uid: 1000, gid: 1000 };

describe('a file that a later layer copies only to change its attributes', () => {
  test('is needed once, in the lower layer; the copy is ballast of the upper one', async () => {
    const { bytes, layers, findings } = await judgeStack([
      [dir('srv'), file('srv/a', A), file('srv/b', B)],
      [dir('srv', mine), file('srv/a', A, mine), file('srv/b', B, mine)],
    ]);
    expect(bytes).toMatchObject({ entryBytes: 3400, neededBytes: 1700, ballastBytes: 1700 });
    expect(bytes.ballastByCause).toEqual({ 'metadata-copy': 1700 });
    expect(layers.map(({ neededBytes }) => neededBytes)).toEqual([1700, 0]);
    expect(layers.map(({ hiddenBytes }) => hiddenBytes)).toEqual([1700, 0]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ state: 'visible', hiddenByLayer: null, layer: 1, folder: 'srv' });
  });

  test('in two later layers: the first stays needed, both copies are ballast', async () => {
    const stack = [[file('a', A)], [file('a', A, mine)], [file('a', A, { mode: 0o600 })]];
    expect(await findingsOf(stack)).toEqual(['metadata-copy 1>2 a=1000', 'metadata-copy 2 a=1000']);
  });

  test('and then deletes: no version is needed, and the deletion is the cause for all', async () => {
    const stack = [[file('a', A)], [file('a', A, mine)], [file('a', A, { mode: 0o600 })], [whiteout('a')]];
    expect(await findingsOf(stack)).toEqual([
      'hidden-deleted 0>3 a=1000',
      'hidden-deleted 1>3 a=1000',
      'hidden-deleted 2>3 a=1000',
    ]);
  });

  test('and then overwrites', async () => {
    const stack = [[file('a', A)], [file('a', A, mine)], [file('a', B)]];
    expect(await findingsOf(stack)).toEqual([
      'hidden-overwritten 0>2 a=1000',
      'hidden-overwritten 1>2 a=1000',
    ]);
  });

  test('is no copy where the content came back after another one', async () => {
    const stack = [[file('a', A)], [file('a', B)], [file('a', A)]];
    expect(await findingsOf(stack)).toEqual([
      'hidden-overwritten 0>1 a=1000',
      'hidden-overwritten 1>2 a=700',
    ]);
  });

  test('nor where the file was deleted in between', async () => {
    const stack = [[file('a', A)], [whiteout('a')], [file('a', A)]];
    expect(await findingsOf(stack)).toEqual(['hidden-deleted 0>1 a=1000']);
  });

  test('is no copy where the content is the same at another path', async () => {
    expect(await findingsOf([[file('a', A)], [file('b', A)]])).toEqual([]);
  });

  test('without content is no copy', async () => {
    expect(await findingsOf([[file('a')], [file('a', '', mine)], [whiteout('a')]])).toEqual([]);
  });

  test('through a symlink among its parents', async () => {
    const stack = [
      [dir('usr'), dir('usr/lib'), file('usr/lib/a', A), symlink('lib', 'usr/lib')],
      [file('lib/a', A, mine)],
    ];
    expect(await findingsOf(stack)).toEqual(['metadata-copy 1 lib/a=1000']);
  });
});

describe('hidden files', () => {
  test('overwritten, then the new one deleted: each by what hid it', async () => {
    const stack = [[file('a', A)], [file('a', B)], [whiteout('a')]];
    expect(await findingsOf(stack)).toEqual(['hidden-deleted 1>2 a=700', 'hidden-overwritten 0>1 a=1000']);
  });

  test('under an opaque directory', async () => {
    const stack = [
      [dir('d'), file('d/a', A), file('d/b', B)],
      [dir('d'), opaque('d'), file('d/b', 'new')],
    ];
    expect(await findingsOf(stack)).toEqual(['hidden-opaque 0>1 d/a=1000 d/b=700']);
  });

  test('where a directory was deleted, or became a file', async () => {
    const lower = [dir('d'), dir('d/e'), file('d/e/a', A), file('d/b', B)];
    expect(await findingsOf([lower, [whiteout('d')]])).toEqual(['hidden-deleted 0>1 d/b=700 d/e/a=1000']);
    expect(await findingsOf([lower, [file('d', 'x')]])).toEqual([
      'hidden-overwritten 0>1 d/b=700 d/e/a=1000',
    ]);
    expect(await findingsOf([lower, [symlink('d', 'etc')]])).toEqual([
      'hidden-overwritten 0>1 d/b=700 d/e/a=1000',
    ]);
  });

  test('where a file became a directory', async () => {
    expect(await findingsOf([[file('d', A)], [dir('d'), file('d/a', B)]])).toEqual([
      'hidden-overwritten 0>1 d=1000',
    ]);
  });

  test('twice in one layer: the later entry counts', async () => {
    expect(await findingsOf([[file('a', A), file('a', B)]])).toEqual(['hidden-overwritten 0>0 a=1000']);
  });

  test('of several layers, hidden by several: one finding each', async () => {
    const stack = [
      [file('a', A), file('b', B), file('c', 'c')],
      [whiteout('a'), file('d', A)],
      [whiteout('b'), whiteout('d'), file('e', 'e')],
      [whiteout('c'), whiteout('e')],
    ];
    expect(await findingsOf(stack)).toEqual([
      'hidden-deleted 0>1 a=1000',
      'hidden-deleted 0>2 b=700',
      'hidden-deleted 0>3 c=1',
      'hidden-deleted 1>2 d=1000',
      'hidden-deleted 2>3 e=1',
    ]);
  });
});

describe('a hard link group', () => {
  test('half deleted: its bytes stay needed', async () => {
    const stack = [[file('a', A), link('b', 'a')], [whiteout('a')]];
    expect(await findingsOf(stack)).toEqual([]);
    expect(await findingsOf([...stack, [whiteout('b')]])).toEqual(['hidden-deleted 0>2 a=1000']);
  });

  test('with one name taken by a rule and another not: needed', async () => {
    const rules = withPathRules(pathRule('tmp', ['tmp/']), pathRule('docs', ['usr/share/doc/'], 'advice'));
    const group = (...names: string[]) => [
      [file('x/first', A), ...names.map((name) => link(name, 'x/first'))],
    ];
    const layer = (first: string, second: string) => [[file(first, A), link(second, first)]];
    expect(await findingsOf(layer('tmp/a', 'usr/a'), { rules })).toEqual([]);
    expect(await findingsOf(layer('usr/a', 'tmp/a'), { rules })).toEqual([]);
    expect(await findingsOf(layer('tmp/a', 'tmp/b'), { rules })).toEqual(['tmp 0 tmp/a=1000']);
    expect(await findingsOf(group('tmp/a', 'usr/share/doc/a'), { rules })).toEqual([]);
  });

  test('with one name that is ballast and one that is advised against: advice, for the bytes cannot go', async () => {
    const rules = withPathRules(pathRule('tmp', ['tmp/']), pathRule('docs', ['doc/'], 'advice'));
    for (const stack of [
      [[file('tmp/a', A), link('doc/a', 'tmp/a')]],
      [[file('doc/a', A), link('tmp/a', 'doc/a')]],
    ]) {
      const { findings, bytes } = await judgeStack(stack, { rules });
      expect(findings.map(({ rule }) => rule)).toEqual(['docs']);
      expect(bytes).toMatchObject({ neededBytes: 1000, adviceBytes: 1000, ballastBytes: 0 });
    }
  });

  test('with names under two rules: the first of them', async () => {
    const rules = withPathRules(pathRule('first', ['tmp/']), pathRule('second', ['cache/']));
    const stack = [[file('cache/a', A), link('tmp/a', 'cache/a')]];
    expect(await findingsOf(stack, { rules })).toEqual(['first 0 cache/a=1000']);
  });

  test('copied over as a group: one copy, one needed', async () => {
    const stack = [
      [file('a', A), link('b', 'a')],
      [file('a', A, mine), link('b', 'a', mine)],
    ];
    expect(await findingsOf(stack)).toEqual(['metadata-copy 1 a=1000']);
  });

  // Overlay file systems copy each name of a group on its own.
  test('copied over name by name: what shows is always needed somewhere', async () => {
    const stack = [
      [file('a', A), link('b', 'a')],
      [file('a', A, mine), file('b', A, mine)],
    ];
    const both = await judgeStack(stack);
    expect(both.bytes.neededBytes).toBe(1000);
    expect(both.bytes.ballastByCause).toEqual({ 'metadata-copy': 2000 });
    for (const name of ['a', 'b'])
      expect((await judgeStack([...stack, [whiteout(name)]])).bytes.neededBytes).toBe(1000);
    const none = await judgeStack([...stack, [whiteout('a'), whiteout('b')]]);
    expect(none.bytes.neededBytes).toBe(0);
  });

  test('of which one name was copied over and deleted: needed for the other', async () => {
    const stack = [[file('a', A), link('b', 'a')], [file('a', A, mine)], [whiteout('a')]];
    expect(await findingsOf(stack)).toEqual(['hidden-deleted 1>2 a=1000']);
  });

  test('made by a copy, of which the copied name was copied again and deleted', async () => {
    const stack = [
      [file('a', A)],
      [file('a', A, mine), link('c', 'a', mine)],
      [file('a', A)],
      [whiteout('a')],
    ];
    const { bytes } = await judgeStack(stack);
    expect(bytes.neededBytes).toBe(1000);
    expect(await findingsOf(stack)).toEqual(['hidden-deleted 2>3 a=1000', 'metadata-copy 1 a=1000']);
  });

  test('across layers: a link to a lower layer keeps its bytes', async () => {
    const stack = [[file('a', A)], [file('a', A, mine), link('b', 'a', mine)], [whiteout('a')]];
    const { bytes } = await judgeStack(stack);
    expect(bytes.neededBytes).toBe(1000);
    expect(bytes.ballastByCause).toEqual({ 'metadata-copy': 1000 });
  });
});

describe('rules about paths', () => {
  const cache = pathRule('cache', ['var/cache/'], 'ballast');

  test('see the file where it shows; its bytes are in the layer that brought them first', async () => {
    const rules = withPathRules(cache);
    const stack = [[file('var/cache/a', A)], [file('var/cache/a', A, mine)]];
    expect(await findingsOf(stack, { rules })).toEqual([
      'cache 0 var/cache/a=1000',
      'metadata-copy 1 var/cache/a=1000',
    ]);
  });

  test('do not see what is hidden', async () => {
    const rules = withPathRules(cache);
    const stack = [[file('var/cache/a', A)], [whiteout('var/cache/a')]];
    expect(await findingsOf(stack, { rules })).toEqual(['hidden-deleted 0>1 var/cache/a=1000']);
  });

  test('count each file under the first that takes it and does not excuse it', async () => {
    const excused = pathRule('strict', ['var/'], 'ballast', { isExcused: ({ name }) => name === 'kept' });
    const rules = withPathRules(excused, cache, pathRule('all', ['var/'], 'advice'));
    const stack = [[file('var/cache/kept', A), file('var/lib/kept', B), file('var/other', 'x')]];
    expect(await findingsOf(stack, { rules })).toEqual([
      'all 0 var/lib/kept=700',
      'cache 0 var/cache/kept=1000',
      'strict 0 var/other=1',
    ]);
  });

  test('may ask about the image', async () => {
    const asking = pathRule('asking', ['**/*.pyc'], 'ballast', {
      isExcused: ({ folder }, image) =>
        image.kindAt(`${folder}/source.py`) === undefined || image.env.get('KEEP') === '1',
    });
    const stack = [[file('a/x.pyc', A), file('a/source.py', 'x'), file('b/x.pyc', B)]];
    expect(await findingsOf(stack, { rules: [asking] })).toEqual(['asking 0 a/x.pyc=1000']);
    expect(await findingsOf(stack, { rules: [asking], env: ['KEEP=1'] })).toEqual([]);
  });
});

describe('floors', () => {
  const rules = VIEW_RULES.map((rule) => ({ ...rule, floorBytes: 1500 }));

  test('below it all findings of the rule are advice, and their bytes are needed', async () => {
    const { findings, bytes, layers } = await judgeStack([[file('a', A)], [whiteout('a')]], { rules });
    expect(findings.map(({ severity }) => severity)).toEqual(['advice']);
    expect(bytes).toMatchObject({
      neededBytes: 1000,
      ballastBytes: 0,
      adviceBytes: 1000,
      ballastByCause: {},
    });
    expect(layers[0]).toMatchObject({
      neededBytes: 1000,
      ballastBytes: 0,
      adviceBytes: 1000,
      hiddenBytes: 1000,
    });
  });

  test('findings of all layers together reach it', async () => {
    const stack = [[file('a', A)], [file('b', B)], [whiteout('a'), whiteout('b')]];
    const { findings, bytes } = await judgeStack(stack, { rules });
    expect(findings.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    expect(bytes).toMatchObject({ neededBytes: 0, ballastBytes: 1700, adviceBytes: 0 });
  });

  test('exactly the floor is enough', async () => {
    const exact = VIEW_RULES.map((rule) => ({ ...rule, floorBytes: 1000 }));
    const { bytes } = await judgeStack([[file('a', A)], [whiteout('a')]], { rules: exact });
    expect(bytes.ballastBytes).toBe(1000);
  });

  test('the base and the layers on it are weighed apart', async () => {
    const stack = [
      [file('a', A)],
      [file('b', A), file('c', A)],
      [whiteout('a'), whiteout('b'), whiteout('c')],
    ];
    const { bytes } = await judgeStack(stack, { rules, baseLayerCount: 1 });
    expect(bytes).toMatchObject({
      ballastByOrigin: { yours: 2000, inherited: 0 },
      adviceByOrigin: { yours: 0, inherited: 1000 },
    });
  });
});

describe('origin', () => {
  test('is that of the layer that ships the bytes, whoever hides them', async () => {
    const stack = [[file('a', A)], [file('b', B)], [whiteout('a'), whiteout('b')]];
    const { findings, bytes } = await judgeStack(stack, { baseLayerCount: 1 });
    expect(findings.map(({ layer, origin }) => [layer, origin])).toEqual([
      [0, 'inherited'],
      [1, 'yours'],
    ]);
    expect(bytes.ballastByOrigin).toEqual({ yours: 700, inherited: 1000 });
    expect(bytes.ballastBytes).toBe(1700);
  });

  test('of a base that has more layers than the image is inherited throughout', async () => {
    const { bytes } = await judgeStack([[file('a', A)], [whiteout('a')]], { baseLayerCount: 9 });
    expect(bytes.ballastByOrigin).toEqual({ yours: 0, inherited: 1000 });
  });
});

describe('what a finding says', () => {
  test('the instruction that made the layer, brought back to what stands in a Dockerfile', async () => {
    const history = ['/bin/sh -c #(nop) ADD file:1 in / ', 'RUN /bin/sh -c rm a # buildkit'];
    const { findings } = await judgeStack([[file('a', A)], [whiteout('a')]], { history });
    expect(findings[0]!.instruction).toBe('ADD file:1 in /');
    const tooShort = await judgeStack([[file('a', A)], [whiteout('a')]], { history: ['RUN x'] });
    expect(tooShort.findings[0]!.instruction).toBeNull();
  });

  test('the largest files first, not more than asked for, and how many there are', async () => {
    const files = Array.from({ length: 50 }, (_, i) => file(`d/${i}`, Buffer.alloc(((i * 7) % 50) + 1, i)));
    const stack = [files, files.map(({ path }) => whiteout(String(path)))];
    const { findings } = await judgeStack(stack, { pathsPerFinding: 3 });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ fileCount: 50, bytes: 1275, folder: 'd' });
    expect(findings[0]!.paths.map(({ bytes }) => bytes)).toEqual([50, 49, 48]);
    expect((await judgeStack(stack)).findings[0]!.paths).toHaveLength(20);
    expect((await judgeStack(stack, { pathsPerFinding: 0 })).findings[0]!.paths).toEqual([]);
  });

  test('a fix that depends on folder, paths and instruction', async () => {
    const seen: unknown[] = [];
    const rules = VIEW_RULES.map((rule) => ({
      ...rule,
      fix: (context: unknown) => {
        seen.push(context);
        return 'Do this.';
      },
    }));
    const history = ['RUN make', 'RUN rm'];
    const { findings } = await judgeStack([[file('x/y/a', A)], [whiteout('x')]], { rules, history });
    expect(seen).toEqual([{ instruction: 'RUN make', folder: 'x/y', paths: ['x/y/a'], neededPaths: [] }]);
    expect(findings[0]!.fix).toBe('Do this.');
  });

  test('findings come largest first, then by layer and rule', async () => {
    const rules = withPathRules(pathRule('tmp', ['tmp/']));
    const stack = [
      [file('a', B), file('tmp/b', B), file('c', A)],
      [whiteout('a'), whiteout('c'), file('tmp/d', B)],
      [file('tmp/x', Buffer.alloc(5000))],
    ];
    const { findings } = await judgeStack(stack, { rules });
    expect(findings.map(({ rule, layer, bytes }) => `${rule} ${layer} ${bytes}`)).toEqual([
      'tmp 2 5000',
      'hidden-deleted 0 1700',
      'tmp 0 700',
      'tmp 1 700',
    ]);
  });
});

test('an image without layers, and one without files', async () => {
  const nothing = { entryBytes: 0, shippedBytes: 0, neededBytes: 0, ballastBytes: 0, adviceBytes: 0 };
  expect((await judgeStack([])).bytes).toMatchObject(nothing);
  const { findings, bytes } = await judgeStack([[dir('a')], [whiteout('a')]]);
  expect(findings).toEqual([]);
  expect(bytes).toMatchObject({ ...nothing, shippedBytes: bytes.shippedBytes });
});
