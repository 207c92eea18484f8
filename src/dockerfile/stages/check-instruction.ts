// Whether an instruction is one that BuildKit takes, and what it says (instructions/parse.go of BuildKit).
import { PlimsollError } from '../../errors.ts';
import type { Instruction } from '../parsing/instruction.ts';
import { quoteShort } from '../parsing/split-words.ts';
import { trimSpace } from '../parsing/white-space.ts';
import { type FlagType, readFlags } from './builder-flags.ts';
import { checkCopy } from './check-copy.ts';
import { checkHealthcheck } from './check-healthcheck.ts';
import type { CheckedInstruction, FromInstruction } from './checked-instruction.ts';
import { checkMount } from './run-mount.ts';

const RUN_FLAGS: Readonly<Record<string, FlagType>> = {
  mount: 'list',
  network: 'text',
  security: 'text',
  device: 'list',
};
const NETWORKS: readonly string[] = ['default', 'none', 'host'];
const SECURITIES: readonly string[] = ['sandbox', 'insecure'];
const STAGE_NAME = /^[a-z][a-z0-9\-_.]*$/;
const NEVER_TRIGGERED: ReadonlySet<string> = new Set(['ONBUILD', 'MAINTAINER', 'FROM']);

/** Checks one instruction; throws DOCKERFILE_INVALID with its line. */
export function checkInstruction(instruction: Instruction): CheckedInstruction {
  const { name } = instruction;
  const words = instruction.args.map(({ value }) => value);
  switch (name) {
    case 'FROM':
      return checkFrom(instruction, words);
    case 'ARG':
      return {
        kind: 'arg',
        instruction,
        args: atLeastOne(instruction, words).map((word) => readArg(instruction, word)),
      };
    case 'ENV':
    case 'LABEL':
      readFlags(instruction, {});
      return { kind: name === 'ENV' ? 'env' : 'label', instruction, pairs: readPairs(instruction, words) };
    case 'COPY':
    case 'ADD':
      return checkCopy(instruction);
    case 'RUN':
      return checkRun(instruction);
    case 'WORKDIR':
    case 'USER':
      readFlags(instruction, {});
      return {
        kind: name === 'USER' ? 'user' : 'workdir',
        instruction,
        text: exactlyOne(instruction, words),
      };
    case 'STOPSIGNAL':
      return { kind: 'stopsignal', instruction, text: exactlyOne(instruction, words) };
    case 'MAINTAINER':
      readFlags(instruction, {});
      exactlyOne(instruction, words);
      return { kind: 'maintainer', instruction };
    case 'VOLUME':
      readFlags(instruction, {});
      return { kind: 'volume', instruction, texts: checkVolumes(instruction, words) };
    case 'EXPOSE':
      readFlags(instruction, {});
      return { kind: 'expose', instruction, texts: atLeastOne(instruction, words) };
    case 'CMD':
    case 'ENTRYPOINT':
      readFlags(instruction, {});
      return { kind: name === 'CMD' ? 'cmd' : 'entrypoint', instruction, texts: words };
    case 'SHELL':
      readFlags(instruction, {});
      if (!instruction.isJson && words.length > 0) throw refuse(instruction, 'SHELL takes a JSON array');
      return { kind: 'shell', instruction, texts: atLeastOne(instruction, words) };
    case 'HEALTHCHECK':
      checkHealthcheck(instruction);
      return { kind: 'healthcheck', instruction };
    case 'ONBUILD':
      readFlags(instruction, {});
      checkTrigger(instruction);
      return { kind: 'onbuild', instruction };
    default:
      throw refuse(instruction, `there is no instruction ${quoteShort(name)}`);
  }
}

function checkFrom(instruction: Instruction, words: readonly string[]): FromInstruction {
  const [base, as, written, ...rest] = words;
  const isNamed = as !== undefined && /^as$/iu.test(as) && written !== undefined && rest.length === 0;
  if (base === undefined || (as !== undefined && !isNamed))
    throw refuse(instruction, 'FROM takes one argument or three', 'Write FROM IMAGE or FROM IMAGE AS NAME.');
  const stageName = written?.toLowerCase();
  if (stageName !== undefined && !STAGE_NAME.test(stageName))
    throw refuse(
      instruction,
      `${quoteShort(written!)} is no name for a stage`,
      'It begins with a letter and goes on with letters, digits, and - _ . in it.',
    );
  const platform = readFlags(instruction, { platform: 'text' }).get('platform')?.[0];
  return {
    kind: 'from',
    instruction,
    base,
    ...(stageName === undefined ? {} : { stageName }),
    ...(platform === undefined || platform === '' ? {} : { platform }),
  };
}

function readArg(instruction: Instruction, word: string): { name: string; value?: string } {
  const equals = word.indexOf('=');
  if (equals === 0) throw refuse(instruction, 'an ARG has no name');
  return equals === -1 ? { name: word } : { name: word.slice(0, equals), value: word.slice(equals + 1) };
}

function readPairs(instruction: Instruction, words: readonly string[]): { name: string; value: string }[] {
  const pairs: { name: string; value: string }[] = [];
  for (let i = 0; i < words.length; i += 2) pairs.push({ name: words[i]!, value: words[i + 1]! });
  if (pairs.length === 0) throw refuse(instruction, `${instruction.name} takes at least one argument`);
  if (pairs.some(({ name }) => name === ''))
    throw refuse(instruction, `${instruction.name} has no name before =`);
  return pairs;
}

function checkRun(instruction: Instruction): CheckedInstruction {
  const flags = readFlags(instruction, RUN_FLAGS);
  const network = flags.get('network')?.[0] ?? 'default';
  if (!NETWORKS.includes(network)) throw refuse(instruction, `there is no network ${quoteShort(network)}`);
  const security = flags.get('security')?.[0] ?? 'sandbox';
  if (!SECURITIES.includes(security))
    throw refuse(instruction, `there is no security mode ${quoteShort(security)}`);
  const mounts = flags.get('mount') ?? [];
  for (const mount of mounts) checkMount(mount, instruction.startLine);
  return { kind: 'run', instruction, mounts };
}

function checkVolumes(instruction: Instruction, words: readonly string[]): readonly string[] {
  const volumes = atLeastOne(instruction, words).map(trimSpace);
  if (volumes.includes('')) throw refuse(instruction, 'VOLUME has an empty path');
  return volumes;
}

function checkTrigger(instruction: Instruction): void {
  const [first] = instruction.args;
  if (first === undefined) throw refuse(instruction, 'ONBUILD takes an instruction');
  const name = first.value.toUpperCase();
  if (NEVER_TRIGGERED.has(name)) throw refuse(instruction, `ONBUILD takes no ${name}`);
}

function atLeastOne(instruction: Instruction, words: readonly string[]): readonly string[] {
  if (words.length === 0) throw refuse(instruction, `${instruction.name} takes at least one argument`);
  return words;
}

function exactlyOne(instruction: Instruction, words: readonly string[]): string {
  if (words.length !== 1) throw refuse(instruction, `${instruction.name} takes exactly one argument`);
  return words[0]!;
}

function refuse({ startLine }: Instruction, message: string, hint?: string): PlimsollError {
  return new PlimsollError('DOCKERFILE_INVALID', message, {
    line: startLine,
    ...(hint === undefined ? {} : { hint }),
  });
}
