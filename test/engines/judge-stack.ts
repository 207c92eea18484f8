// Compares what the view shows of one stack with what umoci and buildah unpacked, path by path.
import { describeAmbiguities } from '../../src/contents/view/describe-ambiguities.ts';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { listView } from '../contents/view/list-view.ts';
import { applyLayers } from '../contents/view/reference-model.ts';
import { type Listing, renderListing } from '../contents/view/shown.ts';
import { layer, scanLayers } from '../support/layers.ts';
import { HABITS, habitsOf } from './habits.ts';
import type { BothUnpacked } from './unpack-engines.ts';

/** What came out, as `engine: verdict`, and what must not be. */
export interface Judged {
  readonly verdicts: readonly string[];
  readonly complaints: readonly string[];
}

/** Judges one stack. */
export async function judgeStack(
  stack: readonly (readonly TarItem[])[],
  unpacked: BothUnpacked,
): Promise<Judged> {
  const view = squashLayers(await scanLayers(stack.map(layer)));
  const shown = listView(view);
  const known = applyLayers(stack).shown;
  const verdicts: string[] = [];
  const complaints = compare('the model', shown, known, known);
  const isRefused = describeAmbiguities(view).some((report) => report.refusedByMerged);
  for (const engine of ['umoci', 'buildah'] as const) {
    const result = unpacked[engine];
    if ('refusal' in result) {
      verdicts.push(`${engine}: refused`);
      if (view.ambiguities.length === 0)
        complaints.push(`${engine} refused, nothing noted: ${result.refusal}`);
      const isCircle = view.ambiguities.some(({ kind }) => kind === 'symlink-circle');
      if (engine === 'umoci' && !isRefused && !isCircle)
        complaints.push(`refusal not foretold: ${result.refusal}`);
      continue;
    }
    if (isRefused) complaints.push(`${engine} did not refuse as foretold`);
    const differing = compare(engine, shown, result.listing, known);
    if (differing.length === 0) {
      verdicts.push(`${engine}: agrees`);
      continue;
    }
    const habitual = applyLayers(stack, habitsOf(engine));
    const unexplained = compare(engine, habitual.shown, result.listing, habitual.shown);
    const fired = [...habitual.fired];
    verdicts.push(...fired.map((habit) => `${engine}: ${habit}`), `${engine}: differs as known`);
    if (unexplained.length > 0) complaints.push(...differing, 'with habits:', ...unexplained);
    if (fired.some((habit) => HABITS[habit].isNoted) && view.ambiguities.length === 0)
      complaints.push(`${engine} differs (${fired.join(', ')}), nothing noted`);
  }
  return { verdicts, complaints };
}

/** One line for each path that differs. */
export function compare(engine: string, ours: Listing, theirs: Listing, known: Listing): string[] {
  const a = renderListing(ours, known);
  const b = renderListing(theirs, known);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((path) => a[path] !== b[path])
    .map((path) => `${path}: shown ${a[path] ?? 'nothing'}, ${engine} ${b[path] ?? 'nothing'}`);
}

/** A stack as text, to be read when a test fails. */
export function printStack(stack: readonly (readonly TarItem[])[]): string {
  const print = ({ kind, path, target }: TarItem): string =>
    `${kind} ${path}${target === undefined ? '' : ` -> ${target}`}`;
  return stack.map((items, i) => `layer ${i}: ${items.map(print).join(', ')}`).join('\n');
}

/** How many random stacks to make and from which seed; both can be chosen by the environment. */
export function chooseStacks(count: number): { readonly seed: number; readonly count: number } {
  return {
    seed: Number(process.env['PLIMSOLL_SEED'] ?? 1),
    count: Number(process.env['PLIMSOLL_STACKS'] ?? count),
  };
}
