// Whether the command line takes what the docs show: the command, its options, its arguments. Nothing is done.
import { type Command, CommanderError } from 'commander';
import type { DocCommand } from './doc-commands.ts';
import { findCommand, makeProgram } from './run-shown.ts';

/** What a sentence may leave out where it only names a command. */
const LEFT_OUT = new Set(['commander.optionMissingArgument', 'commander.help']);
const PLACEHOLDER = /^[A-Z][A-Z0-9_]*(\.\.\.)?$/;

/** What is wrong with a shown command; undefined where nothing is. */
export function findMistake({ kind, args }: DocCommand): string | undefined {
  const program = makeProgram();
  makeIdle(program, { hasPlaceholders: args.some(isPlaceholder), isSentence: kind === 'span' });
  const words = args.map((arg) => arg.replace(/\.\.\.$/, ''));
  try {
    program.parse(words, { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) return String(error);
    if (error.exitCode === 0) return undefined;
    if (kind === 'span' && LEFT_OUT.has(error.code)) return undefined;
    // `plimsoll COMMAND --help` and the like, where the placeholder is the command.
    if (PLACEHOLDER.test(args[0] ?? '')) return undefined;
    return error.message;
  }
}

/** Whether an argument stands for the reader's own: FOLDER, `--index=FILE`. */
export function isPlaceholder(arg: string): boolean {
  return PLACEHOLDER.test(arg.replace(/^--[a-z-]+=/, ''));
}

/** The name of the command with those above it. */
export function nameOf(args: readonly string[]): string {
  const names: string[] = [];
  for (let at: Command | null = findCommand(args); at?.parent; at = at.parent) names.unshift(at.name());
  return names.join(' ');
}

function makeIdle(
  command: Command,
  form: { readonly hasPlaceholders: boolean; readonly isSentence: boolean },
): void {
  if (command.commands.length === 0) command.action(() => {});
  for (const option of command.options) {
    if (form.isSentence) option.mandatory = false;
    if (!form.hasPlaceholders) continue;
    delete option.argChoices;
    delete option.parseArg;
  }
  if (form.isSentence)
    for (const argument of command.registeredArguments) Object.assign(argument, { required: false });
  for (const below of command.commands) makeIdle(below, form);
}
