// Job matrices under the limits of the CIs, each image in one of them, and bake files that bake's reader takes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBakeFileJson } from '../../src/dockerfile/definitions/bake/read-bake.ts';
import type { PlannedImage } from '../../src/fleet/update/planning/update-plan.ts';
import { formatUpdatePlanBake } from '../../src/report/update-plan-bake.ts';
import { formatGithubJobs, formatGitlabJobs } from '../../src/report/update-plan-jobs.ts';
import type { UpdatePlanReport } from '../../src/report/update-plan-report.ts';
import { basesOf, graphOf, image, use } from '../fleet/update/planning/made-fleet.ts';

function planned(i: number, wave: number): PlannedImage {
  const cost = { seconds: null, pushedBytes: null, pulledBytes: null };
  const action = wave === -1 ? 'leave' : i % 2 === 0 ? 'rebuild' : 'rebase';
  return {
    id: `image-${i}:1`,
    platform: 'linux/amd64',
    action,
    because: [],
    hasMoreReasons: false,
    noCache: i % 3 === 0,
    wave,
    cost,
  };
}

function reportOf(waves: readonly number[]): UpdatePlanReport {
  const images = waves.map((wave, i) => planned(i, wave));
  return {
    graph: graphOf([], []),
    plan: { kind: 'update-plan', images, waves: Math.max(-1, ...waves) + 1, findings: [] },
    bases: new Map(),
    ifChanged: [],
  };
}

/** As many images in each wave as it says. */
const sizes = fc.array(fc.oneof(fc.nat(5), fc.constantFrom(199, 200, 201, 255, 256, 257, 700)), {
  minLength: 1,
  maxLength: 4,
});

test('every stale image is in one matrix of its wave, and none has too many', () => {
  fc.assert(
    fc.property(sizes, fc.nat(5), (counts, left) => {
      const all = [
        ...counts.flatMap((count, wave) => Array<number>(count + 1).fill(wave)),
        ...Array<number>(left).fill(-1),
      ];
      const report = reportOf(all);
      const stale = report.plan.images.filter(({ wave }) => wave >= 0).map(({ id, wave }) => `${id} ${wave}`);
      const github = JSON.parse([...formatGithubJobs(report)].join(''));
      const inGithub = github.matrices.flatMap(
        ({ wave, matrix }: { wave: number; matrix: { include: { image: string }[] } }) => {
          expect(matrix.include.length).toBeLessThanOrEqual(256);
          return matrix.include.map((one) => `${one.image} ${wave}`);
        },
      );
      expect(inGithub.sort()).toEqual([...stale].sort());
      const gitlab = JSON.parse([...formatGitlabJobs(report)].join(''));
      const inGitlab = Object.entries<{ stage: string; parallel?: { matrix: { PLIMSOLL_IMAGE: string }[] } }>(
        gitlab,
      ).flatMap(([, { stage, parallel }]) => {
        expect(parallel?.matrix.length ?? 0).toBeLessThanOrEqual(200);
        return (parallel?.matrix ?? []).map((one) => `${one.PLIMSOLL_IMAGE} ${stage.slice('wave-'.length)}`);
      });
      expect(inGitlab.sort()).toEqual([...stale].sort());
    }),
    { numRuns: 30 },
  );
});

test('a plan of nothing is a pipeline that GitLab takes', () => {
  const gitlab = JSON.parse([...formatGitlabJobs(reportOf([-1]))].join(''));
  expect(gitlab.nothing.script).toEqual(['echo nothing is stale']);
});

test('the bake file is read by bake as the same builds', () => {
  const graph = graphOf(
    [
      image('os.example/os:1'),
      image('a b:1', {
        build: {
          ...image('a b:1').build!,
          args: { X: '${no} variable' },
          target: 'prod',
          secretIds: ['token'],
        },
      }),
      image('a-b:1', {
        references: [],
        build: { ...image('x:1').build!, namedContexts: { base: 'target:old' } },
      }),
    ],
    [
      use('os.example/os:1', 'docker.io/library/debian:12'),
      { ...use('a b:1', 'x'), origin: { kind: 'image', id: 'os.example/os:1' }, written: '$BASE' },
      { ...use('a-b:1', 'x'), origin: { kind: 'image', id: 'os.example/os:1' }, context: 'base' },
    ],
  );
  const plan = {
    kind: 'update-plan' as const,
    images: graph.images.map(({ id }, i) => ({ ...planned(i, 0), id })),
    waves: 1,
    findings: [],
  };
  const bases = basesOf({ 'docker.io/library/debian:12': 'debian' });
  const text = [...formatUpdatePlanBake({ graph, plan, bases, ifChanged: [] })].join('');
  const json = JSON.parse(text);
  expect(Object.keys(json.target)).toEqual(['os-example-os-1', 'a-b-1', 'a-b-1-2']);
  expect(json.target['a-b-1'].contexts).toEqual({ 'os.example/os:1': 'target:os-example-os-1' });
  expect(json.target['a-b-1-2'].contexts).toEqual({ base: 'target:os-example-os-1' });
  expect(json.target['os-example-os-1'].contexts['docker.io/library/debian:12']).toMatch(
    /^docker-image:\/\/docker\.io\/library\/debian@sha256:[0-9a-f]{64}$/,
  );
  const { definitions, problems } = readBakeFileJson(text, {
    file: 'plan.json',
    folder: '/fleet',
    environment: {},
  });
  expect(problems).toEqual([]);
  expect(
    definitions.map(({ name, target, args, contextPath, platforms }) => [
      name,
      target,
      { ...args },
      contextPath,
      platforms,
    ]),
  ).toEqual([
    ['os-example-os-1', undefined, {}, '/fleet/os.example/os', ['linux/amd64']],
    ['a-b-1', 'prod', { X: '${no} variable' }, '/fleet/a b', ['linux/amd64']],
    ['a-b-1-2', undefined, {}, '/fleet/x', ['linux/amd64']],
  ]);
});
