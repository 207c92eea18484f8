// The builds of a compose file (compose-spec: build.md, 10-fragments.md, 12-interpolation.md).
import { resolve } from 'node:path';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { PlimsollError } from '../../errors.ts';
import {
  type BuildDefinition,
  type BuildDefinitions,
  DEFINITION_LIMIT_CHARS,
  type DefinitionSurroundings,
  invalidDefinition,
  isRemoteContext,
  plainRecord,
  variable,
} from './build-definition.ts';
import { InterpolationError, interpolate } from './interpolate.ts';

type Plain = Readonly<Record<string, unknown>>;
/** More aliases than this make a file that grows when it is read. */
const ALIAS_LIMIT = 200;
const EXTENDS_LIMIT = 50;

/** Reads a compose file's builds; `dotenv` are the variables of the `.env` beside it. Throws BUILD_DEFINITION_INVALID. */
export function readCompose(
  text: string,
  surroundings: DefinitionSurroundings,
  dotenv: Readonly<Record<string, string>> = {},
): BuildDefinitions {
  return new ComposeReading(text, surroundings, dotenv).read();
}

class ComposeReading {
  readonly #text: string;
  readonly #around: DefinitionSurroundings;
  readonly #dotenv: Readonly<Record<string, string>>;
  readonly #lines = new Map<string, number>();
  #services: Plain = {};

  constructor(text: string, around: DefinitionSurroundings, dotenv: Readonly<Record<string, string>>) {
    this.#text = text;
    this.#around = around;
    this.#dotenv = dotenv;
  }

  read(): BuildDefinitions {
    const root = this.#parse();
    if (root['include'] !== undefined)
      throw this.#invalid('files that are included are not read', undefined, 'Name them one by one.');
    const services = root['services'];
    if (!isPlain(services)) throw this.#invalid('there are no services in it');
    this.#services = services;
    const definitions: BuildDefinition[] = [];
    const problems: PlimsollError[] = [];
    for (const name of Object.keys(services)) {
      try {
        const definition = this.#readService(name);
        if (definition !== undefined) definitions.push(definition);
      } catch (error) {
        if (!(error instanceof PlimsollError)) throw error;
        problems.push(error);
      }
    }
    return { definitions, problems };
  }

  #parse(): Plain {
    if (this.#text.length > DEFINITION_LIMIT_CHARS) throw this.#invalid('the file is too large');
    const lines = new LineCounter();
    const document = parseDocument(this.#text, { lineCounter: lines, merge: true, logLevel: 'silent' });
    const [error] = [...document.errors, ...document.warnings];
    if (error !== undefined) throw this.#invalid(error.message.split('\n')[0]!, error.linePos?.[0].line);
    const services = document.get('services');
    if (isMap(services))
      for (const { key } of services.items)
        if (isScalar(key) && key.range) this.#lines.set(String(key.value), lines.linePos(key.range[0]).line);
    let root: unknown;
    try {
      root = document.toJS({ maxAliasCount: ALIAS_LIMIT });
    } catch (cause) {
      throw this.#invalid(`its aliases cannot be followed: ${(cause as Error).message.split('\n')[0]}`);
    }
    if (!isPlain(root)) throw this.#invalid('it is no map');
    return root;
  }

  #readService(name: string): BuildDefinition | undefined {
    const build = this.#buildOf(name, []);
    if (build === undefined || build === null) return undefined;
    const fields: Plain =
      typeof build === 'string' ? { context: build } : isPlain(build) ? build : this.#refuse(name, 'build');
    const line = this.#lines.get(name);
    const text = (key: string): string | undefined => this.#scalar(fields[key], name, key);
    const context = text('context') ?? '.';
    const inline = text('dockerfile_inline');
    const dockerfile = text('dockerfile');
    if (inline !== undefined && dockerfile !== undefined)
      throw this.#invalid(`${name} has two Dockerfiles`, line);
    const isRemote = isRemoteContext(context);
    const target = text('target');
    return {
      name,
      contextPath: isRemote ? context : resolve(this.#around.folder, context),
      isRemote,
      dockerfilePath: dockerfile ?? 'Dockerfile',
      ...(inline === undefined ? {} : { inlineDockerfile: inline }),
      ...(target === undefined || target === '' ? {} : { target }),
      args: plainRecord(this.#pairs(fields['args'], name, 'args')),
      namedContexts: plainRecord(this.#pairs(fields['additional_contexts'], name, 'additional_contexts')),
      platforms: this.#list(fields['platforms'], name, 'platforms'),
      references: [...this.#imageOf(name), ...this.#list(fields['tags'], name, 'tags')],
      isDefault: true,
      ...(line === undefined ? {} : { line }),
    };
  }

  /** What the service calls its image; a service that extends another has its name where it gives none. */
  #imageOf(name: string, steps = 0): readonly string[] {
    const service = Object.hasOwn(this.#services, name) ? this.#services[name] : undefined;
    if (!isPlain(service) || steps > EXTENDS_LIMIT) return [];
    const image = this.#scalar(service['image'], name, 'image');
    if (image !== undefined) return image === '' ? [] : [image];
    const extended = service['extends'];
    const other = isPlain(extended) ? extended['service'] : extended;
    return typeof other === 'string' ? this.#imageOf(other, steps + 1) : [];
  }

  /** The build of a service and of what it extends in the same file: maps are merged, all else is replaced. */
  #buildOf(name: string, chain: readonly string[]): unknown {
    const service = Object.hasOwn(this.#services, name) ? this.#services[name] : undefined;
    if (service === null) return undefined;
    if (!isPlain(service))
      throw this.#invalid(`there is no service ${JSON.stringify(name)}`, this.#lines.get(chain[0] ?? name));
    const extended = service['extends'];
    if (extended === undefined) return service['build'];
    const line = this.#lines.get(name);
    if (isPlain(extended) && extended['file'] !== undefined)
      throw this.#invalid(`${name} extends a service of another file, which is not read`, line);
    const other = isPlain(extended) ? extended['service'] : extended;
    if (typeof other !== 'string') throw this.#refuse(name, 'extends');
    if (chain.includes(name) || chain.length > EXTENDS_LIMIT)
      throw this.#invalid(`${name} extends itself`, line);
    return mergeBuilds(this.#buildOf(other, [...chain, name]), service['build']);
  }

  #pairs(value: unknown, name: string, key: string): [string, string][] {
    if (value === undefined || value === null) return [];
    const entries = entriesOf(value);
    if (entries === undefined) return this.#refuse(name, key);
    return entries.flatMap(([each, raw]) => {
      // A name without a value takes it from the environment, and is no argument where it has none.
      const text = raw === null || raw === undefined ? this.#look(each) : this.#scalar(raw, name, key);
      return text === undefined ? [] : [[each, text]];
    });
  }

  #list(value: unknown, name: string, key: string): readonly string[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return this.#refuse(name, key);
    return value.flatMap((each) => this.#scalar(each, name, key) ?? []);
  }

  #scalar(value: unknown, name: string, key: string): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
      return String(value);
    if (typeof value !== 'string') return this.#refuse(name, key);
    try {
      return interpolate(value, (variableName) => this.#look(variableName));
    } catch (error) {
      if (!(error instanceof InterpolationError)) throw error;
      throw this.#invalid(`${key} of ${name}: ${error.message}`, this.#lines.get(name));
    }
  }

  #look(name: string): string | undefined {
    return variable(this.#around.environment, name) ?? variable(this.#dotenv, name);
  }

  #refuse(name: string, key: string): never {
    throw this.#invalid(`${key} of ${name} has a form that compose does not have`, this.#lines.get(name));
  }

  #invalid(message: string, line?: number, hint?: string): PlimsollError {
    return invalidDefinition(this.#around.file, message, line, hint);
  }
}

function mergeBuilds(base: unknown, own: unknown): unknown {
  if (own === undefined || own === null) return base;
  const [low, high] = [base, own].map((each) => (typeof each === 'string' ? { context: each } : each));
  if (!isPlain(low) || !isPlain(high)) return own;
  const merged: Record<string, unknown> = { ...low, ...high };
  for (const key of ['args', 'additional_contexts']) {
    const entries = [low[key], high[key]].flatMap((each) => entriesOf(each ?? {}) ?? []);
    if (entries.length > 0) merged[key] = Object.fromEntries(entries);
  }
  return merged;
}

/** A map, or a list of NAME=VALUE, as entries; a name alone has no value. */
function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (!Array.isArray(value)) return isPlain(value) ? Object.entries(value) : undefined;
  if (!value.every((each) => typeof each === 'string')) return undefined;
  return value.map((each: string) => {
    const equals = each.indexOf('=');
    return equals === -1 ? [each, null] : [each.slice(0, equals), each.slice(equals + 1)];
  });
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
