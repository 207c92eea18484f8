// `update rollback`: the images of an earlier generation become current again, as they were.
import { PlimsollError } from '../../../errors.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';
import type { Generation } from './generation.ts';
import { GenerationDocuments } from './generation-documents.ts';
import { type GenerationState, nameOf, readNumbered, readState } from './generation-repository.ts';
import { type GenerationOptions, runWithJournal } from './generation-run.ts';
import type { TagMove } from './move-tags.ts';
import { listChanged } from './promote.ts';
import { isUnfinished, makeCurrentPatiently } from './settle.ts';

/** What was gone back to. */
export interface Rollback {
  readonly kind: 'rollback';
  readonly repository: string;
  readonly digest: Digest;
  readonly generation: Generation;
  /** The number that was current before. */
  readonly from: number;
  /** Whether an unfinished promotion was undone. */
  readonly isUndo: boolean;
  readonly changed: readonly string[];
  readonly moves: readonly TagMove[];
  readonly mixedMs: number;
  readonly unmovedCount: number;
  /** Names that the generation before had and this one does not: their tags stay. */
  readonly left: readonly string[];
  /** Names in the registry's index that are none of this project: their tags stay. */
  readonly foreign: readonly string[];
}

/**
 * Goes back to the generation of that number, or to the one before the current; of an unfinished promotion to the one whose
 * tags last were all in place. Throws GENERATION_NOT_FOUND, GENERATION_INVALID where it is not whole, before anything moves.
 */
export function rollback(number: number | undefined, options: GenerationOptions): Promise<Rollback> {
  return runWithJournal('rollback', options, async (run) => {
    const { target, signal, settle } = run;
    const state = await readState(target, signal);
    const { current } = state;
    if (current === undefined)
      throw new PlimsollError('GENERATION_NOT_FOUND', 'nothing was promoted yet', {
        subject: nameOf(target),
      });
    const wanted = number ?? chooseNumber(state);
    const isSettled = wanted === state.settled?.generation.number;
    const next = isSettled ? state.settled : await readNumbered(target, wanted, signal);
    const missing = await new GenerationDocuments(target, signal).findMissing(next.generation, true);
    if (missing !== undefined)
      throw new PlimsollError(
        'GENERATION_INVALID',
        `generation ${wanted} is not whole any more: ${missing} is not there`,
        { subject: nameOf(target), hint: 'Nothing was changed. Choose another one.' },
      );
    const { moved, prepared } = await makeCurrentPatiently(next, current, run, settle.mayMove);
    const own = new Set(next.generation.images.flatMap(({ references }) => references));
    return {
      kind: 'rollback',
      repository: nameOf(target),
      digest: next.digest,
      generation: next.generation,
      from: current.generation.number,
      isUndo: isUnfinished(state),
      changed: listChanged(next.generation, current.generation),
      ...moved,
      unmovedCount: prepared.unmoved.length,
      left: current.generation.images.flatMap(({ references }) =>
        references.filter((name) => !own.has(name)),
      ),
      foreign: prepared.foreign,
    };
  });
}

function chooseNumber(state: GenerationState): number {
  const { current, settled } = state;
  const number = isUnfinished(state) ? settled?.generation.number : current?.generation.previous;
  if (number !== undefined) return number;
  throw new PlimsollError('GENERATION_NOT_FOUND', 'there is no generation before the current one');
}
