// The commands as plain data: what the pages of docs/commands and the completion of shells are written from.
import type { Argument, Command, Option } from 'commander';
import { type Example, examplesOf } from './examples.ts';

/** One argument, as `--help` tells it. */
export interface ArgumentDescription {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly isVariadic: boolean;
  readonly choices: readonly string[];
}

/** One option; `value` is the name of what it takes, and null where it takes nothing. */
export interface OptionDescription {
  readonly flags: string;
  readonly short: string | null;
  readonly long: string | null;
  readonly value: string | null;
  readonly isValueOptional: boolean;
  readonly isRequired: boolean;
  readonly choices: readonly string[];
  readonly defaultValue: string | null;
  readonly description: string;
}

/** Options under their common heading, without its colon. */
export interface OptionGroup {
  readonly heading: string;
  readonly options: readonly OptionDescription[];
}

/** A command; `path` has its name with those above it, the program's first. */
export interface CommandDescription {
  readonly path: readonly string[];
  readonly group: string;
  readonly usage: string;
  readonly description: string;
  readonly arguments: readonly ArgumentDescription[];
  readonly optionGroups: readonly OptionGroup[];
  readonly examples: readonly Example[];
  readonly commands: readonly CommandDescription[];
}

/** Describes a command and all below it, in the order of the help. */
export function describeCommands(command: Command, above: readonly string[] = []): CommandDescription {
  const path = [...above, command.name()];
  const help = command.createHelp();
  return {
    path,
    group: trimColon(command.helpGroup() || 'Commands'),
    usage: help.commandUsage(command),
    description: help.commandDescription(command),
    arguments: help.visibleArguments(command).map(describeArgument),
    optionGroups: groupOptions(help.visibleOptions(command)),
    examples: examplesOf(command),
    commands: help.visibleCommands(command).map((child) => describeCommands(child, path)),
  };
}

function describeArgument(argument: Argument): ArgumentDescription {
  return {
    name: argument.name(),
    description: argument.description,
    isRequired: argument.required,
    isVariadic: argument.variadic,
    choices: argument.argChoices ?? [],
  };
}

function groupOptions(options: readonly Option[]): readonly OptionGroup[] {
  const headings = [...new Set(options.map(headingOf))];
  return headings.map((heading) => ({
    heading,
    options: options.filter((option) => headingOf(option) === heading).map(describeOption),
  }));
}

function headingOf({ helpGroupHeading }: Option): string {
  return trimColon(helpGroupHeading ?? 'Options');
}

function describeOption(option: Option): OptionDescription {
  const { defaultValue, defaultValueDescription } = option;
  const isTold = defaultValue !== undefined && typeof defaultValue !== 'boolean';
  return {
    flags: option.flags,
    short: option.short ?? null,
    long: option.long ?? null,
    value: /[<[](.+)[>\]]$/.exec(option.flags)?.[1] ?? null,
    isValueOptional: option.optional,
    isRequired: option.mandatory,
    choices: option.argChoices ?? [],
    defaultValue: isTold ? (defaultValueDescription ?? String(defaultValue)) : null,
    description: option.description,
  };
}

function trimColon(heading: string): string {
  return heading.replace(/:$/, '');
}
