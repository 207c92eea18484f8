// Finds the comments that take back what linters say, each with the reach that its own tool gives it.
// hadolint: Hadolint/Pragma.hs and Process.hs; BuildKit: linter/linter.go; tally: internal/directive/parser.go.
import { findInstructionFrom } from '../parsing/find-instruction.ts';
import type { Comment, Dockerfile, Instruction } from '../parsing/instruction.ts';
import { parseCheckOptions } from './check-options.ts';
import type { Suppression, SuppressionScope } from './suppression.ts';

const OURS =
  /^plimsoll\s+(global\s+)?ignore\s*=\s*([\w/*.-]+(?:\s*,\s*[\w/*.-]+)*)(?:\s*;\s*reason\s*=|\s|$)\s*(.*)$/i;
const HADOLINT =
  /^hadolint[ \t]+(?:(global|stage)[ \t]+)?ignore[ \t]*=[ \t]*([DLSC\d]+(?:[ \t]*,[ \t]*[DLSC\d]+)*)[ \t]*(?:#.*)?$/;
const TALLY = /^tally\s+(global\s+)?ignore\s*=\s*([\w/,\s-]+?)\s*(?:;\s*reason\s*=\s*(.*))?$/i;
const TALLY_NAMESPACE = /^(?:tally|hadolint|buildkit|shellcheck)\//;
/** Every finding is compared with each of them. */
const MOST = 5000;
/** Longer comments are no such comments, and cost time. */
const LONGEST = 2000;

/** All of them, in the order of the file. */
export function readSuppressions(dockerfile: Dockerfile): readonly Suppression[] {
  const found = dockerfile.comments.flatMap((comment) => readComment(comment, dockerfile) ?? []);
  return [...readDirectives(dockerfile), ...readChecks(dockerfile), ...found]
    .toSorted((a, b) => a.start - b.start)
    .slice(0, MOST);
}

function readComment(comment: Comment, dockerfile: Dockerfile): Suppression | undefined {
  const { start, end, line, text } = comment;
  if (text.length > LONGEST) return undefined;
  const place = { start, end, line };
  const ours = OURS.exec(text);
  if (ours !== null) {
    const [, global, rules = '', reason = ''] = ours;
    const scope = global === undefined ? scopeOfNext(comment, dockerfile) : FILE;
    return { tool: 'plimsoll', rules: splitList(rules), ...withReason(reason), scope, ...place };
  }
  const hadolint = HADOLINT.exec(text);
  if (hadolint !== null) {
    const [, extent, rules = ''] = hadolint;
    const scope =
      extent === 'global'
        ? FILE
        : extent === 'stage'
          ? scopeOfStage(comment, dockerfile)
          : scopeOfLineBelow(comment, dockerfile);
    return { tool: 'hadolint', rules: splitList(rules), scope, ...place };
  }
  const tally = TALLY.exec(text);
  if (tally === null) return undefined;
  const [, global, rules = '', reason = ''] = tally;
  return {
    tool: 'tally',
    rules: splitList(rules).map((rule) => rule.replace(TALLY_NAMESPACE, '')),
    ...withReason(reason),
    scope: global === undefined ? scopeOfNext(comment, dockerfile) : FILE,
    ...place,
  };
}

/** `# check=skip=X;error=true` at the top of the file. */
function readDirectives({ directives }: Dockerfile): readonly Suppression[] {
  return directives.flatMap(({ name, value, start, end, line }) => {
    const rules = name === 'check' ? (parseCheckOptions(value)?.skip ?? []) : [];
    return rules.length === 0 ? [] : [{ tool: 'buildkit' as const, rules, scope: FILE, start, end, line }];
  });
}

/** The same right above an instruction, which newer front ends honour: the first of its comments that is one. */
function readChecks({ instructions, comments }: Dockerfile): readonly Suppression[] {
  const byText = new Map<string, Comment>();
  let at = 0;
  return instructions.flatMap((instruction) => {
    // The last comment above that has the text is the one that is meant.
    for (; at < comments.length && comments[at]!.start < instruction.start; at++)
      if (/^check\s*=/i.test(comments[at]!.text)) byText.set(comments[at]!.text, comments[at]!);
    const text = instruction.comments.find((each) => /^check\s*=/i.test(each));
    const above = text === undefined ? undefined : byText.get(text.trim());
    if (text === undefined || above === undefined) return [];
    const [value = ''] = text
      .slice(text.indexOf('=') + 1)
      .trim()
      .split(' ');
    const rules = parseCheckOptions(value)?.skip ?? [];
    const { start, end, line } = above;
    const scope = linesOf(instruction);
    return rules.length === 0 ? [] : [{ tool: 'buildkit' as const, rules, scope, start, end, line }];
  });
}

const FILE: SuppressionScope = { kind: 'file' };
const NOTHING: SuppressionScope = { kind: 'nothing' };

/** The instruction that the comment stands in, or the next one: further comments and empty lines may stand between. */
function scopeOfNext({ start }: Comment, { instructions }: Dockerfile): SuppressionScope {
  const next = findInstructionFrom(instructions, start);
  return next === undefined ? NOTHING : linesOf(next);
}

/** hadolint counts lines: the instruction must begin on the very next one. */
function scopeOfLineBelow({ line, start }: Comment, { instructions }: Dockerfile): SuppressionScope {
  const next = findInstructionFrom(instructions, start);
  return next?.startLine === line + 1 ? linesOf(next) : NOTHING;
}

/** hadolint's `stage ignore` stands right above FROM and reaches up to the next FROM. */
function scopeOfStage({ line, start }: Comment, { instructions }: Dockerfile): SuppressionScope {
  const from = findInstructionFrom(instructions, start);
  if (from?.startLine !== line + 1 || from.name !== 'FROM') return NOTHING;
  const next = instructions.find((each) => each.start > from.start && each.name === 'FROM');
  return { kind: 'lines', from: line + 2, to: next === undefined ? Number.MAX_SAFE_INTEGER : next.startLine };
}

function linesOf({ startLine, endLine }: Instruction): SuppressionScope {
  return { kind: 'lines', from: startLine, to: endLine };
}

function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((rule) => rule.trim())
    .filter((rule) => rule !== '');
}

function withReason(text: string): { readonly reason?: string } {
  const reason = text.trim();
  return reason === '' ? {} : { reason };
}
