// Short ways to the script of a RUN, for tests.

import type { ModelStep } from '../../../src/dockerfile/model/dockerfile-model.ts';
import { modelDockerfile } from '../../../src/dockerfile/model/model-dockerfile.ts';
import type {
  ShellCommand,
  ShellList,
  ShellNode,
  ShellScript,
  ShellWord,
} from '../../../src/dockerfile/shell/shell-script.ts';
import { readStages } from '../../../src/dockerfile/stages/read-stages.ts';
import { parseText } from '../parse-text.ts';

/** The last step of a Dockerfile's last stage. */
export function lastStep(text: string): ModelStep {
  return modelDockerfile(readStages(parseText(text)))
    .stages.at(-1)!
    .steps.at(-1)!;
}

export function scriptOf(text: string): ShellScript {
  const { script } = lastStep(text);
  if (script === undefined) throw new Error('it is opaque');
  return script;
}

/** Every command that the text has, in its order, those in words and compound commands too. */
export function commandsOf(list: ShellList): readonly ShellCommand[] {
  return list.items.flatMap(({ node }) => commandsIn(node));
}

function commandsIn(node: ShellNode): readonly ShellCommand[] {
  if (node.kind === 'pipeline') return node.parts.flatMap(commandsIn);
  if (node.kind === 'compound') return node.bodies.flatMap(commandsOf);
  const scripts = [...node.assignments, ...node.words].flatMap(({ scripts }) => scripts);
  return [node, ...[...scripts, ...node.runs].flatMap(({ list }) => commandsOf(list))];
}

export function wordsOf(text: string): readonly ShellWord[] {
  return commandsOf(scriptOf(text).list).flatMap(({ words }) => words);
}

/** Values of all words, command by command; `?` where it is unknown. */
export function valuesOf(text: string): readonly (readonly string[])[] {
  return commandsOf(scriptOf(text).list).map(({ words }) => words.map(({ value }) => value ?? '?'));
}

/** What stands in the ranges of words. */
export function textsOf(text: string, words: readonly ShellWord[]): readonly string[] {
  return words.map(({ start, end }) => text.slice(start, end));
}
