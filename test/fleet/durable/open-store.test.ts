import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultDatabasePath, isDatabaseUrl, openStore } from '../../../src/fleet/durable/open-store.ts';
import {
  isPassing,
  toPlimsollError,
  withPatience,
} from '../../../src/fleet/durable/postgres/with-patience.ts';

test('a URL of PostgreSQL is told from a file', () => {
  expect(['postgres://a/b', 'postgresql://a/b', 'POSTGRES://a'].every(isDatabaseUrl)).toBe(true);
  expect(['./postgres', 'durable.db', 'mysql://a/b'].some(isDatabaseUrl)).toBe(false);
});

test('other URLs are refused, not taken for files', async () => {
  await expect(openStore('mysql://user:word@host/name')).rejects.toMatchObject({
    code: 'USAGE',
    subject: 'mysql',
  });
});

test('the usual place is that of the XDG specification', () => {
  expect(defaultDatabasePath({ XDG_STATE_HOME: '/state' })).toBe(join('/state', 'plimsoll', 'durable.db'));
  // A path that is not absolute is to be ignored.
  expect(defaultDatabasePath({ XDG_STATE_HOME: 'state' })).toMatch(/\.local.state.plimsoll.durable\.db$/);
});

const NEVER = new AbortController().signal;
const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

test('what fails by the connection is done again, and other failures are not', async () => {
  let calls = 0;
  const agains: boolean[] = [];
  const work = async (isAgain: boolean): Promise<string> => {
    agains.push(isAgain);
    if (++calls < 3) throw refused;
    return 'done';
  };
  expect(await withPatience(work, { patienceMs: 60_000, signal: NEVER })).toBe('done');
  expect(agains).toEqual([false, true, true]);
  const wrong = withPatience(() => Promise.reject(Object.assign(new Error('no table'), { code: '42P01' })), {
    ...{ patienceMs: 60_000, signal: NEVER },
  });
  await expect(wrong).rejects.toMatchObject({ code: 'DATABASE_REFUSED' });
  const over = withPatience(() => Promise.reject(refused), { patienceMs: 0, signal: NEVER });
  await expect(over).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  const stopped = withPatience(() => Promise.reject(refused), {
    patienceMs: 1e9,
    signal: AbortSignal.timeout(50),
  });
  await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
});

test.each([
  [Object.assign(new Error('the database system is starting up'), { code: '57P03' }), true],
  [new Error('Connection terminated unexpectedly'), true],
  [new AggregateError([refused]), true],
  [new Error('launch', { cause: refused }), true],
  [Object.assign(new Error('duplicate key'), { code: '23505' }), false],
  [Object.assign(new Error('password'), { code: '28P01' }), false],
])('%s passes: %s', (error, expected) => {
  expect(isPassing(error)).toBe(expected);
  expect(toPlimsollError(error)).toMatchObject({
    code: expected ? 'DATABASE_UNREACHABLE' : 'DATABASE_REFUSED',
  });
});
