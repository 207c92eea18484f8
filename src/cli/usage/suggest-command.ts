// What somebody meant who named a command that is not there.
import type { Command } from 'commander';
import { findClosestWord } from '../settings/closest-word.ts';
import { nameCommand, walkCommands } from './walk-commands.ts';

/** What other programs call it, and our line for it. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  analyse: 'plimsoll image IMAGE',
  analyze: 'plimsoll image IMAGE',
  build: 'plimsoll update run',
  commands: 'plimsoll --help',
  compare: 'plimsoll diff A B',
  dive: 'plimsoll image IMAGE --ui',
  dockerignore: 'plimsoll context --fix',
  files: 'plimsoll image IMAGE --ui',
  fix: 'plimsoll check . --fix',
  flatten: 'plimsoll squash IMAGE',
  history: 'plimsoll image IMAGE',
  info: 'plimsoll image IMAGE',
  inspect: 'plimsoll image IMAGE',
  layers: 'plimsoll image IMAGE',
  lint: 'plimsoll check Dockerfile',
  list: 'plimsoll fleet storage docker-daemon:',
  ls: 'plimsoll fleet storage docker-daemon:',
  merge: 'plimsoll squash IMAGE',
  minify: 'plimsoll trim IMAGE',
  optimize: 'plimsoll trim IMAGE',
  ps: 'plimsoll fleet storage docker-daemon:',
  sbom: 'plimsoll image IMAGE --format cyclonedx',
  scan: 'plimsoll check IMAGE',
  secrets: 'plimsoll check IMAGE --rules secrets',
  shrink: 'plimsoll trim IMAGE',
  size: 'plimsoll image IMAGE',
  slim: 'plimsoll trim IMAGE',
  show: 'plimsoll image IMAGE',
  tree: 'plimsoll fleet tree SOURCE...',
  ui: 'plimsoll image IMAGE --ui',
  version: 'plimsoll --version',
};

/** The hint for a word that is no command of `command`. */
export function suggestCommand(word: string, command: Command): string | undefined {
  const isFirst = command.parent === null;
  const lower = word.toLowerCase();
  if (word === '') return 'Where it stands in a variable, see that this is set.';
  if (isFirst && looksLikeTarget(word)) return hintForTarget(word);
  const own = command.commands.find((child) => isStart(lower, child.name()));
  if (own !== undefined) return didYouMean(own);
  if (isFirst && Object.hasOwn(OTHER_NAMES, lower)) return `That is '${OTHER_NAMES[lower]}' here.`;
  const all = isFirst ? walkCommands(command).slice(1) : command.commands;
  const names = all.map((child) => child.name());
  // Those right below come first, and one of equal distance does not take their place.
  const closest = findClosestWord(word, [...command.commands.map((child) => child.name()), ...names]);
  const meant = all.find((child) => child.name() === closest);
  if (meant !== undefined) return didYouMean(meant);
  return isFirst ? hintForTarget(word) : undefined;
}

/** Two letters may begin anything. */
function isStart(word: string, name: string): boolean {
  return name === word || (word.length > 2 && name.startsWith(word));
}

function didYouMean(command: Command): string {
  return `Did you mean '${nameCommand(command)}'?`;
}

/** Names of commands have neither dots nor slashes nor colons. */
function looksLikeTarget(word: string): boolean {
  return /[./\\:@]/.test(word) || word === 'Dockerfile';
}

function hintForTarget(word: string): string {
  const isPlace = /^\.{0,2}[/\\]|^\.\.?$|Dockerfile/.test(word);
  return `To check ${isPlace ? 'it' : 'an image'}, write 'plimsoll check ${word}'.`;
}
