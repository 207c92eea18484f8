// The way from one current generation to another: one request makes it current, the images' own tags follow, and only then
// it counts as settled. Cut off anywhere, what the registry says is enough to go on from there, on any machine.
import { PlimsollError } from '../../../errors.ts';
import { isUnreadable, readTagDigest } from '../../../oci/registry/tag-digest.ts';
import { CURRENT_TAG, generationTag, SETTLED_TAG } from './generation.ts';
import { type GenerationState, putTag, readState, type StoredGeneration } from './generation-repository.ts';
import { type MovedTags, type MoveOptions, moveTags, type PreparedTags, prepareTags } from './move-tags.ts';
import type { Journal } from './promotion-journal.ts';

/** Others that move the same tag at the same time are followed so often. */
const ROUNDS = 5;

/** What making a generation current needs. */
export interface SettleOptions extends MoveOptions {
  readonly journal: Journal;
}

/** What making it current patiently needs. */
export interface PatientRun {
  readonly settle: SettleOptions;
  readonly signal: AbortSignal;
  readonly rideOut: <T>(attempt: () => Promise<T>) => Promise<T>;
}

/** How it went. */
export interface Settled {
  readonly moved: MovedTags;
  readonly prepared: PreparedTags;
}

/** Whether a promotion ended between its first and its last tag. */
export function isUnfinished({ current, settled, isTorn }: GenerationState): boolean {
  return current !== undefined && (isTorn || current.digest !== settled?.digest);
}

/** Lets the tags of an unfinished promotion follow; undefined where there is none. */
export async function completeUnfinished(
  state: GenerationState,
  options: SettleOptions,
): Promise<StoredGeneration | undefined> {
  const { current } = state;
  if (current === undefined || !isUnfinished(state)) return undefined;
  const prepared = await prepareTags(current.generation, options);
  await options.journal.note('moving', current.generation.number);
  if (state.isTorn) await putTag(options.source, CURRENT_TAG, current.document, options.signal);
  await followTags(current, prepared, options);
  return current;
}

/**
 * Makes the generation current and lets the tags follow. `expected` is what was current when it was put together; throws
 * PROMOTION_UNDER_WAY where that is no longer so.
 */
async function makeCurrent(
  next: StoredGeneration,
  expected: StoredGeneration | undefined,
  options: SettleOptions,
): Promise<Settled> {
  const { source, signal, journal } = options;
  const prepared = await prepareTags(next.generation, options);
  await journal.note('moving', next.generation.number);
  const { current, isTorn } = await readState(source, signal);
  if (current?.digest !== expected?.digest) throw overtaken(current);
  if (current?.digest !== next.digest || isTorn) await putTag(source, CURRENT_TAG, next.document, signal);
  const moved = await followTags(next, prepared, options);
  await requireCurrent(next, options);
  return { moved, prepared };
}

/**
 * The same, and a registry that goes away meanwhile is waited for. What it was asked for last may have been done: then the tags
 * follow. The mixed time is that from the first attempt on, and the moves are those of the last one.
 */
export async function makeCurrentPatiently(
  next: StoredGeneration,
  expected: StoredGeneration | undefined,
  { rideOut, settle, signal }: PatientRun,
  mayMove: MoveOptions['mayMove'],
): Promise<Settled> {
  let firstMs: number | undefined;
  return rideOut(async () => {
    const startedMs = performance.now();
    const { current } = await readState(settle.source, signal);
    const isOurs = current?.digest === next.digest;
    const settled = await makeCurrent(next, isOurs ? next : expected, { ...settle, mayMove }).catch(
      (error: unknown) => {
        firstMs ??= startedMs;
        throw error;
      },
    );
    if (firstMs === undefined) return settled;
    return { ...settled, moved: { ...settled.moved, mixedMs: performance.now() - firstMs } };
  });
}

/** Moves the tags, looks whether they are where they should be, then says in the registry that all is settled. */
async function followTags(
  { digest, generation, document }: StoredGeneration,
  prepared: PreparedTags,
  options: SettleOptions,
): Promise<MovedTags> {
  const { source, signal, journal } = options;
  // Whoever was overtaken moves no more of its tags; that it was is told later.
  const isCurrent = (): Promise<boolean> =>
    readTagDigest(source, CURRENT_TAG, signal).then(
      (found) => found === digest,
      (error: unknown) => {
        if (isUnreadable(error)) return true;
        throw error;
      },
    );
  let moved = await moveTags(prepared, signal, isCurrent);
  if (!(await isCurrent())) return moved;
  await putTag(source, generationTag(generation.number), document, signal);
  // What needed no move before may have been moved by somebody else since.
  for (let round = 0; round < ROUNDS; round++) {
    const again = await prepareTags(generation, options);
    if (again.moves.length === 0) break;
    const { moves, mixedMs } = await moveTags(again, signal, isCurrent);
    moved = { moves: [...moved.moves, ...moves], mixedMs: moved.mixedMs + mixedMs };
  }
  await journal.note('moving', generation.number);
  await putTag(source, SETTLED_TAG, document, signal);
  return moved;
}

/**
 * Registries cannot compare and set: where another machine without our journal moved the same tag meanwhile, what is current
 * now wins, and its tags are made to follow before we say that we lost.
 */
async function requireCurrent(next: StoredGeneration, options: SettleOptions): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const { current } = await readState(options.source, options.signal);
    if (current?.digest === next.digest) return;
    if (current === undefined) throw overtaken(current);
    await followTags(current, await prepareTags(current.generation, options), options);
    const after = await readState(options.source, options.signal);
    if (after.current?.digest === current.digest) throw overtaken(current);
  }
  throw overtaken(undefined);
}

function overtaken(current: StoredGeneration | undefined): PlimsollError {
  const what = current === undefined ? 'another one' : `generation ${current.generation.number}`;
  return new PlimsollError(
    'PROMOTION_UNDER_WAY',
    `another run was faster: ${what} is current now, and stays so`,
    { hint: 'Let all who promote use one database, or wait for each other.' },
  );
}
