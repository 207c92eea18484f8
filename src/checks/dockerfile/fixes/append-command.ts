// A further command at the end of a RUN, in the layout that the RUN has.
import type { TextEdit } from '../../../dockerfile/editing/text-edit.ts';
import type { ModelStep } from '../../../dockerfile/model/dockerfile-model.ts';
import type { Dockerfile } from '../../../dockerfile/parsing/instruction.ts';
import type { ShellItem, ShellNode, ShellScript } from '../../../dockerfile/shell/shell-script.ts';

/**
 * The edit that makes a RUN end with `&& command`, so that it runs where all before went well. Undefined where that cannot be
 * said of the script: no shell form, a list that does not end plainly, a heredoc that a command reads.
 */
export function appendCommand(
  { script, evaluated, instruction }: ModelStep,
  command: string,
  dockerfile: Dockerfile,
): TextEdit | undefined {
  if (script === undefined || evaluated.isTriggered || instruction.isJson) return undefined;
  const last = lastItem(script);
  if (last === undefined || !script.isValid || readsHeredoc(last.node)) return undefined;
  const { end } = last.node;
  // What stands behind would come to stand behind the new command.
  if (dockerfile.source.text.slice(end, script.end).trim() !== '') return undefined;
  if (script.heredoc && !isChained(script) && !stopsAtFailure(script)) return undefined;
  return { start: end, end, text: `${script.heredoc ? ' && ' : joinerOf(script, dockerfile)}${command}` };
}

/** The last item, if nothing follows it. */
function lastItem({ list: { items } }: ShellScript): ShellItem | undefined {
  const last = items.at(-1);
  return last === undefined || (last.operator !== undefined && last.operator !== '\n') ? undefined : last;
}

/** A heredoc's lines are run whether those before went well or not: only a single chain has one end. */
function isChained({ list: { items } }: ShellScript): boolean {
  return items.slice(0, -1).every(({ operator }) => operator === '&&');
}

/** Whether `set -e` at its beginning ends it with what fails first. */
function stopsAtFailure({ list: { items } }: ShellScript): boolean {
  const options = items.map(({ node }) =>
    node.kind === 'command' && node.words[0]?.value === 'set' ? node.words.slice(1) : undefined,
  );
  const [first, ...others] = options;
  return (
    first?.some(({ value }) => /^-[a-z]*e/.test(value ?? '')) === true &&
    others.every((words) => words === undefined) &&
    items.every(({ operator }) => operator !== '&' && operator !== '||')
  );
}

function readsHeredoc(node: ShellNode): boolean {
  if (node.kind === 'pipeline') return node.parts.some(readsHeredoc);
  return node.redirections.some(({ operator }) => operator.startsWith('<<') && operator !== '<<<');
}

/** What joins the commands of this RUN: ` && `, or with a new line before or behind. */
function joinerOf(
  { list, start }: ShellScript,
  { source: { text }, escape: escapeToken }: Dockerfile,
): string {
  const { items } = list;
  const joined = items.findLastIndex(({ operator }) => operator === '&&' || operator === ';');
  if (joined >= 0) {
    const { node, operatorRange } = items[joined]!;
    const next = items[joined + 1];
    if (operatorRange !== undefined && next !== undefined) {
      const before = text.slice(node.end, operatorRange.start);
      if (before.includes('\n')) return ` ${escapeToken}\n${indentOf(before)}&& `;
      const behind = text.slice(operatorRange.end, next.node.start);
      if (behind.includes('\n')) return ` && ${escapeToken}\n${indentOf(behind)}`;
      // Several commands on the last line: one more does not make it another layout.
      if (!text.slice(start, node.end).includes('\n')) return ' && ';
    }
  }
  const body = text.slice(start, items.at(-1)!.node.end);
  return body.includes('\n') ? ` ${escapeToken}\n${indentOf(body)}&& ` : ' && ';
}

/** The blanks at the beginning of the last line that is no comment. */
function indentOf(text: string): string {
  const lines = text.split('\n').slice(1);
  const line = lines.findLast((each) => !/^[ \t]*#/.test(each)) ?? '';
  return /^[ \t]*/.exec(line)![0];
}
