// What an image starts: the words of ENTRYPOINT and CMD as the runtime joins them, and what its health check calls.
import type { ModelStage } from '../model/dockerfile-model.ts';

/** The command that an image starts. */
export interface StartCommand {
  /** Undefined where the base decides, or where a shell would have to be followed to tell. */
  readonly words: readonly string[] | undefined;
  /** What stands before them to hand on signals or to change the user: `tini`, `gosu`. */
  readonly wrapper: string | undefined;
  /** Whether /bin/sh is asked to start it. */
  readonly needsShell: boolean;
  /** Programs that the health check calls, where it has one. */
  readonly healthPrograms: readonly string[];
}

/** A shell text that is nothing but one command of plain words. */
const PLAIN = /^[\w@%+=:,./ -]+$/;

/** Reads the last ENTRYPOINT, CMD and HEALTHCHECK of a stage. */
export function readStart({ steps }: ModelStage): StartCommand {
  const last = (name: string) => steps.findLast(({ instruction }) => instruction.name === name)?.instruction;
  const [entrypoint, cmd, health] = [last('ENTRYPOINT'), last('CMD'), last('HEALTHCHECK')];
  const isShell = [entrypoint, cmd].some((instruction) => instruction !== undefined && !instruction.isJson);
  const entryWords = entrypoint === undefined ? [] : wordsOf(entrypoint);
  // A shell form of ENTRYPOINT takes no arguments.
  const cmdWords = cmd === undefined || (entrypoint !== undefined && !entrypoint.isJson) ? [] : wordsOf(cmd);
  const words = entryWords === undefined || cmdWords === undefined ? undefined : [...entryWords, ...cmdWords];
  const wrapped = words === undefined ? { words, wrapper: undefined } : unwrap(words);
  const healthWords = health?.joined.replace(/^\S+\s+(?:--\S+\s+)*/, '').replace(/^CMD\s+/i, '') ?? 'NONE';
  const isHealthJson = healthWords.startsWith('[');
  return {
    words: wrapped.words?.length === 0 ? undefined : wrapped.words,
    wrapper: wrapped.wrapper,
    needsShell: isShell || (health !== undefined && !isHealthJson && healthWords !== 'NONE'),
    healthPrograms: healthWords === 'NONE' ? [] : programsOf(healthWords, isHealthJson),
  };
}

/** Takes off what only starts the rest. */
function unwrap(words: readonly string[]): { words: readonly string[]; wrapper: string | undefined } {
  const [first = ''] = words;
  const name = first.slice(first.lastIndexOf('/') + 1);
  if (/^(?:tini(?:-static)?|dumb-init|catatonit)$/.test(name)) {
    const rest = words.slice(1);
    const at = rest.indexOf('--');
    const plain = at === -1 ? rest.filter((word, i) => i > 0 || !word.startsWith('-')) : rest.slice(at + 1);
    return { words: plain, wrapper: first };
  }
  if (/^(?:gosu|su-exec)$/.test(name)) return { words: words.slice(2), wrapper: first };
  return { words, wrapper: undefined };
}

function wordsOf(
  instruction: NonNullable<ModelStage['steps'][number]>['instruction'],
): readonly string[] | undefined {
  const values = instruction.args.map(({ value }) => value);
  if (instruction.isJson) {
    // What a shell is asked to do is a text of its own.
    const [program = '', option = '', text = ''] = values;
    return /(?:^|\/)(?:ba|da)?sh$/.test(program) && /^-\w*c$/.test(option) ? splitPlain(text) : values;
  }
  return splitPlain(values.join(' '));
}

function splitPlain(text: string): readonly string[] | undefined {
  const plain = text.trim().replace(/^exec\s+/, '');
  return PLAIN.test(plain) ? plain.split(/\s+/) : undefined;
}

function programsOf(text: string, isJson: boolean): readonly string[] {
  if (isJson) {
    const first = /"([^"]+)"/.exec(text)?.[1];
    return first === undefined ? [] : [first];
  }
  return text
    .split(/[;&|()`{}]+|\|\|/)
    .map((part) => part.trim().split(/\s+/)[0] ?? '')
    .filter((word) => /^[\w./+-]+$/.test(word) && word !== 'exit' && word !== 'true' && word !== 'test');
}
