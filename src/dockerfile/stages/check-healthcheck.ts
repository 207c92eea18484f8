// HEALTHCHECK: its flags and its type (parseHealthcheck of BuildKit).
import { PlimsollError } from '../../errors.ts';
import type { Instruction } from '../parsing/instruction.ts';
import { quoteShort } from '../parsing/split-words.ts';
import { readFlags } from './builder-flags.ts';

const DURATION = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 3.6e6,
};
const TIMES = ['interval', 'timeout', 'start-period', 'start-interval'] as const;

/** Checks a HEALTHCHECK; throws DOCKERFILE_INVALID. */
export function checkHealthcheck(instruction: Instruction): void {
  const [type, ...command] = instruction.args.map(({ value }) => value);
  const refuse = (message: string): PlimsollError =>
    new PlimsollError('DOCKERFILE_INVALID', message, { line: instruction.startLine });
  if (type === undefined) throw refuse('HEALTHCHECK takes at least one argument');
  if (type.toUpperCase() === 'NONE') {
    if (command.length > 0) throw refuse('HEALTHCHECK NONE takes no arguments');
    return;
  }
  const flags = readFlags(instruction, {
    interval: 'text',
    timeout: 'text',
    'start-period': 'text',
    'start-interval': 'text',
    retries: 'text',
  });
  if (type.toUpperCase() !== 'CMD') throw refuse(`HEALTHCHECK has no type ${quoteShort(type)}`);
  if (command.length === 0) throw refuse('HEALTHCHECK CMD has no command');
  for (const name of TIMES) {
    const text = flags.get(name)?.[0] ?? '';
    if (!isDuration(text)) throw refuse(`--${name} of HEALTHCHECK is no duration of 1ms or more`);
  }
  const retries = flags.get('retries')?.[0] ?? '';
  if (!/^(?:|[+]?\d{1,10}|-0+)$/.test(retries) || Number(retries) > 0x7fff_ffff)
    throw refuse('--retries of HEALTHCHECK is no count');
}

function isDuration(text: string): boolean {
  if (text === '') return true;
  if (!DURATION.test(text)) return false;
  const total = [...text.matchAll(PART)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit!]!,
    0,
  );
  return total < 1e-6 || (total >= 1 && !text.startsWith('-'));
}
