// What a script does, command by command in its order, with the folder that it is in.
import type {
  ShellBody,
  ShellCommand,
  ShellCompound,
  ShellItem,
  ShellNode,
  ShellScript,
  ShellWord,
} from '../shell/shell-script.ts';
import { programName, stripWrappers } from '../shell/strip-wrappers.ts';
import { type CommandCall, type EffectBody, resolveWords } from './command-call.ts';
import type { Effect } from './effect.ts';
import { passesOn, readerOf } from './readers.ts';
import { readFolder, readShellOptions } from './shell-builtins.ts';

/** How deep commands within commands are followed. */
const DEPTH_LIMIT = 64;

/** Reads a script's effects. `cwd` is the step's folder; where it is unknown, paths stay relative to it. */
export function readEffects(script: ShellScript, cwd: string | undefined): readonly Effect[] {
  const reading = new EffectReading(cwd ?? '.');
  reading.readScript(script, { certainty: 'always', isInPipe: false, isOutPipe: false });
  return reading.effects;
}

/** Where a command stands. */
interface Position {
  readonly certainty: Effect['certainty'];
  readonly isInPipe: boolean;
  readonly isOutPipe: boolean;
}

class EffectReading {
  readonly effects: Effect[] = [];
  #cwd: string | undefined;
  #stack: (string | undefined)[] = [];
  #depth = 0;

  constructor(cwd: string | undefined) {
    this.#cwd = cwd;
  }

  readScript({ list }: ShellScript, position: Position): void {
    this.#readItems(list.items, position);
  }

  #readItems(items: readonly ShellItem[], position: Position): void {
    if (this.#depth >= DEPTH_LIMIT) return;
    this.#depth++;
    for (let start = 0; start < items.length; ) {
      let end = start;
      while (end < items.length - 1 && (items[end]!.operator === '&&' || items[end]!.operator === '||'))
        end++;
      this.#readChain(items.slice(start, end + 1), end === items.length - 1, position);
      start = end + 1;
    }
    this.#depth--;
  }

  /** Items joined by && and ||: what may be left out without the build failing is not sure to happen. */
  #readChain(items: readonly ShellItem[], isLast: boolean, position: Position): void {
    const firstOr = items.findIndex(({ operator }) => operator === '||');
    let isMaybe = false;
    for (const [i, { node, operator }] of items.entries()) {
      const own: Position = isMaybe ? { ...position, certainty: 'maybe' } : position;
      const cwd = this.#cwd;
      this.#readNode(node, own);
      if (isMaybe && !isLast && this.#cwd !== cwd) this.#cwd = undefined;
      if (operator === '||') isMaybe = true;
      else if (operator === '&&' && isTest(node) && (!isLast || firstOr > i)) isMaybe = true;
    }
  }

  #readNode(node: ShellNode, position: Position): void {
    if (node.kind === 'command') return this.#readCommand(node, position);
    if (node.kind === 'compound') return this.#readCompound(node, position);
    const last = node.parts.length - 1;
    for (const [i, part] of node.parts.entries()) {
      const piped = {
        ...position,
        isInPipe: position.isInPipe || i > 0,
        isOutPipe: position.isOutPipe || i < last,
      };
      if (last === 0) this.#readNode(part, position);
      else this.#inSubshell(() => this.#readNode(part, piped));
    }
  }

  #readCompound({ form, bodies, words }: ShellCompound, position: Position): void {
    this.#readSubstitutions(words, position);
    if (form === 'subshell') this.#inSubshell(() => this.#readBodies(bodies, position));
    else this.#readBodies(bodies, position);
  }

  #readBodies(bodies: readonly ShellBody[], position: Position): void {
    for (const { items, isCertain } of bodies) {
      if (isCertain) this.#readItems(items, position);
      else {
        const cwd = this.#cwd;
        this.#readItems(items, { ...position, certainty: 'maybe' });
        if (this.#cwd !== cwd) this.#cwd = undefined;
      }
    }
  }

  #inSubshell(read: () => void): void {
    const [cwd, stack] = [this.#cwd, [...this.#stack]];
    read();
    this.#cwd = cwd;
    this.#stack = stack;
  }

  #readCommand(command: ShellCommand, position: Position): void {
    this.#readSubstitutions(command.assignments, position);
    this.#readSubstitutions(command.words, position);
    const stripped = stripWrappers(command.words);
    const [words, program] = passedOn(stripped.words);
    const call: CommandCall = {
      command,
      argv: words,
      program,
      cwd: this.#cwd,
      isOpen: stripped.isOpen,
      isInPipe: position.isInPipe,
      isOutPipe: position.isOutPipe,
    };
    const bodies = [...this.#bodiesOf(call), ...redirected(call)];
    if (bodies.length === 0 && words.length > 0 && command.runs.length === 0) bodies.push({ kind: 'run' });
    const base = { command, argv: words, program, certainty: position.certainty, cwd: this.#cwd };
    for (const body of bodies) this.effects.push({ ...base, ...body } as Effect);
    const change = bodies.find((body) => body.kind === 'change-folder');
    if (change !== undefined) this.#follow(program, change.path);
    for (const script of command.runs) {
      if (program === 'eval') this.readScript(script, position);
      else this.#inSubshell(() => this.readScript(script, position));
    }
  }

  #readSubstitutions(
    words: readonly { readonly scripts: readonly ShellScript[] }[],
    position: Position,
  ): void {
    for (const { scripts } of words)
      for (const script of scripts) this.#inSubshell(() => this.readScript(script, position));
  }

  #bodiesOf(call: CommandCall): readonly EffectBody[] {
    if (call.program === 'popd') return [{ kind: 'change-folder', path: this.#stack.at(-1) }];
    return readFolder(call) ?? readShellOptions(call) ?? readerOf(call.program)?.(call) ?? [];
  }

  #follow(program: string, path: string | undefined): void {
    if (program === 'pushd') this.#stack.push(this.#cwd);
    if (program === 'popd') this.#stack.pop();
    this.#cwd = path;
  }
}

const TESTS: ReadonlySet<string> = new Set([
  'test',
  '[',
  'grep',
  'egrep',
  'fgrep',
  'command',
  'which',
  'type',
  'false',
  'getent',
  'id',
  'cmp',
  'diff',
]);

/** Whether a node asks something, so that its failing is no failing of the build. */
function isTest(node: ShellNode): boolean {
  if (node.kind === 'compound') return node.form === 'other';
  if (node.kind === 'pipeline') return node.isNegated || isTest(node.parts.at(-1)!);
  return TESTS.has(programName(node.words[0]));
}

/** What `poetry run x` and the like run. */
function passedOn(words: readonly ShellWord[]): readonly [words: readonly ShellWord[], program: string] {
  const program = programName(words[0]);
  if (!passesOn(program, words[1]?.value)) return [words, program];
  const inner = words.slice(2);
  return inner.length === 0 || inner[0]!.prefix.startsWith('-')
    ? [words, program]
    : [inner, programName(inner[0])];
}

/** Files that the shell itself writes. */
function redirected(call: CommandCall): readonly EffectBody[] {
  if (call.program === 'curl' || call.program === 'wget') return [];
  return call.command.redirections.flatMap(({ operator, target, fileDescriptor }): readonly EffectBody[] => {
    const isWriting = /^(?:>>?|>\||&>>?)$/.test(operator) && (fileDescriptor ?? 1) === 1;
    if (!isWriting || target === undefined || target.value?.startsWith('/dev/') === true) return [];
    const text = textOf(call);
    return [{ kind: 'write', ...resolveWords([target], call), ...(text === undefined ? {} : { text }) }];
  });
}

/** What echo and printf write, where it is known. */
function textOf({ program, argv, isInPipe }: CommandCall): string | undefined {
  if (isInPipe || (program !== 'echo' && program !== 'printf')) return undefined;
  const values = argv.slice(1).map(({ value }) => value);
  return values.every((value) => value !== undefined) ? values.join(' ') : undefined;
}
