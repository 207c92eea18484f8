import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prepareTables } from '../../../../src/fleet/durable/sqlite/journal-schema.ts';
import { isRunning, markProcess } from '../../../../src/fleet/durable/sqlite/process-mark.ts';
import { SessionList } from '../../../../src/fleet/durable/sqlite/session-list.ts';
import {
  openWithLibsql,
  openWithNode,
  SqliteDatabase,
} from '../../../../src/fleet/durable/sqlite/sqlite-database.ts';
import { openSqliteStore } from '../../../../src/fleet/durable/sqlite/sqlite-store.ts';
import { StepJournal } from '../../../../src/fleet/durable/sqlite/step-journal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-sqlite-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const drivers = { node: openWithNode(), libsql: await openWithLibsql() };

describe.each(Object.entries(drivers))('through %s', (_, driver) => {
  test.runIf(driver !== undefined)('values come back as they were, and changes are counted', async () => {
    const database = await SqliteDatabase.open(join(folder, 'a.db'), driver!);
    database.execute('CREATE TABLE t (a TEXT PRIMARY KEY, b, c BLOB)');
    expect(database.run('INSERT INTO t VALUES (?, ?, ?)', 'x', 1.5, Buffer.from([0, 255]))).toBe(1);
    expect(database.run('UPDATE t SET b = ? WHERE a = ?', null, 'y')).toBe(0);
    const row = database.get('SELECT a, b, c FROM t')!;
    expect([row['a'], row['b'], [...new Uint8Array(row['c'] as Uint8Array)]]).toEqual(['x', 1.5, [0, 255]]);
    expect(database.get('SELECT a FROM t WHERE a = ?', 'z')).toBeUndefined();
    expect(() => database.run('INSERT INTO t VALUES (?, ?, ?)', 'x', 1, null)).toThrow(/UNIQUE/);
    expect(() =>
      database.transact(() => {
        database.run('DELETE FROM t');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(database.all('SELECT a FROM t')).toHaveLength(1);
    database.close();
  });
});

test('the file is for its owner alone', async () => {
  const store = await openSqliteStore(join(folder, 'state', 'durable.db'));
  expect((await stat(join(folder, 'state', 'durable.db'))).mode & 0o777).toBe(0o600);
  await store.close();
});

test('what is no database, or one of another version, is said to be that', async () => {
  await writeFile(
    join(folder, 'text.db'),
    'a text that is long enough to be taken for more than it is'.repeat(20),
  );
  await expect(openSqliteStore(join(folder, 'text.db'))).rejects.toMatchObject({ code: 'DATABASE_INVALID' });
  const path = join(folder, 'newer.db');
  const newer = await SqliteDatabase.open(path);
  newer.execute('PRAGMA user_version = 99');
  newer.close();
  await expect(openSqliteStore(path)).rejects.toMatchObject({ code: 'DATABASE_INVALID', subject: path });
  await writeFile(join(folder, 'file'), '');
  await expect(openSqliteStore(join(folder, 'file', 'durable.db'))).rejects.toMatchObject({
    code: 'DATABASE_UNREACHABLE',
  });
});

describe('the marks of processes', () => {
  const isLinux = process.platform === 'linux';

  test.runIf(isLinux)('tell a dead process at once, also where its pid is used again', () => {
    const mark = markProcess();
    expect(isRunning(mark)).toBe(true);
    expect(isRunning({ ...mark, started: '1' })).toBe(false);
    expect(isRunning({ ...mark, pid: 2 ** 22 + 1 })).toBe(false);
    expect(isRunning({ ...mark, machine: 'another' })).toBeUndefined();
  });

  const step = { key: 'k', kind: 'test', name: 'k', input: null, tries: 1 };
  const openJournal = async (): Promise<{ database: SqliteDatabase; journal: StepJournal }> => {
    const path = join(folder, 'durable.db');
    const database = await SqliteDatabase.open(path);
    prepareTables(database, path);
    return { database, journal: new StepJournal(database) };
  };

  test.runIf(isLinux)(
    'a step of a dead process is free again, and its late result does not count twice',
    async () => {
      const { database, journal } = await openJournal();
      const dead = new SessionList(database, { ...markProcess(), started: '1' });
      const living = new SessionList(database);
      journal.ask(living.id, 'run', step);
      const taken = journal.take({ session: dead.id, worker: 'dead', kinds: ['test'] })!;
      expect(journal.take({ session: living.id, worker: 'living', kinds: ['test'] })).toBeUndefined();
      expect(living.endDead()).toBe(true);
      const again = journal.take({ session: living.id, worker: 'living', kinds: ['test'] })!;
      expect([taken.attempt, again.attempt]).toEqual([1, 2]);
      expect(journal.finish(taken, 'late')).toBe(false);
      expect(journal.finish(again, 'right')).toBe(true);
      expect(journal.finish(again, 'twice')).toBe(false);
      expect(journal.readOutcome('k')).toEqual({ kind: 'done', result: 'right', attempts: 2 });
      database.close();
    },
  );

  test('a step near to what a worker did is handed to it before others', async () => {
    const { database, journal } = await openJournal();
    const { id: session } = new SessionList(database);
    const taker = { session, kinds: ['test'] };
    journal.ask(session, 'run', step);
    journal.finish(journal.take({ ...taker, worker: 'one' })!, null);
    for (const key of ['first', 'near'])
      journal.ask(session, 'run', { ...step, key, ...(key === 'near' ? { near: 'k' } : {}) });
    expect(journal.take({ ...taker, worker: 'one' })?.step.key).toBe('near');
    expect(journal.take({ ...taker, worker: 'other' })?.step.key).toBe('first');
    database.close();
  });

  test('what a dead process asked for is not done for nobody', async () => {
    const { database, journal } = await openJournal();
    const elsewhere = new SessionList(database, { machine: 'elsewhere', pid: 1, started: '1' });
    const living = new SessionList(database);
    journal.ask(elsewhere.id, 'run', step);
    // Of another machine only the heart-beat tells.
    expect(living.endDead()).toBe(false);
    expect(living.endDead(Date.now() + 60_000)).toBe(true);
    expect(journal.take({ session: living.id, worker: 'w', kinds: ['test'] })).toBeUndefined();
    // Its next beat brings it back.
    expect(elsewhere.beat()).toBe(true);
    database.close();
  });
});
