// The builds of a bake file (docs.docker.com/build/bake/reference): targets with what they inherit, variables put in.
import { resolve } from 'node:path';
import { PlimsollError } from '../../../errors.ts';
import {
  type BuildDefinition,
  type BuildDefinitions,
  type DefinitionSurroundings,
  invalidDefinition,
  isRemoteContext,
  plainRecord,
} from '../build-definition.ts';
import {
  BakeExpressionError,
  type BakeScope,
  type BakeValue,
  evaluateExpression,
  textOf,
} from './bake-expression.ts';
import { type BakeBlock, type BakeFile, readBakeHcl, readBakeJson } from './bake-file.ts';
import { BakeVariables } from './bake-variables.ts';
import type { HclAttribute } from './hcl-reader.ts';

/** Reads `docker-bake.hcl`. Targets that cannot be told are problems, not silence. Throws BUILD_DEFINITION_INVALID. */
export function readBakeFileHcl(text: string, surroundings: DefinitionSurroundings): BuildDefinitions {
  return new BakeReading(readBakeHcl(text, surroundings.file), surroundings).read();
}

/** Reads `docker-bake.json`, as readBakeFileHcl does. */
export function readBakeFileJson(text: string, surroundings: DefinitionSurroundings): BuildDefinitions {
  return new BakeReading(readBakeJson(text, surroundings.file), surroundings).read();
}

/** What says how a target is built; all else is left unread. */
const ATTRIBUTES = [
  'context',
  'dockerfile',
  'dockerfile-inline',
  'target',
  'args',
  'contexts',
  'platforms',
] as const;
const INHERITANCE_LIMIT = 50;
const COMBINATION_LIMIT = 1000;
const FILE_COMBINATION_LIMIT = 10_000;

type Merged = Map<string, { readonly attribute: HclAttribute; readonly value: BakeValue }>;

class BakeReading {
  readonly #file: BakeFile;
  readonly #around: DefinitionSurroundings;
  readonly #variables: BakeVariables;
  /** The values of a matrix that hold for the target at hand. */
  #chosen: ReadonlyMap<string, BakeValue> = new Map();
  #merges = 0;
  #combined = 0;

  constructor(file: BakeFile, around: DefinitionSurroundings) {
    this.#file = file;
    this.#around = around;
    this.#variables = new BakeVariables(file, around.environment);
  }

  readonly #scope: BakeScope = (name) => this.#chosen.get(name) ?? this.#variables.scope(name);

  read(): BuildDefinitions {
    const problems: PlimsollError[] = [];
    const collect = <T>(action: () => T): T | undefined => {
      try {
        return action();
      } catch (error) {
        if (!(error instanceof PlimsollError)) throw error;
        problems.push(error);
        return undefined;
      }
    };
    const defaults = collect(() => this.#defaultTargets()) ?? new Set<string>();
    const definitions = [...this.#file.targets].flatMap(([name, block]) => {
      this.#merges = 0;
      return collect(() => this.#readBlock(name, block, defaults)) ?? [];
    });
    return { definitions, problems };
  }

  /** The group or the target `default`, groups followed. */
  #defaultTargets(): ReadonlySet<string> {
    const found = new Set(['default']);
    for (const name of found) {
      const group = this.#file.groups.get(name);
      const targets = group?.attributes.get('targets');
      if (targets !== undefined)
        for (const target of this.#texts(targets, 'targets', name)) found.add(target);
    }
    return found;
  }

  /** One target, or with a matrix one for each combination of its values. */
  #readBlock(written: string, block: BakeBlock, defaults: ReadonlySet<string>): readonly BuildDefinition[] {
    const [matrix, called] = [block.attributes.get('matrix'), block.attributes.get('name')];
    if (matrix === undefined) return [this.#readTarget(written, written, block, defaults.has(written))];
    if (called === undefined) throw this.#invalid(`${written} has a matrix and no name`, block.line);
    const combinations = this.#combine(this.#value(matrix, 'matrix', written), written, matrix.line);
    try {
      return combinations.map((values) => {
        this.#chosen = values;
        const name = this.#say(
          () => textOf(evaluateExpression(called.value, this.#scope)),
          called,
          'name',
          written,
        );
        return this.#readTarget(name, written, block, defaults.has(written) || defaults.has(name));
      });
    } finally {
      this.#chosen = new Map();
    }
  }

  #combine(
    matrix: BakeValue,
    name: string,
    line: number | undefined,
  ): readonly ReadonlyMap<string, BakeValue>[] {
    if (!isMap(matrix)) throw this.#invalid(`the matrix of ${name} is no map`, line);
    let combinations: ReadonlyMap<string, BakeValue>[] = [new Map()];
    for (const [key, values] of Object.entries(matrix)) {
      if (!Array.isArray(values)) throw this.#invalid(`the matrix of ${name} has no list in ${key}`, line);
      if (combinations.length * values.length > COMBINATION_LIMIT)
        throw this.#invalid(`the matrix of ${name} makes more than ${COMBINATION_LIMIT} targets`, line);
      combinations = combinations.flatMap((before) =>
        values.map((value: BakeValue) => new Map([...before, [key, value]])),
      );
    }
    this.#combined += combinations.length;
    if (this.#combined > FILE_COMBINATION_LIMIT)
      throw this.#invalid(`matrices make more than ${FILE_COMBINATION_LIMIT} targets`, line);
    return combinations;
  }

  #readTarget(name: string, written: string, block: BakeBlock, isDefault: boolean): BuildDefinition {
    const merged: Merged = new Map();
    this.#merge(written, merged, []);
    const text = (key: string): string | undefined => {
      const found = merged.get(key);
      return found === undefined || found.value === null
        ? undefined
        : this.#say(() => textOf(found.value), found.attribute, key, name);
    };
    const context = text('context') ?? '.';
    const isRemote = isRemoteContext(context);
    const [inline, target] = [text('dockerfile-inline'), text('target')];
    const platforms = merged.get('platforms')?.value ?? [];
    const { references, problem } = this.#readTags(this.#tagsOf(written), name);
    return {
      name,
      contextPath: isRemote ? context : resolve(this.#around.folder, context),
      isRemote,
      dockerfilePath: text('dockerfile') ?? 'Dockerfile',
      ...(inline === undefined ? {} : { inlineDockerfile: inline }),
      ...(target === undefined || target === '' ? {} : { target }),
      args: plainRecord(this.#pairs(merged.get('args'), 'args', name)),
      namedContexts: plainRecord(this.#pairs(merged.get('contexts'), 'contexts', name)),
      platforms: Array.isArray(platforms) ? platforms.map(String) : [],
      references,
      ...(problem === undefined ? {} : { referenceProblem: problem }),
      isDefault,
      ...(block.line === undefined ? {} : { line: block.line }),
    };
  }

  /** Parents in their order, then the target's own: maps are merged, all else is replaced. */
  #merge(name: string, merged: Merged, chain: readonly string[]): void {
    const block = this.#file.targets.get(name);
    if (block === undefined)
      throw this.#invalid(`there is no target ${JSON.stringify(name.slice(0, 80))} to inherit`);
    if (chain.includes(name)) throw this.#invalid(`the target ${name} inherits itself`, block.line);
    if (++this.#merges > INHERITANCE_LIMIT * 20 || chain.length > INHERITANCE_LIMIT)
      throw this.#invalid(`the target ${name} inherits too much`, block.line);
    const inherits = block.attributes.get('inherits');
    if (inherits !== undefined)
      for (const parent of this.#texts(inherits, 'inherits', name))
        this.#merge(parent, merged, [...chain, name]);
    for (const key of ATTRIBUTES) {
      const attribute = block.attributes.get(key);
      if (attribute === undefined) continue;
      const value = this.#value(attribute, key, name);
      const before = merged.get(key)?.value;
      merged.set(key, { attribute, value: isMap(value) && isMap(before) ? { ...before, ...value } : value });
    }
  }

  /** Those of its own, else of the last parent that has some. */
  #tagsOf(name: string): HclAttribute | undefined {
    const block = this.#file.targets.get(name)!;
    const own = block.attributes.get('tags');
    const inherits = block.attributes.get('inherits');
    if (own !== undefined || inherits === undefined) return own;
    return this.#texts(inherits, 'inherits', name)
      .map((parent) => this.#tagsOf(parent))
      .findLast((tags) => tags !== undefined);
  }

  /** A build can be told without its names: what calls functions is a problem of the names alone. */
  #readTags(
    attribute: HclAttribute | undefined,
    name: string,
  ): { readonly references: readonly string[]; readonly problem?: PlimsollError } {
    if (attribute === undefined) return { references: [] };
    const items = attribute.value.kind === 'list' ? attribute.value.items : [attribute.value];
    const references: string[] = [];
    let problem: PlimsollError | undefined;
    for (const item of items)
      try {
        const value = this.#value({ ...attribute, value: item }, 'tags', name);
        const texts = Array.isArray(value) ? value : [value];
        references.push(...texts.filter((text) => text !== null && text !== '').map((text) => String(text)));
      } catch (error) {
        if (!(error instanceof PlimsollError)) throw error;
        problem ??= error;
      }
    return { references, ...(problem === undefined ? {} : { problem }) };
  }

  #pairs(found: ReturnType<Merged['get']>, key: string, name: string): [string, string][] {
    if (found === undefined || found.value === null) return [];
    const { attribute, value } = found;
    if (!isMap(value)) throw this.#invalid(`${key} of ${name} is no map`, attribute.line);
    // What is null is left to the Dockerfile.
    return Object.entries(value).flatMap(([each, raw]) =>
      raw === null ? [] : [[each, this.#say(() => textOf(raw), attribute, key, name)]],
    );
  }

  #texts(attribute: HclAttribute, key: string, name: string): readonly string[] {
    const value = this.#value(attribute, key, name);
    if (!Array.isArray(value)) throw this.#invalid(`${key} of ${name} is no list`, attribute.line);
    return this.#say(() => value.map(textOf), attribute, key, name);
  }

  #value(attribute: HclAttribute, key: string, name: string): BakeValue {
    return this.#say(() => evaluateExpression(attribute.value, this.#scope), attribute, key, name);
  }

  #say<T>(action: () => T, { line }: HclAttribute, key: string, name: string): T {
    try {
      return action();
    } catch (error) {
      if (error instanceof BakeExpressionError)
        throw this.#invalid(`${key} of ${name}: ${error.message}`, line);
      throw error;
    }
  }

  #invalid(message: string, line?: number): PlimsollError {
    return invalidDefinition(this.#around.file, message, line);
  }
}

function isMap(value: BakeValue | undefined): value is { readonly [name: string]: BakeValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
