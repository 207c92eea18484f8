// What a plan says of a small platform: os, tools on it, a runtime, apps; each reason down to its root.
import { describe, expect, test } from 'vitest';
import { PlimsollError } from '../../../../src/errors.ts';
import {
  changeLock,
  type LockEntry,
  type UpdateLock,
} from '../../../../src/fleet/update/lock/update-lock.ts';
import { type PlanInputs, planUpdate } from '../../../../src/fleet/update/planning/plan-update.ts';
import type {
  PlannedImage,
  ReasonChain,
  UpdatePlan,
} from '../../../../src/fleet/update/planning/update-plan.ts';
import { digestOf } from '../lock/lock-entries.ts';
import { basesOf, graphOf, image, inputsOf, keysOf, makePlanned, NOW, use } from './made-fleet.ts';

const DEBIAN = 'docker.io/library/debian:12';
const GO = 'docker.io/library/golang:1';
const GRAPH = graphOf(
  [image('os:1'), image('tools:1'), image('app:1'), image('site:1'), image('alone:1')],
  [
    use('os:1', DEBIAN),
    use('tools:1', 'os:1'),
    use('app:1', 'tools:1'),
    use('app:1', GO, 'builder-from'),
    use('site:1', 'os:1'),
    use('site:1', 'tools:1', 'copy-from'),
    use('alone:1', GO),
  ],
);
const BASES = basesOf({ [DEBIAN]: 'debian a', [GO]: 'go a' });
const LOCK = makePlanned(inputsOf(GRAPH, BASES));
const made = (changes: Partial<PlanInputs> = {}): PlanInputs =>
  inputsOf(GRAPH, BASES, { lock: LOCK, ...changes });

function of(plan: UpdatePlan, id: string): PlannedImage {
  return plan.images.find((one) => one.id === id)!;
}
function actions(plan: UpdatePlan): Readonly<Record<string, string>> {
  return Object.fromEntries(plan.images.map(({ id, action, wave }) => [id, `${action} ${wave}`]));
}
const told = (chain: ReasonChain): string =>
  chain.map(({ subject, kind }) => `${subject} (${kind})`).join(' < ');

function changeEntry(id: string, change: (entry: LockEntry) => LockEntry): UpdateLock {
  return changeLock(LOCK, [...LOCK.entries.values()].filter((entry) => entry.id === id).map(change));
}

describe('a plan', () => {
  test('of a fleet that was never built makes all of it, below first', () => {
    const plan = planUpdate(inputsOf(GRAPH, BASES));
    expect(actions(plan)).toEqual({
      'os:1': 'rebuild 0',
      'tools:1': 'rebuild 1',
      'app:1': 'rebuild 2',
      'site:1': 'rebuild 2',
      'alone:1': 'rebuild 0',
    });
    expect(of(plan, 'alone:1').because.map(told)).toEqual(['alone:1 (never-built)']);
  });

  test('of a fleet of which nothing changed leaves all alone', () => {
    const plan = planUpdate(made());
    expect(new Set(Object.values(actions(plan)))).toEqual(new Set(['leave -1']));
    expect(plan.waves).toBe(0);
  });

  test('follows a base all the way up, and tells the way all the way down', () => {
    const plan = planUpdate(made({ bases: basesOf({ [DEBIAN]: 'debian b', [GO]: 'go a' }) }));
    expect(actions(plan)).toEqual({
      'os:1': 'rebase 0',
      'tools:1': 'rebase 1',
      'app:1': 'rebase 2',
      'site:1': 'rebuild 2', // it copies from tools
      'alone:1': 'leave -1',
    });
    expect(of(plan, 'app:1').because).toEqual([
      [
        { subject: 'app:1', kind: 'parent' },
        { subject: 'tools:1', kind: 'parent' },
        { subject: 'os:1', kind: 'parent' },
        { subject: DEBIAN, kind: 'base-changed', before: digestOf('debian a'), after: digestOf('debian b') },
      ],
    ]);
  });

  test('rebuilds what a builder stage stands on, and rebases what the final stage alone does', () => {
    const plan = planUpdate(made({ bases: basesOf({ [DEBIAN]: 'debian a', [GO]: 'go b' }) }));
    expect(of(plan, 'app:1').action).toBe('rebuild');
    expect(of(plan, 'alone:1').action).toBe('rebase');
  });

  test('of one changed file makes one image', () => {
    const plan = planUpdate(made({ sourceKeys: keysOf(GRAPH, { 'app:1': { files: 'new' } }) }));
    expect(plan.images.filter(({ action }) => action !== 'leave').map(({ id }) => id)).toEqual(['app:1']);
    expect(of(plan, 'app:1').because.map(told)).toEqual(['app:1 (parent) < app (files-changed)']);
    expect(of(plan, 'app:1').noCache).toBe(false);
  });

  test.each([
    ['dockerfile', 'app/Dockerfile (dockerfile-changed)'],
    ['front-end', 'app/Dockerfile (front-end-changed)'],
    ['arguments', 'app:1 (arguments-changed)'],
    ['ignore-file', 'app (ignore-file-changed)'],
    ['secrets', 'app:1 (secrets-changed)'],
    ['target', 'app:1 (target-changed)'],
    ['sources', 'app:1 (source-changed)'],
  ] as const)('says of %s that it changed', (part, reason) => {
    const plan = planUpdate(made({ sourceKeys: keysOf(GRAPH, { 'app:1': { [part]: 'new' } }) }));
    expect(of(plan, 'app:1').because.map(told)).toEqual([`app:1 (parent) < ${reason}`]);
    expect(of(plan, 'app:1').action).toBe('rebuild');
  });

  test('tells each thing that changed once, however many ways lead to it', () => {
    const plan = planUpdate(
      made({
        bases: basesOf({ [DEBIAN]: 'debian b', [GO]: 'go b' }),
        sourceKeys: keysOf(GRAPH, { 'tools:1': { files: 'new' } }),
      }),
    );
    expect(of(plan, 'site:1').because.map(told)).toEqual([
      `site:1 (parent) < os:1 (parent) < ${DEBIAN} (base-changed)`,
      'site:1 (parent) < tools:1 (parent) < tools (files-changed)',
    ]);
    expect(of(plan, 'app:1').because).toHaveLength(3);
  });

  test('makes nothing above an image that was cut off', () => {
    const inputs = made({ bases: basesOf({ [DEBIAN]: 'debian b', [GO]: 'go a' }) });
    const lock = makePlanned(inputs, (id) => id === 'os:1');
    // Only os was under way when the run was stopped: those above have the block of before.
    const stopped = changeLock(LOCK, [lock.entries.get('os:1 linux/amd64')!]);
    const plan = planUpdate({ ...inputs, lock: stopped });
    expect(new Set(Object.values(actions(plan)))).toEqual(new Set(['leave -1']));
  });

  test('goes on where a run stopped half-way', () => {
    const inputs = made({ bases: basesOf({ [DEBIAN]: 'debian b', [GO]: 'go a' }) });
    const done = makePlanned(inputs);
    const plan = planUpdate({ ...inputs, lock: changeLock(LOCK, [done.entries.get('os:1 linux/amd64')!]) });
    expect(actions(plan)).toEqual({
      'os:1': 'leave -1',
      'tools:1': 'rebase 0',
      'app:1': 'rebase 1',
      'site:1': 'rebuild 1',
      'alone:1': 'leave -1',
    });
    expect(of(plan, 'tools:1').because.map(told)).toEqual(['tools:1 (parent) < os:1 (base-changed)']);
  });

  test('keeps the last digest of a base that cannot be resolved, and says so', () => {
    const bases = basesOf({ [DEBIAN]: 'debian b' });
    bases.set(GO, { kind: 'failed', code: 'REGISTRY_UNREACHABLE', message: 'docker.io does not answer' });
    const plan = planUpdate(made({ bases }));
    expect(of(plan, 'alone:1').action).toBe('leave');
    expect(of(plan, 'tools:1').action).toBe('rebase');
    expect(plan.findings).toEqual([
      {
        kind: 'unresolved-base',
        subject: GO,
        message: 'docker.io does not answer; its last digest counts',
        images: ['alone:1', 'app:1'],
      },
    ]);
  });

  test('follows bases of an image whose Dockerfile cannot be read, and says so', () => {
    const sourceKeys = new Map<
      string,
      ReturnType<typeof keysOf> extends Map<string, infer K> ? K | PlimsollError : never
    >(keysOf(GRAPH));
    const error = new PlimsollError('DOCKERFILE_INVALID', 'there is no FROM in it', {
      subject: 'os/Dockerfile',
      line: 1,
    });
    sourceKeys.set('os:1 linux/amd64', error);
    expect(of(planUpdate(made({ sourceKeys })), 'os:1').action).toBe('leave');
    const plan = planUpdate(made({ sourceKeys, bases: basesOf({ [DEBIAN]: 'debian b' }) }));
    expect(of(plan, 'os:1').action).toBe('rebase');
    expect(plan.findings).toMatchObject([
      { kind: 'unreadable-image', subject: 'os/Dockerfile', images: ['os:1'] },
    ]);
  });

  test('of an image that is due makes it anew without a cache, with those above it', () => {
    const images = GRAPH.images.map((one) =>
      one.id === 'tools:1' ? { ...one, refreshSeconds: 86_400 } : one,
    );
    const due = planUpdate(made({ graph: { ...GRAPH, images } }));
    expect(actions(due)).toMatchObject({ 'os:1': 'leave -1', 'tools:1': 'rebuild 0', 'app:1': 'rebase 1' });
    expect(of(due, 'tools:1').because.map(told)).toEqual(['tools:1 (refresh-due)']);
    expect([of(due, 'tools:1').noCache, of(due, 'app:1').noCache]).toEqual([true, false]);
    const earlier = new Date(NOW.getTime() - 1);
    expect(of(planUpdate(made({ graph: { ...GRAPH, images }, now: earlier })), 'tools:1').action).toBe(
      'leave',
    );
  });

  test('of a package index that changed makes those that used it', () => {
    const url = 'http://deb.debian.org/debian/dists/bookworm/InRelease';
    const lock = changeEntry('os:1', (entry) => ({ ...entry, packages: { [url]: 'a' } }));
    expect(of(planUpdate(made({ lock, packages: new Map([[url, 'a']]) })), 'os:1').action).toBe('leave');
    const plan = planUpdate(made({ lock, packages: new Map([[url, 'b']]) }));
    expect(of(plan, 'os:1')).toMatchObject({ action: 'rebuild', noCache: true });
    expect(of(plan, 'os:1').because.map(told)).toEqual([`os:1 (parent) < ${url} (packages-changed)`]);
  });

  test('of a forced image makes it anew', () => {
    const plan = planUpdate(made({ forced: new Set(['alone:1']) }));
    expect(of(plan, 'alone:1')).toMatchObject({ action: 'rebuild', noCache: true });
    expect(of(plan, 'os:1').action).toBe('leave');
  });

  test('notices a base more and a base less', () => {
    const more = { ...GRAPH, uses: [...GRAPH.uses, use('alone:1', DEBIAN, 'copy-from')] };
    expect(of(planUpdate(made({ graph: more })), 'alone:1').because.map(told)).toEqual([
      `alone:1 (parent) < ${DEBIAN} (base-changed)`,
    ]);
    const less = { ...GRAPH, uses: GRAPH.uses.filter(({ image: id }) => id !== 'alone:1') };
    expect(of(planUpdate(made({ graph: less })), 'alone:1')).toMatchObject({ action: 'rebuild' });
  });

  test('goes by the key where the lock was changed by hand', () => {
    const lock = changeEntry('alone:1', (entry) => ({ ...entry, key: 'f'.repeat(64) }));
    const plan = planUpdate(made({ lock }));
    expect(of(plan, 'alone:1').because.map(told)).toEqual(['alone:1 (key-changed)']);
    expect(of(plan, 'alone:1').action).toBe('rebuild');
  });

  test('tells what it costs where that is known', () => {
    const bases = basesOf({ [DEBIAN]: 'debian b', [GO]: 'go b' });
    bases.set(DEBIAN, { kind: 'resolved', digest: digestOf('debian b'), bytes: { 'linux/amd64': 50 } });
    const plan = planUpdate(made({ bases, sourceKeys: keysOf(GRAPH, { 'tools:1': { files: 'new' } }) }));
    expect(of(plan, 'os:1').cost).toEqual({ seconds: 60, pushedBytes: 50, pulledBytes: 50 });
    expect(of(plan, 'tools:1').cost).toEqual({ seconds: 60, pushedBytes: 1000, pulledBytes: 1050 });
    expect(of(plan, 'app:1').cost).toEqual({ seconds: 60, pushedBytes: 1000, pulledBytes: 2050 });
    expect(of(plan, 'alone:1').cost).toEqual({ seconds: 60, pushedBytes: null, pulledBytes: null });
    expect(of(planUpdate(inputsOf(GRAPH, BASES)), 'os:1').cost).toEqual({
      seconds: null,
      pushedBytes: null,
      pulledBytes: null,
    });
  });

  test('rebases what has no Dockerfile, and never rebuilds it', () => {
    const graph = graphOf(
      [image('os:1'), image('old:1', { build: undefined })],
      [use('os:1', DEBIAN), use('old:1', 'os:1', 'layers')],
    );
    const before = makePlanned(inputsOf(graph, BASES));
    const inputs = inputsOf(graph, basesOf({ [DEBIAN]: 'debian b' }), { lock: before });
    expect(of(planUpdate(inputs), 'old:1').action).toBe('leave');
    const known = changeLock(before, [
      {
        ...before.entries.get('os:1 linux/amd64')!,
        id: 'old:1',
        bases: { 'os:1': before.entries.get('os:1 linux/amd64')!.digest },
      },
    ]);
    expect(of(planUpdate({ ...inputs, lock: known }), 'old:1').action).toBe('rebase');
    expect(of(planUpdate({ ...inputs, lock: known, forced: new Set(['old:1']) }), 'old:1').action).toBe(
      'leave',
    );
  });

  test('keeps the platforms of an image apart', () => {
    const two = { ...image('two:1').build!, platforms: ['linux/amd64', 'linux/arm64'] };
    const graph = graphOf(
      [image('two:1', { build: two }), image('three:1', { build: two })],
      [
        { ...use('two:1', DEBIAN), platforms: ['linux/arm64'] },
        use('two:1', GO, 'builder-from'),
        use('three:1', 'two:1'),
      ],
    );
    const lock = makePlanned(inputsOf(graph, BASES));
    const plan = planUpdate(inputsOf(graph, basesOf({ [DEBIAN]: 'debian b', [GO]: 'go a' }), { lock }));
    expect(plan.images.map(({ id, platform, action }) => `${id} ${platform} ${action}`)).toEqual([
      'two:1 linux/amd64 leave',
      'two:1 linux/arm64 rebase',
      'three:1 linux/amd64 leave',
      'three:1 linux/arm64 rebase',
    ]);
  });
});
