import { expect, test } from 'vitest';
import {
  isUnderWay,
  journalName,
  readJournal,
  takeJournal,
} from '../../../../src/fleet/update/generations/promotion-journal.ts';
import { ownMark } from '../../../../src/oci/staging/run-mark.ts';
import { makeMemoryDocuments } from '../../../support/memory-documents.ts';

const NAME = journalName('registry.example/team/generations');
const AT = '2026-01-01T00:00:00.000Z';
const NOW = Date.parse(AT);

const record = (owner: string) =>
  ({ action: 'promote', phase: 'moving', owner, startedAt: AT, seenAt: AT }) as const;

test('is held by one, and free again at the end', async () => {
  const store = makeMemoryDocuments();
  const journal = await takeJournal(store, NAME, 'promote');
  await expect(takeJournal(store, NAME, 'rollback')).rejects.toMatchObject({
    code: 'PROMOTION_UNDER_WAY',
    subject: 'registry.example/team/generations',
  });
  await journal.note('moving', 4);
  expect(await readJournal(store, NAME)).toMatchObject({ action: 'promote', phase: 'moving', generation: 4 });
  await journal.end('done');
  const next = await takeJournal(store, NAME, 'rollback');
  await next.end('stopped');
  expect(await readJournal(store, NAME)).toMatchObject({ action: 'rollback', phase: 'stopped' });
});

test('of two that take it at the very same time one gets it', async () => {
  const store = makeMemoryDocuments();
  const results = await Promise.allSettled([1, 2, 3].map(() => takeJournal(store, NAME, 'promote')));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) if (result.status === 'fulfilled') await result.value.end('done');
});

test('whoever lost it learns that, and writes nothing over the other', async () => {
  const store = makeMemoryDocuments();
  const journal = await takeJournal(store, NAME, 'promote');
  const { version } = store.documents.get(NAME)!;
  const other = record('7-1-00000000/0');
  await store.writeDocument(NAME, other, version);
  await expect(journal.note('moving')).rejects.toMatchObject({ code: 'PROMOTION_UNDER_WAY' });
  expect(journal.lost.aborted).toBe(true);
  await journal.end('done');
  expect(store.documents.get(NAME)!.value).toEqual(other);
});

test('an owner is dead when its process is, or elsewhere when it was not seen for two minutes', () => {
  const [, started, place] = ownMark().split('-');
  expect(isUnderWay(record(`${ownMark()}/0`), NOW + 1e9)).toBe(true);
  expect(isUnderWay(record(`${process.pid}-${Number(started) + 1}-${place}/0`), NOW)).toBe(false);
  expect(isUnderWay(record('7-1-00000000/0'), NOW + 119_000)).toBe(true);
  expect(isUnderWay(record('7-1-00000000/0'), NOW + 121_000)).toBe(false);
  expect(isUnderWay({ ...record(`${ownMark()}/0`), phase: 'stopped' }, NOW)).toBe(false);
});

test.each([
  null,
  'text',
  [],
  {},
  { action: 'promote' },
  { ...record('x'), phase: 'odd' },
  { ...record('x'), seenAt: 'odd' },
])('what is no journal is written anew: %j', async (value) => {
  const store = makeMemoryDocuments();
  await store.writeDocument(NAME, value as null, 0);
  expect(await readJournal(store, NAME)).toBeUndefined();
  await (await takeJournal(store, NAME, 'promote')).end('done');
  expect(await readJournal(store, NAME)).toMatchObject({ phase: 'done' });
});
