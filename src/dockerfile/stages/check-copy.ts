// COPY and ADD: sources, inline files and destination (parseSourcesAndDest of BuildKit).
import { PlimsollError } from '../../errors.ts';
import { type HeredocStart, readHeredocStart } from '../parsing/find-heredocs.ts';
import type { Heredoc, Instruction } from '../parsing/instruction.ts';
import { type FlagType, type FlagValues, readFlags } from './builder-flags.ts';
import type { CopyInstruction } from './checked-instruction.ts';

const SHARED_FLAGS: Readonly<Record<string, FlagType>> = {
  chown: 'text',
  chmod: 'text',
  link: 'boolean',
  exclude: 'list',
};
const COPY_FLAGS = { ...SHARED_FLAGS, from: 'text', parents: 'boolean' } as const;
const ADD_FLAGS = {
  ...SHARED_FLAGS,
  'keep-git-dir': 'boolean',
  checksum: 'text',
  unpack: 'boolean',
} as const;

/** Checks a COPY or an ADD; throws DOCKERFILE_INVALID. */
export function checkCopy(instruction: Instruction): CopyInstruction {
  const { name, args, startLine } = instruction;
  if (args.length < 2)
    throw new PlimsollError('DOCKERFILE_INVALID', `${name} takes at least two arguments`, {
      line: startLine,
      hint: 'The last one is the destination.',
    });
  const flags = readFlags(instruction, name === 'COPY' ? COPY_FLAGS : ADD_FLAGS);
  const words = args.map(({ value }) => value);
  const destination = words.pop()!;
  if (startOf(destination) !== undefined)
    throw new PlimsollError('DOCKERFILE_INVALID', `${name} has a heredoc for its destination`, {
      line: startLine,
    });
  const byName = new Map(instruction.heredocs.map((heredoc) => [heredoc.name, heredoc]));
  const inlineFiles = words.flatMap((word) => inlineFile(startOf(word), byName));
  return {
    kind: name === 'COPY' ? 'copy' : 'add',
    instruction,
    sources: words.filter((word) => startOf(word) === undefined),
    inlineFiles,
    destination,
    excludes: flags.get('exclude') ?? [],
    hasParents: flags.get('parents')?.[0] === 'true',
    isLinked: flags.get('link')?.[0] === 'true',
    ...textFlags(flags),
  };
}

function textFlags(flags: FlagValues): Pick<CopyInstruction, 'from' | 'chown' | 'chmod' | 'checksum'> {
  const names = ['from', 'chown', 'chmod', 'checksum'] as const;
  const set = names.flatMap((name) => {
    const value = flags.get(name)?.[0];
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  return Object.fromEntries(set);
}

/** A word that looks like a heredoc but stands in JSON form has no content. */
function inlineFile(
  start: HeredocStart | undefined,
  byName: ReadonlyMap<string, Heredoc>,
): readonly Heredoc[] {
  if (start === undefined) return [];
  return [byName.get(start.name) ?? { ...start, start: 0, end: 0, content: '' }];
}

function startOf(word: string): HeredocStart | undefined {
  try {
    return readHeredocStart(word);
  } catch {
    return undefined;
  }
}
