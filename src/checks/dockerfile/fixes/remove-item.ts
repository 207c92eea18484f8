// A command taken out of the chain that a RUN is.
import type { TextEdit } from '../../../dockerfile/editing/text-edit.ts';
import type { ModelStep } from '../../../dockerfile/model/dockerfile-model.ts';
import type { Dockerfile } from '../../../dockerfile/parsing/instruction.ts';
import type { ShellCommand } from '../../../dockerfile/shell/shell-script.ts';

/** The place of a command among the items of its RUN's own list; -1 where it is in something else. */
export function findItem({ script }: Pick<ModelStep, 'script'>, command: ShellCommand): number {
  return script?.list.items.findIndex(({ node }) => node === command) ?? -1;
}

/** The edit that removes an item of a chain of `&&`; undefined where that is not all that would change. */
export function removeItem(
  { script, evaluated }: ModelStep,
  index: number,
  { source: { text } }: Dockerfile,
): TextEdit | undefined {
  const items = script?.list.items ?? [];
  const item = items[index];
  if (item === undefined || evaluated.isTriggered || items.length < 2) return undefined;
  const before = items[index - 1];
  const next = items[index + 1];
  // Of `a || b && c` nobody knows without reading it what b is there for.
  if (items.some(({ operator }) => operator === '||' || operator === '&')) return undefined;
  const edit =
    next === undefined
      ? { start: before!.node.end, end: item.node.end, text: '' }
      : { start: item.node.start, end: next.node.start, text: '' };
  return /^[ \t]*#/m.test(text.slice(edit.start, edit.end)) ? undefined : edit;
}
