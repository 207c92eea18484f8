// The journal of promotions: a document in the durable store that says who is at it and how far. It is what lets one promotion
// wins where two begin at once; what must not be lost is in the registry too (generation-repository.ts).
import { randomBytes } from 'node:crypto';
import { PlimsollError } from '../../../errors.ts';
import { isWriterGone, ownMark } from '../../../oci/staging/run-mark.ts';
import type { DurableStore, Json } from '../../durable/durable-store.ts';

/** What a journal needs of the store. */
export type JournalStore = Pick<DurableStore, 'readDocument' | 'writeDocument'>;

/** What is being done. */
export type JournalAction = 'promote' | 'rollback';
/** `preparing` until the generation's tag moves, then `moving` until all others have; `stopped` after an error. */
export type JournalPhase = 'preparing' | 'moving' | 'done' | 'stopped';

/** The journal as it is stored. */
export interface JournalRecord {
  readonly action: JournalAction;
  readonly phase: JournalPhase;
  /** Process and run that write it. */
  readonly owner: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** When the owner last said that it lives; ISO 8601. */
  readonly seenAt: string;
  /** The generation, once it is known. */
  readonly generation?: number;
}

/** A journal that is ours for as long as nobody takes it over. */
export interface Journal {
  /** Writes down how far it is; throws PROMOTION_UNDER_WAY where another run has taken over. */
  note(phase: JournalPhase, generation?: number): Promise<void>;
  /** Writes down how it ended. Never throws: what counts is in the registry. */
  end(phase: 'done' | 'stopped'): Promise<void>;
  /** Given where another run has taken over. */
  readonly lost: AbortSignal;
}

/** An owner on another machine that was not seen for so long is taken for dead. */
const FOREIGN_LIMIT_MS = 120_000;
const HEARTBEAT_MS = 15_000;

/** The name of the journal's document. */
export function journalName(repository: string): string {
  return `generations ${repository}`;
}

/** The journal as it is now; undefined where there is none, or one that cannot be read. */
export async function readJournal(store: JournalStore, name: string): Promise<JournalRecord | undefined> {
  const found = await store.readDocument(name);
  return found === undefined ? undefined : parseRecord(found.value);
}

/** Whether whoever wrote the record is still at it. */
export function isUnderWay({ phase, owner, seenAt }: JournalRecord, nowMs: number): boolean {
  if (phase === 'done' || phase === 'stopped') return false;
  const [mark = ''] = owner.split('/');
  const seenMs = Date.parse(seenAt);
  const isHere = mark.split('-')[2] === ownMark().split('-')[2];
  return isHere ? !isWriterGone(mark, seenMs) : !(nowMs - seenMs > FOREIGN_LIMIT_MS);
}

/** Takes the journal; throws PROMOTION_UNDER_WAY where somebody else is at it. */
export async function takeJournal(
  store: JournalStore,
  name: string,
  action: JournalAction,
  now: () => Date = () => new Date(),
): Promise<Journal> {
  const found = await store.readDocument(name);
  const before = found === undefined ? undefined : parseRecord(found.value);
  if (before !== undefined && isUnderWay(before, now().getTime())) throw underWay(before, name);
  const startedAt = now().toISOString();
  const owner = `${ownMark()}/${randomBytes(8).toString('hex')}`;
  const record: JournalRecord = { action, phase: 'preparing', owner, startedAt, seenAt: startedAt };
  if (!(await store.writeDocument(name, toJson(record), found?.version ?? 0)))
    throw underWay((await readJournal(store, name)) ?? record, name);
  return new HeldJournal(store, name, record, now);
}

class HeldJournal implements Journal {
  readonly #store: JournalStore;
  readonly #name: string;
  readonly #now: () => Date;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #record: JournalRecord;
  /** Writes wait for each other: each needs the version that the one before left. */
  #writing: Promise<boolean> = Promise.resolve(true);

  constructor(store: JournalStore, name: string, record: JournalRecord, now: () => Date) {
    this.#store = store;
    this.#name = name;
    this.#record = record;
    this.#now = now;
    this.#timer = setInterval(() => {
      this.#write({}).catch(() => {});
    }, HEARTBEAT_MS).unref();
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async note(phase: JournalPhase, generation?: number): Promise<void> {
    if (await this.#write({ phase, ...(generation === undefined ? {} : { generation }) })) return;
    throw underWay((await readJournal(this.#store, this.#name)) ?? this.#record, this.#name);
  }

  async end(phase: 'done' | 'stopped'): Promise<void> {
    clearInterval(this.#timer);
    await this.#write({ phase }).catch(() => {});
  }

  #write(change: Partial<JournalRecord>): Promise<boolean> {
    const writing = this.#writing.catch(() => true).then(() => this.#writeNow(change));
    this.#writing = writing;
    return writing;
  }

  async #writeNow(change: Partial<JournalRecord>): Promise<boolean> {
    const found = await this.#store.readDocument(this.#name);
    const owner = found === undefined ? undefined : parseRecord(found.value)?.owner;
    const next = { ...this.#record, ...change, seenAt: this.#now().toISOString() };
    const isOurs =
      found !== undefined &&
      owner === this.#record.owner &&
      (await this.#store.writeDocument(this.#name, toJson(next), found.version));
    if (isOurs) this.#record = next;
    else this.#lost.abort();
    return isOurs;
  }
}

function underWay({ action, owner, startedAt }: JournalRecord, name: string): PlimsollError {
  return new PlimsollError(
    'PROMOTION_UNDER_WAY',
    `another ${action === 'promote' ? 'promotion' : 'rollback'} is under way (process ${owner.split('-')[0]}, since ${startedAt})`,
    { subject: name.replace(/^generations /, '') },
  );
}

function toJson({ action, phase, owner, startedAt, seenAt, generation }: JournalRecord): Json {
  return {
    action,
    phase,
    owner,
    startedAt,
    seenAt,
    ...(generation === undefined ? {} : { generation }),
  };
}

/** Undefined for what is no record: then it is written anew. */
function parseRecord(json: Json): JournalRecord | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const { action, phase, owner, startedAt, seenAt, generation } = json as Readonly<Record<string, unknown>>;
  const isSound =
    (action === 'promote' || action === 'rollback') &&
    (phase === 'preparing' || phase === 'moving' || phase === 'done' || phase === 'stopped') &&
    typeof owner === 'string' &&
    typeof startedAt === 'string' &&
    typeof seenAt === 'string' &&
    !Number.isNaN(Date.parse(seenAt));
  if (!isSound) return undefined;
  const isNumbered = typeof generation === 'number' && Number.isSafeInteger(generation);
  return { action, phase, owner, startedAt, seenAt, ...(isNumbered ? { generation } : {}) };
}
