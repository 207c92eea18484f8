// Runners and workers killed at a hundred random moments over the 599 images of .NET, and a database that goes and comes back:
// what was recorded is as if nothing had happened. Every night only: it takes some minutes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isDotnetThere, readDotnetGraph } from './durable/dotnet-graph.ts';
import { type NodeReport, StubCrew, type StubRole, type StubSetup } from './durable/run-stubs.ts';
import { type PostgresService, startPostgres } from './postgres-service.ts';

const KILLS = Number(process.env['PLIMSOLL_KILLS'] ?? 100);

describe.runIf(isDotnetThere)('over the images of .NET', () => {
  const graph = isDotnetThere ? readDotnetGraph() : {};
  const above = new Map<string, string[]>(Object.keys(graph).map((node) => [node, []]));
  for (const [node, below] of Object.entries(graph)) for (const id of below) above.get(id)!.push(node);
  const descendants = (node: string): readonly string[] =>
    above.get(node)!.flatMap((id) => [id, ...descendants(id)]);
  // One in the middle, with others above it.
  const broken =
    Object.keys(graph).find((node) => graph[node]!.length > 0 && descendants(node).length > 2) ?? '';
  const skipped = new Set(broken === '' ? [] : descendants(broken));

  let service: PostgresService;
  let folder: string;
  beforeAll(async () => {
    service = await startPostgres();
  });
  afterAll(() => service?.remove());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-faults-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const killAndRead = async (
    setup: Omit<StubSetup, 'folder' | 'graph'>,
    roles: readonly StubRole[],
    onKill: (kills: number) => Promise<void> = async () => {},
  ): Promise<void> => {
    const crew = new StubCrew({ ...setup, folder, graph, broken: [broken] });
    let starts = roles.length;
    try {
      for (const role of roles) crew.start(role);
      let kills = 0;
      while (kills < KILLS && !crew.hasEnded()) {
        await sleep(100 + Math.random() * 500);
        const stub = crew.stubs[Math.floor(Math.random() * crew.stubs.length)]!;
        if (!(await crew.replace(stub))) continue;
        starts++;
        await onKill(++kills);
      }
      expect(kills).toBe(KILLS);
      const reports = await crew.finish();
      for (const report of reports) expectRight(report, crew, starts);
      const figures = crew.read().filter(({ kind }) => kind === 'begin').length;
      process.stderr.write(`\n${kills} kills, ${figures} begins for ${Object.keys(graph).length} nodes\n`);
    } finally {
      await crew.stop();
    }
  };

  const expectRight = (
    report: Readonly<Record<string, NodeReport>>,
    crew: StubCrew,
    starts: number,
  ): void => {
    const notes = crew.read();
    const keys = new Map<string, Set<string>>();
    const ended = new Map<string, number>();
    for (const [i, note] of notes.entries()) {
      const known = keys.get(note.node);
      if (known === undefined) keys.set(note.node, new Set([note.key]));
      else known.add(note.key);
      if (note.kind === 'end') ended.set(note.made, i);
    }
    for (const [node, below] of Object.entries(graph)) {
      const end = report[node]!;
      if (node === broken) expect(end.kind).toBe('failed');
      else if (skipped.has(node)) expect(end).toEqual({ kind: 'skipped', because: [broken] });
      else expect(end.kind).toBe('done');
      if (skipped.has(node)) expect(keys.has(node)).toBe(false);
      // A node's key is made of its parents' results: had one of those been recorded twice, there would be two.
      else expect(keys.get(node)!.size).toBe(1);
      const begins = [...notes.entries()].filter(([, note]) => note.kind === 'begin' && note.node === node);
      const hits = begins.filter(([, { pid }]) => crew.killed.has(pid)).length;
      if (node === broken) expect(begins.length).toBeLessThanOrEqual(2 * starts + hits);
      if (end.kind !== 'done') continue;
      const won = ended.get(end.result.made)!;
      const winner = notes[won]!.pid;
      const others = begins.filter(([, { pid }]) => pid !== winner);
      expect(others.filter(([, { pid }]) => !crew.killed.has(pid))).toEqual([]);
      expect(begins.length - others.length).toBe(1);
      for (const id of below) {
        const parent = report[id]!;
        if (parent.kind !== 'done') throw new Error(`${node} was begun before ${id}`);
        for (const [i] of begins) expect(ended.get(parent.result.made)!).toBeLessThan(i);
      }
    }
  };

  test('the embedded store keeps one result a key, however often runners are killed', async () => {
    const database = join(folder, 'durable.db');
    const role = { run: 'run', jobs: 2 };
    await killAndRead({ database, leastMs: 200, mostMs: 600 }, [role, role, role]);
  });

  test('so does PostgreSQL, with its server stopped and started among them', async () => {
    const database = await service.createDatabase();
    const worker = { jobs: 2 };
    const options = { pollMs: 100, graceMs: 3000, openingMs: 60_000 };
    const setup = { database, leastMs: 200, mostMs: 600, options };
    await killAndRead(setup, [{ run: 'run' }, worker, worker, worker], async (kills) => {
      if (kills !== Math.round(KILLS / 3) && kills !== Math.round(KILLS / 2)) return;
      await service.stop('immediate');
      await sleep(3000);
      await service.start();
    });
  });

  test('a server that is stopped and started costs no work at all where nobody is killed', async () => {
    const database = await service.createDatabase();
    const options = { pollMs: 100, graceMs: 10_000 };
    const crew = new StubCrew({
      ...{ folder, database, graph, options, leastMs: 20, mostMs: 60 },
      broken: [broken],
    });
    try {
      crew.start({ jobs: 3 });
      crew.start({ jobs: 3 });
      crew.start({ run: 'run' });
      for (const mode of ['immediate', 'fast'] as const) {
        const before = crew.read().length;
        while (crew.read().length < before + 100) await sleep(50);
        await service.stop(mode);
        await sleep(2000);
        await service.start();
      }
      const [report] = await crew.finish();
      expectRight(report!, crew, 1);
    } finally {
      await crew.stop();
    }
  });
});
