import { expect, test } from 'vitest';
import { build, errorOf, sentPaths } from '../parse-text.ts';

const D = '$';

test.each<readonly [string, ReturnType<typeof sentPaths>]>([
  ['FROM a\nCOPY src/ ./b//c /d/', ['b/c', 'src']],
  ['FROM a\nCOPY . /d', 'everything'],
  ['FROM a\nCOPY src /s\nCOPY a/.. /d', 'everything'],
  ['FROM a\nCOPY ../.. /d', 'everything'],
  ['FROM a\nCOPY ../x /d', ['x']],
  ['FROM a\nRUN make', 'nothing'],
  ['FROM a\nCOPY --exclude=*.md --parents a/./b*/ /d', ['a/b*']],
  ['FROM a\nCOPY <<E /d/\nx\nE', 'nothing'],
  ['FROM a\nCOPY <<E x /d/\nx\nE', ['x']],
  ['FROM a\nADD https://x.example/a.tar http://y/b /d/', 'nothing'],
  ['FROM a\nADD git@github.com:a/b.git c /d/', ['c', 'git@github.com:a/b.git']],
  ['FROM a\nADD git@github.com:a/b.git /d/', 'nothing'],
  ['FROM a\nCOPY --from=x s /d', 'nothing'],
  ['FROM a\nRUN --mount=type=bind,source=s,target=/m x', ['s']],
  ['FROM a\nRUN --mount=target=/m x', 'everything'],
  ['FROM a\nRUN --mount=type=cache,target=/m --mount=type=secret,id=s --mount=type=ssh x', 'nothing'],
  ['FROM a\nRUN --mount=from=x,source=s,target=/m x', 'nothing'],
  ['FROM a\nRUN --mount=type=tmpfs,target=/t x', 'nothing'],
  ['FROM a\nCOPY s /s\nRUN --mount=type=tmpfs,target=/t x', 'everything'],
  ['FROM a AS x\nCOPY . /d\nFROM b\nCOPY s /d', ['s']],
  ['FROM a AS x\nCOPY t /d\nFROM x\nCOPY s /d', ['s', 't']],
  ['FROM a AS x\nCOPY t /d\nFROM b\nCOPY --from=X /d /d', ['t']],
  ['FROM a AS x\nCOPY t /d\nFROM b\nCOPY --from=0 /d /d', ['t']],
  ['FROM a AS x\nCOPY t /d\nFROM b\nRUN --mount=from=x,target=/m y', ['t']],
  ['FROM a AS x\nONBUILD COPY t /d\nFROM x', ['t']],
  ['FROM a AS x\nONBUILD COPY t /d\nFROM x AS y\nFROM y\nCOPY s /d', ['s', 't']],
  [`FROM a\nARG V=x\nENV W=$V/y\nCOPY $W ${D}{W%/*} '$V' /d/`, ['$V', 'x', 'x/y']],
  ['FROM a\nCOPY ["a b", ""  , "/d"]', 'everything'],
])('%j sends %j', (text, paths) => {
  expect(sentPaths(text)).toEqual(paths);
});

test('the target decides what is built', () => {
  const text = 'FROM a AS x\nCOPY x /\nFROM a AS y\nCOPY y /\nFROM a\nCOPY z /';
  expect([sentPaths(text), sentPaths(text, { target: 'X' }), sentPaths(text, { target: 'y' })]).toEqual([
    ['z'],
    ['x'],
    ['y'],
  ]);
  expect(errorOf(() => build(text, { target: 'q' })).message).toMatch(/no stage "q"/);
});

test('a use knows its instruction, its stage, its word, and why it is all', () => {
  const [use, whole] = build(
    'FROM a AS s\nARG D\nCOPY --exclude=*.md \\\n $D/x /d/\nRUN --mount=type=tmpfs,target=/t x',
  ).mainContext.uses;
  expect(use).toMatchObject({
    kind: 'copy',
    path: '/x',
    written: '$D/x',
    line: 3,
    stageName: 's',
    unset: ['D'],
    excludes: ['*.md'],
  });
  expect(use!.wholeReason).toBeUndefined();
  expect(whole).toMatchObject({ kind: 'tmpfs-mount', path: '/', wholeReason: 'no-source', line: 5 });
});

test('ARG and ENV follow the stages', () => {
  const text = [
    'ARG G=g',
    'ARG B',
    'FROM scratch AS one',
    'ARG G',
    'ENV E=one$G',
    'ARG E=arg',
    'COPY $E-$G-$B /1/',
    'FROM one',
    'COPY $E-$G /2/',
  ].join('\n');
  expect(sentPaths(text)).toEqual(['arg-g-', 'oneg-g']);
  expect(sentPaths(text, { buildArgs: { G: 'h', E: 'x', B: 'unseen' } })).toEqual(['oneh-h', 'x-h-']);
});

test('predefined arguments are seen by FROM, and by stages that name them', () => {
  const text = `FROM --platform=$BUILDPLATFORM a:$TARGETARCH AS x\nCOPY [$TARGETARCH] /d/\nARG TARGETARCH\nARG TARGETSTAGE\nCOPY $TARGETARCH$TARGETSTAGE /d/`;
  const { stages, mainContext } = build(text, { platform: 'linux/arm64', buildPlatform: 'linux/amd64' });
  expect(stages[0]).toMatchObject({
    base: { kind: 'image', reference: 'docker.io/library/a:arm64' },
    platform: 'linux/amd64',
  });
  expect(mainContext.followPaths).toEqual(['[]', 'arm64x']);
});

test('FROM knows stages by their exact name, COPY --from by any case', () => {
  expect(build('FROM a AS Base\nFROM base').stages.map(({ base }) => base.kind)).toEqual(['image', 'stage']);
  expect(errorOf(() => build('FROM a AS base\nFROM Base'))).toMatchObject({
    line: 2,
    message: expect.stringMatching(/no name/),
  });
  expect(build('FROM a AS base\nFROM b\nCOPY --from=BASE / /').stages).toHaveLength(2);
});

test('named contexts stand in for images, for stages, and for what COPY --from names', () => {
  const namedContexts = {
    'docker.io/library/alpine:latest': './alpine',
    deps: './deps',
    stage: './stage',
    unused: './u',
  };
  const text =
    'FROM alpine AS s\nCOPY --from=deps /a/../b c /d/\nCOPY --from=stage x /d/\nFROM busybox AS stage\nCOPY all /\nFROM s';
  const order = text.replace(/(FROM alpine[\s\S]*?)(FROM busybox[\s\S]*?\n)(?=FROM s)/, '$2$1');
  const { namedContexts: used, mainContext, stages } = build(order, { namedContexts });
  expect(used.map(({ name, value, followPaths }) => [name, value, followPaths])).toEqual([
    ['deps', './deps', ['b', 'c']],
    ['stage', './stage', ['x']],
    ['docker.io/library/alpine:latest', './alpine', undefined],
  ]);
  expect([mainContext.isSent, stages.map(({ index }) => index)]).toEqual([false, [1, 2]]);
  expect(stages[0]!.base).toEqual({ kind: 'named-context', name: 'docker.io/library/alpine:latest' });
});

test('a base image that is known gives variables, its folder and its triggers', () => {
  const readBase = () => ({ env: { DIR: 'env' }, workingDirectory: '/w', triggers: ['COPY trigger /d/'] });
  const { stages, mainContext } = build('FROM a\nCOPY $DIR /d/\nWORKDIR x\nRUN y', { readBase });
  expect(mainContext.followPaths).toEqual(['env', 'trigger']);
  expect(stages[0]!.steps.map(({ workingDirectory }) => workingDirectory)).toEqual([
    '/w',
    '/w',
    '/w',
    '/w/x',
  ]);
  expect(stages[0]!.isBaseKnown).toBe(true);
  expect(build('FROM a\nWORKDIR x\nRUN y').stages[0]!.steps[1]!.workingDirectory).toBeUndefined();
});

test.each([
  ['RUN x\nFROM a', 1, /before the first FROM/],
  ['ARG A', 1, /no FROM/],
  ['FROM $A', 1, /is empty/],
  ['FROM a\nCOPY --from=$A x /', 2, /takes no variables/],
  ['FROM a\nCOPY --from=7 x /', 2, /no stage number/],
  ['FROM a\nCOPY https://x.example/y /', 2, /URL/],
  ['FROM a\nCOPY --from=b x /\nFROM c AS b\nFROM a\nCOPY --from=0 x /', 2, /only later/],
  ['FROM a\nRUN --mount=type=nfs,target=/m x', 2, /cannot have/],
  ['FROM a\nRUN --mount=from=$A,target=/m x', 2, /no variables/],
  ['FROM a\nCOPY x', 2, /two arguments/],
  ['FROM a\nCOPY --form=x y /', 2, /no flag/],
  ['FROM a AS 1x', 1, /no name for a stage/],
  ['FROM a\nWRONG x', 2, /no instruction/],
  ['FROM a\nSHELL bash', 2, /JSON/],
  ['FROM a\nHEALTHCHECK --interval=1 CMD x', 2, /duration/],
])('%j is refused on line %d', (text, line, message) => {
  expect(errorOf(() => build(text))).toEqual({
    code: 'DOCKERFILE_INVALID',
    line,
    message: expect.stringMatching(message),
  });
});
