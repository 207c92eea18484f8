import { describe, expect, test } from 'vitest';
import type {
  DurableStep,
  DurableStore,
  Json,
  StepOutcome,
} from '../../../../src/fleet/durable/durable-store.ts';
import type { BaseUse, UpdateGraph, UpdateImage } from '../../../../src/fleet/update/graph/update-graph.ts';
import { hashFields } from '../../../../src/fleet/update/keys/hash-fields.ts';
import { KEY_PARTS, type SourceKey } from '../../../../src/fleet/update/keys/source-key.ts';
import {
  changeLock,
  EMPTY_LOCK,
  entryName,
  type UpdateLock,
} from '../../../../src/fleet/update/lock/update-lock.ts';
import { type MakeInput, readMakeInput } from '../../../../src/fleet/update/making/make-input.ts';
import { planUpdate } from '../../../../src/fleet/update/planning/plan-update.ts';
import type { MadeHow } from '../../../../src/fleet/update/running/made-image.ts';
import type { NodeEnd } from '../../../../src/fleet/update/running/run-graph.ts';
import { type MadeNode, runUpdate } from '../../../../src/fleet/update/running/run-update.ts';
import type { Digest } from '../../../../src/oci/bytes/digest.ts';

const PLATFORM = 'linux/amd64';
const DEBIAN = 'docker.io/library/debian:12';
const digestOf = (text: string): Digest => `sha256:${hashFields('test', [text])}` as Digest;

/** os <- tools <- app, and other beside tools. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  os: [],
  tools: ['os'],
  app: ['tools'],
  other: ['os'],
};

function makeGraph(): UpdateGraph {
  const images = Object.keys(BELOW).map(
    (id): UpdateImage => ({
      kind: 'image',
      id,
      references: [`r.example/${id}:1`],
      place: { kind: 'settings', file: 'plimsoll.yaml' },
      build: {
        contextPath: `/src/${id}`,
        dockerfilePath: `/src/${id}/Dockerfile`,
        args: {},
        namedContexts: {},
        secretIds: ['ca'],
        platforms: [PLATFORM],
      },
    }),
  );
  const uses = Object.entries(BELOW).flatMap(([image, below]): readonly BaseUse[] =>
    below.length === 0
      ? [{ origin: { kind: 'external', reference: DEBIAN }, image, kind: 'from' }]
      : below.map((id) => ({ origin: { kind: 'image', id }, image, kind: 'from' })),
  );
  return { kind: 'update-graph', root: '/src', images, uses, findings: [] };
}

/** A source key for each image, which is another where its files are. */
function makeKeys(files: Readonly<Record<string, string>> = {}): ReadonlyMap<string, SourceKey> {
  return new Map(
    Object.keys(BELOW).map((id) => {
      const parts = Object.fromEntries(
        KEY_PARTS.map((part) => [part, hashFields(part, [id, part === 'files' ? (files[id] ?? '') : ''])]),
      ) as SourceKey['parts'];
      const hash = hashFields('source', Object.values(parts));
      return [entryName(id, PLATFORM), { kind: 'source-key', hash, parts, sources: [] }];
    }),
  );
}

/** Remembers by key, as a store does, and makes images by what a test says of them. */
class FakeStore {
  readonly asked: MakeInput[] = [];
  readonly steps: DurableStep[] = [];
  readonly #done = new Map<string, Json>();
  readonly #how: Readonly<Record<string, MadeHow | 'fails'>>;

  constructor(how: Readonly<Record<string, MadeHow | 'fails'>> = {}) {
    this.#how = how;
  }

  readonly store = {
    kind: 'sqlite',
    runOnce: async (_runId: string, step: DurableStep): Promise<StepOutcome> => {
      const known = this.#done.get(step.key);
      if (known !== undefined) return { kind: 'done', result: known, attempts: 1 };
      const input = readMakeInput(step.input);
      this.asked.push(input);
      this.steps.push(step);
      const how = this.#how[input.id] ?? 'rebuilt';
      if (how === 'fails')
        return { kind: 'failed', code: 'BUILD_FAILED', message: 'exit code: 1', attempts: 2 };
      const digest = how === 'cut-off' ? input.previous!.digest : digestOf(step.key);
      const result = {
        digest,
        reference: `r.example/${input.id}@${digest}`,
        how,
        seconds: 1,
        pushedBytes: 10,
        at: '2026-01-01T00:00:00Z',
      };
      this.#done.set(step.key, result);
      return { kind: 'done', result, attempts: 1 };
    },
  } as unknown as DurableStore;
}

interface Change {
  readonly lock?: UpdateLock;
  readonly files?: Readonly<Record<string, string>>;
  readonly debian?: string;
  readonly forced?: readonly string[];
  readonly gone?: ReadonlySet<string>;
}

async function run(
  { store }: FakeStore,
  { lock = EMPTY_LOCK, files, debian = 'debian', forced = [], gone = new Set() }: Change,
): Promise<{ readonly ends: ReadonlyMap<string, NodeEnd<MadeNode>>; readonly lock: UpdateLock }> {
  const graph = makeGraph();
  const sourceKeys = makeKeys(files);
  const bases = new Map([[DEBIAN, { kind: 'resolved', digest: digestOf(debian) } as const]]);
  const now = new Date('2026-01-02T00:00:00Z');
  const plan = planUpdate({ graph, lock, sourceKeys, bases, forced: new Set(forced), now });
  const ends = await runUpdate({
    ...{ inputs: { graph, lock, sourceKeys, bases }, plan, store },
    runId: `${Math.random()}`,
    to: undefined,
    tries: 2,
    isThere: async (reference) => !gone.has(reference),
    signal: new AbortController().signal,
  });
  const entries = [...ends.values()].flatMap((end) => (end.kind === 'done' ? [end.result.entry] : []));
  return { ends, lock: changeLock(lock, entries) };
}

const idsOf = ({ asked }: FakeStore): readonly string[] => asked.map(({ id }) => id);
const endOf = (ends: ReadonlyMap<string, NodeEnd<MadeNode>>, id: string): NodeEnd<MadeNode> | undefined =>
  ends.get(entryName(id, PLATFORM));

describe('a run', () => {
  test('makes all in order, each on what its base has become', async () => {
    const fake = new FakeStore();
    const { lock } = await run(fake, {});
    expect([...idsOf(fake)].sort()).toEqual(['app', 'os', 'other', 'tools']);
    expect(idsOf(fake)[0]).toBe('os');
    expect(idsOf(fake).indexOf('app')).toBeGreaterThan(idsOf(fake).indexOf('tools'));
    const tools = fake.asked.find(({ id }) => id === 'tools')!;
    const os = lock.entries.get(entryName('os', PLATFORM))!;
    expect(tools.bases).toEqual([
      { reference: 'r.example/os:1', pull: `r.example/os@${os.digest}`, isFinal: true },
    ]);
    expect(tools.staging).toMatch(/^r\.example\/tools:plimsoll-[0-9a-f]{32}$/);
    expect(fake.asked[0]!.bases[0]!.pull).toBe(`docker.io/library/debian@${digestOf('debian')}`);
    // What is made once is near to what stands on it, and nothing secret is in any step.
    expect(fake.steps.find(({ name }) => name.startsWith('app'))!.near).toBe(
      fake.steps.find(({ name }) => name.startsWith('tools'))!.key,
    );
    expect(JSON.stringify(fake.steps)).not.toContain('src=');
  });

  test('makes nothing where nothing changed', async () => {
    const { lock } = await run(new FakeStore(), {});
    const again = new FakeStore();
    expect((await run(again, { lock })).ends.size).toBe(0);
    expect(again.asked).toEqual([]);
  });

  test('makes exactly what stands on a change, and tells what was there before', async () => {
    const { lock } = await run(new FakeStore(), {});
    const fake = new FakeStore();
    await run(fake, { lock, files: { tools: 'changed' } });
    expect(idsOf(fake)).toEqual(['tools', 'app']);
    const [tools, app] = fake.asked;
    const digestBefore = (id: string): Digest => lock.entries.get(entryName(id, PLATFORM))!.digest;
    expect(tools!.previous).toEqual({
      reference: `r.example/tools@${digestBefore('tools')}`,
      digest: digestBefore('tools'),
      base: `r.example/os@${digestBefore('os')}`,
    });
    expect([tools!.action, app!.action]).toEqual(['rebuild', 'rebase']);
    expect(app!.previous!.base).toBe(`r.example/tools@${digestBefore('tools')}`);
  });

  test('leaves what stands on an image that was cut off, and the next plan has nothing to do', async () => {
    const { lock } = await run(new FakeStore(), {});
    const fake = new FakeStore({ os: 'cut-off' });
    const next = await run(fake, { lock, debian: 'another' });
    expect(idsOf(fake)).toEqual(['os']);
    for (const id of ['tools', 'other', 'app'])
      expect(endOf(next.ends, id)).toMatchObject({ kind: 'done', result: { made: { how: 'left' } } });
    expect((await run(new FakeStore(), { lock: next.lock, debian: 'another' })).ends.size).toBe(0);
  });

  test('skips only what stands on a failure, and tries it again the next time', async () => {
    const fake = new FakeStore({ tools: 'fails' });
    const { ends, lock } = await run(fake, {});
    expect(endOf(ends, 'tools')).toMatchObject({
      kind: 'failed',
      error: { code: 'BUILD_FAILED', subject: 'tools' },
    });
    expect(endOf(ends, 'app')).toEqual({ kind: 'skipped', because: [entryName('tools', PLATFORM)] });
    expect(endOf(ends, 'other')?.kind).toBe('done');
    const again = new FakeStore();
    await run(again, { lock });
    expect(idsOf(again)).toEqual(['tools', 'app']);
  });

  test('takes what is recorded, also of a run that wrote no lock', async () => {
    const fake = new FakeStore();
    await run(fake, {});
    await run(fake, {});
    expect(fake.asked.length).toBe(4);
  });

  test('makes again what is recorded where the registry has lost it', async () => {
    const fake = new FakeStore();
    const { lock } = await run(fake, {});
    const gone = new Set([lock.entries.get(entryName('other', PLATFORM))!.reference]);
    await run(fake, { gone });
    expect(idsOf(fake).slice(4)).toEqual(['other']);
  });

  test('makes an image that is forced under another key, without the cache, and once', async () => {
    const fake = new FakeStore({ os: 'cut-off' });
    const made = new FakeStore();
    const { lock } = await run(made, {});
    await run(fake, { lock, forced: ['os'] });
    await run(fake, { lock, forced: ['os'] });
    expect(fake.asked.map(({ id, noCache }) => [id, noCache])).toEqual([['os', true]]);
    const first = made.asked.find(({ id }) => id === 'os')!;
    expect(fake.asked[0]!.staging).not.toBe(first.staging);
  });
});
