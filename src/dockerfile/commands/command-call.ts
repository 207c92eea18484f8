// A command at its place, as the readers of its program see it.
import { posix } from 'node:path';
import type { ShellCommand, ShellWord } from '../shell/shell-script.ts';
import type { Effect, EffectBase } from './effect.ts';
import { type OptionTable, type ParsedOptions, parseOptions } from './options.ts';

/** An effect without what the call itself tells. */
export type EffectBody = Effect extends infer One
  ? One extends Effect
    ? Omit<One, keyof EffectBase>
    : never
  : never;

/** One call of a program, its wrappers taken off. */
export interface CommandCall {
  readonly command: ShellCommand;
  /** The program and its arguments. */
  readonly argv: readonly ShellWord[];
  /** Its name without its folder. */
  readonly program: string;
  /** The folder it runs in: absolute, or relative to the step's where that is unknown; undefined where nothing is known. */
  readonly cwd: string | undefined;
  /** Whether more arguments come from elsewhere (xargs). */
  readonly isOpen: boolean;
  readonly isInPipe: boolean;
  readonly isOutPipe: boolean;
}

/** What one family of programs does. */
export type CommandReader = (call: CommandCall) => readonly EffectBody[];

/** The arguments of a call, parsed. */
export function parseCall({ argv }: CommandCall, table?: OptionTable): ParsedOptions {
  return parseOptions(argv.slice(1), table);
}

/** The same call with other words. */
export function callOf(call: CommandCall, argv: readonly ShellWord[], program: string): CommandCall {
  return { ...call, argv, program };
}

/** A path as the folder makes it; undefined where it is not known. */
export function resolvePath(path: string, cwd: string | undefined): string | undefined {
  if (path.startsWith('/')) return tidy(path);
  return cwd === undefined ? undefined : tidy(posix.join(cwd, path));
}

function tidy(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

/** Paths of words, and whether all of them are known. */
export function resolveWords(
  words: readonly ShellWord[],
  { cwd, isOpen }: CommandCall,
): { readonly paths: readonly string[]; readonly isComplete: boolean } {
  const paths = words.map(({ value }) => (value === undefined ? undefined : resolvePath(value, cwd)));
  const known = paths.filter((path) => path !== undefined);
  return { paths: known, isComplete: !isOpen && known.length === paths.length };
}
