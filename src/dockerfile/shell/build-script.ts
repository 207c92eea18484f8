// From the parser's tree to ours: lists flat, words expanded with what is known of variables where they stand.

import { expandWord, type WordContext } from './expand-words.ts';
import type { ExpansionBudget } from './expansion-budget.ts';
import { followBuiltin, readAssignment, wordOfAssignment } from './follow-variables.ts';
import { type InnerReading, innerScripts } from './inner-scripts.ts';
import { findOperator } from './list-operators.ts';
import type {
  AndOr,
  AssignmentPrefix,
  Command,
  CompoundList,
  PipelineNode,
  Redirection,
  Script,
  Statement,
  Word,
} from './parse-shell.ts';
import { parseShell } from './parse-shell.ts';
import { placelessScript, placeOf, type ScriptText } from './script-text.ts';
import type { ScriptVariables } from './script-variables.ts';
import type { ShellDialect } from './shell-dialect.ts';
import type {
  CompoundForm,
  ShellAssignment,
  ShellBody,
  ShellCommand,
  ShellCompound,
  ShellItem,
  ShellList,
  ShellNode,
  ShellRedirection,
  ShellScript,
  ShellWord,
} from './shell-script.ts';

/** How deep scripts are read that stand in words of scripts. */
const DEPTH_LIMIT = 8;

/** With what a script is read. */
export interface ScriptSurroundings {
  readonly variables: ScriptVariables;
  readonly dialect: ShellDialect;
  readonly budget: ExpansionBudget;
  /** How many scripts it stands in. */
  readonly depth: number;
}

/** Reads a text as a script. */
export function buildScript(
  text: ScriptText,
  surroundings: ScriptSurroundings,
  isHeredoc = false,
): ShellScript {
  const parsed = surroundings.depth > DEPTH_LIMIT ? undefined : parseShell(text.text);
  if (parsed === undefined) return { ...text.whole, list: { items: [] }, isValid: false, heredoc: isHeredoc };
  const list = new ScriptBuilder(text, surroundings).readStatements(parsed.commands);
  return { ...text.whole, list, isValid: (parsed.errors ?? []).length === 0, heredoc: isHeredoc };
}

/** Reads one script from its beginning to its end, so that variables are known where they are used. */
class ScriptBuilder {
  readonly #text: ScriptText;
  readonly #around: ScriptSurroundings;
  readonly #variables: ScriptVariables;

  constructor(text: ScriptText, around: ScriptSurroundings) {
    this.#text = text;
    this.#around = around;
    this.#variables = around.variables;
  }

  readStatements(statements: readonly Statement[]): ShellList {
    const items: ShellItem[] = [];
    for (const [i, { command, background, end }] of statements.entries()) {
      const next = statements[i + 1]?.pos;
      const isBackground = background === true;
      const own = isBackground
        ? this.#inSubshell((inner) => inner.#readAndOr(command))
        : this.#readAndOr(command);
      items.push(...own);
      const last = items.pop()!;
      if (isBackground) items.push({ ...last, ...findOperator(this.#text, command.end, end, '&') });
      else if (next === undefined) items.push(last);
      else items.push({ ...last, ...findOperator(this.#text, end, next) });
    }
    return { items };
  }

  #readAndOr(node: PipelineNode | AndOr): readonly ShellItem[] {
    if (node.type !== 'AndOr') return [{ node: this.#readNode(node), operator: undefined }];
    return node.commands.map((command, i) => {
      const isAfterOr = node.operators[i - 1] === '||';
      const read = isAfterOr ? this.#inBranch((inner) => inner.#readNode(command)) : this.#readNode(command);
      const operator = node.operators[i];
      const next = node.commands[i + 1];
      if (operator === undefined || next === undefined) return { node: read, operator: undefined };
      return { node: read, ...findOperator(this.#text, command.end, next.pos, operator) };
    });
  }

  #readNode(node: PipelineNode | CompoundList): ShellNode {
    switch (node.type) {
      case 'Command':
        return this.#readCommand(node);
      case 'Pipeline': {
        const isAlone = node.commands.length === 1;
        const parts = node.commands.map((part) =>
          isAlone ? this.#readNode(part) : this.#inSubshell((inner) => inner.#readNode(part)),
        );
        const isNegated = node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
        return { kind: 'pipeline', ...this.#place(node), isNegated, parts };
      }
      case 'Redirected': {
        const inner = this.#readNode(node.command);
        const redirections = node.redirects.map((redirect) => this.#readRedirection(redirect));
        return inner.kind === 'compound' ? { ...inner, ...this.#place(node), redirections } : inner;
      }
      default:
        return this.#readCompound(node);
    }
  }

  #readCompound(node: Exclude<PipelineNode | CompoundList, Command>): ShellCompound {
    const compound = (form: CompoundForm, bodies: readonly ShellBody[], words: readonly ShellWord[] = []) =>
      ({ kind: 'compound', ...this.#place(node), form, bodies, words, redirections: [] }) as const;
    const maybe = (list: CompoundList): ShellBody => ({
      ...this.#inBranch((inner) => inner.readStatements(list.commands)),
      isCertain: false,
    });
    const certain = (list: CompoundList): ShellBody => ({
      ...this.readStatements(list.commands),
      isCertain: true,
    });
    switch (node.type) {
      case 'Subshell':
        return compound('subshell', [this.#inSubshell((inner) => inner.#certain(node.body))]);
      case 'BraceGroup':
        return compound('group', [certain(node.body)]);
      case 'CompoundList':
        return compound('group', [certain(node)]);
      case 'If': {
        const branches = [node.then, ...node.elif.flatMap(({ clause, then }) => [clause, then])];
        if (node.else !== undefined) branches.push(node.else);
        const condition = certain(node.clause);
        return compound('if', [condition, ...branches.map(maybe)]);
      }
      case 'While':
        this.#forgetSetIn(node);
        return compound('while', [certain(node.clause), maybe(node.body)]);
      case 'For':
      case 'Select': {
        const words = (node.wordlist ?? []).flatMap((word) => this.#readWord(word));
        this.#forgetSetIn(node);
        this.#variables.set(node.name.text, undefined);
        return compound('for', [maybe(node.body)], words);
      }
      case 'ArithmeticFor':
        this.#forgetSetIn(node);
        return compound('for', [maybe(node.body)]);
      case 'Case': {
        const words = this.#readWord(node.word);
        return compound(
          'case',
          node.items.map(({ body }) => maybe(body)),
          words,
        );
      }
      case 'Function':
        return compound('function', [this.#readBody(node.body)]);
      case 'Coproc':
        return compound('other', [this.#inSubshell((inner) => inner.#readBody(node.body))]);
      default:
        // [[ ]], (( )): they start nothing, but for scripts in their words, which nobody writes in a RUN.
        return compound('other', []);
    }
  }

  #certain(list: CompoundList): ShellBody {
    return { ...this.readStatements(list.commands), isCertain: true };
  }

  #readBody(body: PipelineNode | CompoundList): ShellBody {
    const node = this.#inBranch((inner) => inner.#readNode(body));
    return { items: [{ node, operator: undefined }], isCertain: false };
  }

  #readCommand(node: Command): ShellCommand {
    const assignments: ShellAssignment[] = [];
    const redirections: ShellRedirection[] = [];
    const words: ShellWord[] = node.name === undefined ? [] : [...this.#readWord(node.name)];
    const isAlone = node.name === undefined;
    for (const part of node.prefix) this.#readPrefix(part, isAlone, assignments, redirections);
    for (const part of node.suffix) {
      if (part.type === 'Word') words.push(...this.#readWord(part));
      else if (part.type === 'Assignment') {
        assignments.push(readAssignment(part, true, this.#wordContext()));
        words.push(wordOfAssignment(part, this.#text));
      } else redirections.push(this.#readRedirection(part));
    }
    followBuiltin(words, this.#variables);
    const command = { kind: 'command', ...this.#place(node), assignments, words, redirections } as const;
    return { ...command, runs: innerScripts(command, this.#innerReading(node)) };
  }

  #readPrefix(
    part: AssignmentPrefix | Redirection,
    isAlone: boolean,
    assignments: ShellAssignment[],
    redirections: ShellRedirection[],
  ): void {
    if (part.type === 'Assignment') assignments.push(readAssignment(part, isAlone, this.#wordContext()));
    else redirections.push(this.#readRedirection(part));
  }

  #readRedirection(node: Redirection): ShellRedirection {
    const { descriptor } = node;
    const base = {
      ...this.#place(node),
      operator: node.operator,
      ...(descriptor?.type === 'FileDescriptor' ? { fileDescriptor: descriptor.value } : {}),
    };
    if (node.type === 'HereDoc')
      return { ...base, target: undefined, content: placeOf(this.#text, node.body.pos, node.body.end) };
    const [target] = node.target === undefined ? [] : this.#readWord(node.target);
    return { ...base, target };
  }

  #readWord(word: Word): readonly ShellWord[] {
    return expandWord(word, this.#wordContext());
  }

  #wordContext(): WordContext {
    return {
      text: this.#text,
      variables: this.#variables,
      dialect: this.#around.dialect,
      budget: this.#around.budget,
      readInner: (script) => this.#readInner(script),
    };
  }

  /** A script within a word. Backquotes with escapes in them are a text of their own. */
  #readInner(script: Script): ShellScript {
    const { source, errors } = script as Script & { errors?: readonly unknown[] };
    const place = this.#place(script);
    const text =
      source === undefined ? this.#text : placelessScript(source, this.#text.whole, this.#text.source);
    const list = this.#variables.inSubshell((variables) =>
      new ScriptBuilder(text, { ...this.#around, variables }).readStatements(script.commands),
    );
    const range = source === undefined ? place : this.#text.whole;
    return { ...range, list, isValid: (errors ?? []).length === 0, heredoc: false };
  }

  #innerReading(node: Command): InnerReading {
    const around = { ...this.#around, depth: this.#around.depth + 1 };
    return {
      text: this.#text,
      node,
      readEnvironment: (text, dialect) =>
        buildScript(text, { ...around, dialect, variables: this.#variables.forProgram() }),
      readHere: (text) => buildScript(text, around),
    };
  }

  #inSubshell<T>(read: (inner: ScriptBuilder) => T): T {
    return this.#variables.inSubshell((variables) => read(this.#with(variables)));
  }

  #inBranch<T>(read: (inner: ScriptBuilder) => T): T {
    return this.#variables.inBranch((variables) => read(this.#with(variables)));
  }

  #with(variables: ScriptVariables): ScriptBuilder {
    return new ScriptBuilder(this.#text, { ...this.#around, variables });
  }

  /** What a loop sets is unknown from its first round on. */
  #forgetSetIn({ pos, end }: { pos: number; end: number }): void {
    for (const [, name] of this.#text.text.slice(pos, end).matchAll(/\b([A-Za-z_]\w*)\+?=/g))
      this.#variables.set(name!, undefined);
  }

  #place({ pos, end }: { pos: number; end: number }): { start: number; end: number } {
    return placeOf(this.#text, pos, end);
  }
}
