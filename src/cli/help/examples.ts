// Examples of a command: kept with it as data, and shown at the end of its help.
import type { Command } from 'commander';

/** A command line as a user types it, and what it is for. */
export interface Example {
  readonly line: string;
  readonly says: string;
}

const EXAMPLES = new WeakMap<Command, readonly Example[]>();

/** Gives a command its examples; the help shows them in this order. */
export function addExamples(command: Command, examples: readonly Example[]): Command {
  EXAMPLES.set(command, examples);
  return command.addHelpText('after', () => `\n${formatExamples(examples)}`);
}

/** The examples of a command; none where it was given none. */
export function examplesOf(command: Command): readonly Example[] {
  return EXAMPLES.get(command) ?? [];
}

function formatExamples(examples: readonly Example[]): string {
  return ['Examples:', ...examples.flatMap(({ line, says }) => [`  # ${says}`, `  ${line}`])].join('\n');
}
