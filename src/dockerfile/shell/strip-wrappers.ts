// Programs that do nothing but start another: sudo, env, time, xargs and their like are looked through.
import type { ShellWord } from './shell-script.ts';

/** How a wrapper's own arguments are told from the program that it starts. */
interface Wrapper {
  /** Letters of short options that take a value. */
  readonly letters?: string;
  /** Long options whose value is the next word. */
  readonly names?: readonly string[];
  /** How many words of its own stand before the program. */
  readonly operands?: number;
  /** Whether NAME=VALUE may stand before the program. */
  readonly hasVariables?: boolean;
  /** Options with which it starts nothing. */
  readonly asking?: RegExp;
  /** Whether further arguments come from standard input. */
  readonly isOpen?: boolean;
}

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map(
  Object.entries({
    sudo: {
      letters: 'CDghpRrtTUu',
      names: [
        'user',
        'group',
        'host',
        'prompt',
        'chdir',
        'chroot',
        'close-from',
        'role',
        'type',
        'other-user',
      ],
      hasVariables: true,
      asking: /^-(?:[lVvKk]|-list|-version|-validate)$/,
    },
    doas: { letters: 'uC' },
    gosu: { operands: 1 },
    'su-exec': { operands: 1 },
    env: { letters: 'uC', names: ['unset', 'chdir'], hasVariables: true },
    time: { letters: 'of' },
    nice: { letters: 'n', names: ['adjustment'] },
    ionice: { letters: 'cn', names: ['class', 'classdata'] },
    nohup: {},
    setsid: {},
    eatmydata: {},
    fakeroot: {},
    busybox: {},
    'xvfb-run': { letters: 'efnps', names: ['error-file', 'auth-file', 'server-num', 'server-args'] },
    stdbuf: { letters: 'ioe', names: ['input', 'output', 'error'] },
    timeout: { letters: 'ks', names: ['kill-after', 'signal'], operands: 1 },
    exec: { letters: 'a' },
    command: { asking: /^-[vV]$/ },
    builtin: {},
    xargs: {
      letters: 'adEIiLnPs',
      names: ['arg-file', 'delimiter', 'max-lines', 'max-args', 'max-procs', 'max-chars', 'replace'],
      isOpen: true,
    },
  } satisfies Record<string, Wrapper>),
);

/** More than this nobody writes. */
const DEPTH_LIMIT = 16;

/** A command without its wrappers. */
export interface StrippedCommand {
  readonly words: readonly ShellWord[];
  /** Whether there are arguments that only the build knows. */
  readonly isOpen: boolean;
}

/** Takes wrappers off, however many there are; a command that is none stays as it is. */
export function stripWrappers(words: readonly ShellWord[]): StrippedCommand {
  let rest = words;
  let isOpen = false;
  for (let depth = 0; ; depth++) {
    const wrapper = WRAPPERS.get(programName(rest[0]));
    const inner = wrapper === undefined ? undefined : behindWrapper(rest, wrapper);
    if (wrapper === undefined || inner === undefined || depth > DEPTH_LIMIT) return { words: rest, isOpen };
    rest = inner;
    isOpen ||= wrapper.isOpen === true;
  }
}

/** The name of a program without its folder; empty where it is unknown. */
export function programName(word: ShellWord | undefined): string {
  const value = word?.value ?? '';
  return value.slice(value.lastIndexOf('/') + 1);
}

/** Undefined where it starts nothing, or what it starts cannot be told. */
function behindWrapper(words: readonly ShellWord[], wrapper: Wrapper): readonly ShellWord[] | undefined {
  let at = 1;
  let operands = wrapper.operands ?? 0;
  for (; at < words.length; at++) {
    const value = words[at]!.value ?? words[at]!.prefix;
    if (wrapper.asking?.test(value)) return undefined;
    if (value === '--') {
      at++;
      break;
    }
    if (value.startsWith('--')) {
      if (wrapper.names?.includes(value.slice(2))) at++;
    } else if (/^-./.test(value)) {
      const letter = value.search(new RegExp(`[${wrapper.letters ?? '\0'}]`));
      if (letter === value.length - 1) at++;
    } else if (wrapper.hasVariables && /^[A-Za-z_]\w*=/.test(value)) continue;
    else if (operands > 0) operands--;
    else break;
  }
  return at < words.length ? words.slice(at) : undefined;
}
