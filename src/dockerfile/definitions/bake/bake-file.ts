// A bake file's targets, groups and variables before anything is evaluated: the same from HCL and from JSON.
import { DEFINITION_LIMIT_CHARS, invalidDefinition } from '../build-definition.ts';
import type { BakeExpression } from './bake-expression.ts';
import { HclError } from './hcl-error.ts';
import { type HclAttribute, type HclBlock, HclReader, readJsonTemplate } from './hcl-reader.ts';

/** Attributes of one target, group or variable. */
export interface BakeBlock {
  readonly attributes: ReadonlyMap<string, HclAttribute>;
  readonly line?: number;
}

/** What a bake file holds. */
export interface BakeFile {
  readonly targets: ReadonlyMap<string, BakeBlock>;
  readonly groups: ReadonlyMap<string, BakeBlock>;
  readonly variables: ReadonlyMap<string, BakeBlock>;
  /** Attributes outside blocks, which are values too, and which the environment does not change. */
  readonly locals: ReadonlyMap<string, HclAttribute>;
}

type Kind = 'target' | 'group' | 'variable';

/** Reads a bake file in HCL; throws BUILD_DEFINITION_INVALID. */
export function readBakeHcl(text: string, file: string): BakeFile {
  checkSize(text, file);
  try {
    const { attributes, blocks } = new HclReader(text.replace(/^\uFEFF/, '')).readFile();
    return collect(blocks, attributes, file);
  } catch (error) {
    throw error instanceof HclError ? invalidDefinition(file, error.message, error.line) : error;
  }
}

function collect(
  blocks: readonly HclBlock[],
  locals: ReadonlyMap<string, HclAttribute>,
  file: string,
): BakeFile {
  const found = {
    target: new Map<string, BakeBlock>(),
    group: new Map<string, BakeBlock>(),
    variable: new Map<string, BakeBlock>(),
  };
  for (const { type, labels, body, line } of blocks) {
    // What calls a function is told when its value is needed.
    if (type === 'function') continue;
    const blocksOfKind = isKind(type) ? found[type] : undefined;
    const [name, ...others] = labels;
    if (blocksOfKind === undefined || name === undefined || others.length > 0)
      throw invalidDefinition(
        file,
        `a bake file has no block ${JSON.stringify([type, ...labels].join(' ').slice(0, 80))}`,
        line,
      );
    // The same block twice is one: what comes later comes first.
    const before = blocksOfKind.get(name)?.attributes ?? [];
    const nested = body.blocks.map(
      ({ type: nestedType, line: at }) => [nestedType, { value: UNREAD_BLOCK, line: at }] as const,
    );
    blocksOfKind.set(name, { attributes: new Map([...before, ...body.attributes, ...nested]), line });
  }
  return { targets: found.target, groups: found.group, variables: found.variable, locals };
}

const UNREAD_BLOCK: BakeExpression = { kind: 'unread', what: 'a block within a block' };

/** Reads a bake file in JSON, whose strings are templates as in HCL; throws BUILD_DEFINITION_INVALID. */
export function readBakeJson(text: string, file: string): BakeFile {
  checkSize(text, file);
  let root: unknown;
  try {
    root = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalidDefinition(file, `it is no JSON: ${(cause as Error).message.slice(0, 200)}`);
  }
  const found: Record<Kind, Map<string, BakeBlock>> = {
    target: new Map(),
    group: new Map(),
    variable: new Map(),
  };
  const locals = new Map<string, HclAttribute>();
  for (const [type, value] of entriesOf(root, file, 'the file'))
    if (isKind(type))
      for (const [name, block] of blocksOf(value, file, type)) {
        const before = found[type].get(name)?.attributes ?? [];
        found[type].set(name, { attributes: new Map([...before, ...readBlock(block, file, name)]) });
      }
    else if (type !== 'function' && type !== '//')
      locals.set(type, { value: toExpression(value, file, 0), line: 1 });
  return { targets: found.target, groups: found.group, variables: found.variable, locals };
}

function readBlock(value: unknown, file: string, name: string): ReadonlyMap<string, HclAttribute> {
  const entries = blocksOf(value, file, name).filter(([key]) => key !== '//');
  return new Map(entries.map(([key, each]) => [key, { value: toExpression(each, file, 0), line: 1 }]));
}

/** HCL in JSON has a list of blocks wherever it may have one. */
function blocksOf(value: unknown, file: string, what: string): readonly (readonly [string, unknown])[] {
  return Array.isArray(value)
    ? value.flatMap((each) => entriesOf(each, file, what))
    : entriesOf(value, file, what);
}

function toExpression(value: unknown, file: string, depth: number): BakeExpression {
  if (depth > 50) throw invalidDefinition(file, 'its values are nested too deeply');
  if (typeof value === 'string') {
    try {
      return readJsonTemplate(value);
    } catch (error) {
      throw error instanceof HclError
        ? invalidDefinition(file, `${error.message}, in ${JSON.stringify(value.slice(0, 80))}`)
        : error;
    }
  }
  if (Array.isArray(value))
    return { kind: 'list', items: value.map((each) => toExpression(each, file, depth + 1)) };
  if (typeof value !== 'object' || value === null)
    return { kind: 'value', value: value as null | number | boolean };
  const entries = Object.entries(value).map(
    ([key, each]) => [{ kind: 'value', value: key }, toExpression(each, file, depth + 1)] as const,
  );
  return { kind: 'map', entries };
}

function entriesOf(value: unknown, file: string, what: string): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidDefinition(file, `${what.slice(0, 80)} is no map`);
  return Object.entries(value);
}

function isKind(type: string): type is Kind {
  return type === 'target' || type === 'group' || type === 'variable';
}

function checkSize(text: string, file: string): void {
  if (text.length > DEFINITION_LIMIT_CHARS) throw invalidDefinition(file, 'the file is too large');
}
