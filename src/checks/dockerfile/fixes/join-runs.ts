// RUN instructions that follow one another made one, where the joined script does what each did for itself.
import type { TextEdit } from '../../../dockerfile/editing/text-edit.ts';
import type { ModelStep } from '../../../dockerfile/model/dockerfile-model.ts';
import type { Dockerfile } from '../../../dockerfile/parsing/instruction.ts';
import type { ShellNode, ShellScript } from '../../../dockerfile/shell/shell-script.ts';

/** Commands that change what the commands behind them find: a new RUN begins afresh, a joined one does not. */
const STATEFUL: ReadonlySet<string> = new Set([
  'cd',
  'pushd',
  'popd',
  'export',
  'set',
  'unset',
  'umask',
  'ulimit',
  'trap',
  'alias',
  'exec',
  'exit',
  'return',
  'source',
  '.',
  'eval',
  'shopt',
  'read',
  'local',
  'declare',
  'typeset',
  'readonly',
  'hash',
  'shift',
  'getopts',
  'wait',
]);

/** The edits that join the steps, which must stand one behind the other; undefined where that cannot be done safely. */
export function joinRuns(
  steps: readonly ModelStep[],
  dockerfile: Dockerfile,
): readonly TextEdit[] | undefined {
  const { source, comments, escape: escapeToken } = dockerfile;
  const edits: TextEdit[] = [];
  for (const [i, step] of steps.entries()) {
    if (!isPlain(step, source.text)) return undefined;
    const next = steps[i + 1];
    if (next === undefined) break;
    if (next.user !== step.user || next.cwd !== step.cwd || next.shell !== step.shell) return undefined;
    if (!leavesNothing(step.script!) || !isChain(next.script!)) return undefined;
    const [end, start] = [step.instruction.end, next.instruction.start];
    edits.push({ start: end, end, text: ` ${escapeToken}` });
    // Empty lines within an instruction are no longer allowed; comments are.
    for (const blank of findBlankLines(source.text, end, start)) edits.push(blank);
    const between = source.text.slice(end, start);
    const rest = between.replace(/^[ \t]*\r?\n/, '');
    const isOnlyComments = comments
      .filter((comment) => comment.start >= end && comment.end <= start)
      .reduce((left, comment) => left.replace(source.text.slice(comment.start, comment.end), ''), rest);
    if (isOnlyComments.trim() !== '') return undefined;
    edits.push({ start: next.instruction.start, end: next.script!.start, text: '    && ' });
  }
  return edits;
}

/** A RUN in shell form without flags, heredocs and comments of the shell, of which every part is understood. */
function isPlain({ evaluated, instruction, script }: ModelStep, text: string): boolean {
  if (evaluated.isTriggered || instruction.flags.length > 0 || instruction.isJson) return false;
  if (script === undefined || !script.isValid || script.heredoc || instruction.heredocs.length > 0)
    return false;
  const last = script.list.items.at(-1);
  if (last === undefined || last.operator !== undefined) return false;
  return last.node.end === instruction.end && text.slice(last.node.end, instruction.end) === '';
}

/** Whether nothing of the script but its files is left behind for what is joined to it. */
function leavesNothing({ list: { items } }: ShellScript): boolean {
  return items.every(({ node, operator }) => operator !== '&' && isStateless(node));
}

function isStateless(node: ShellNode): boolean {
  if (node.kind === 'pipeline') return node.parts.every(isStateless);
  // A subshell keeps its state for itself.
  if (node.kind === 'compound')
    return (
      node.form === 'subshell' ||
      node.bodies.every(({ items }) => items.every((item) => isStateless(item.node)))
    );
  const [program] = node.words;
  if (program === undefined) return node.assignments.length === 0;
  return program.value !== undefined && !STATEFUL.has(program.value);
}

/** Behind `a &&`, only a chain fails as a whole where one part of it fails. */
function isChain({ list: { items } }: ShellScript): boolean {
  return items.slice(0, -1).every(({ operator }) => operator === '&&');
}

function findBlankLines(text: string, from: number, to: number): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let line = text.indexOf('\n', from) + 1;
  while (line > 0 && line < to) {
    const newline = text.indexOf('\n', line);
    if (newline < 0 || newline >= to) break;
    if (text.slice(line, newline).trim() === '') edits.push({ start: line, end: newline + 1, text: '' });
    line = newline + 1;
  }
  return edits;
}
