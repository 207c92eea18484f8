// A validator for the part of JSON Schema 2020-12 that the published schemas use; any other keyword is an error, so that
// no rule of a schema goes unchecked.

type Schema = Readonly<Record<string, unknown>>;

const ANNOTATIONS = new Set(['$schema', '$defs', 'title', 'description', 'default']);

/** The problems of a value, each with its path; none where it is valid. `strict` also reports fields the schema does not name. */
export function validateSchema(schema: Schema, value: unknown, strict = false): readonly string[] {
  return new Validator(schema).validate(schema, value, '$', strict);
}

class Validator {
  readonly #root: Schema;

  constructor(root: Schema) {
    this.#root = root;
  }

  validate(schema: Schema, value: unknown, at: string, strict: boolean): readonly string[] {
    const problems = Object.entries(schema).flatMap(([keyword, rule]) =>
      ANNOTATIONS.has(keyword) ? [] : this.#check(keyword, rule, schema, value, at, strict),
    );
    if (!strict || !isObject(value)) return problems;
    const known = this.#namesIn(schema);
    if (known === undefined) return problems;
    const unknown = Object.keys(value).filter((name) => !known.has(name));
    return [...problems, ...unknown.map((name) => `${at}.${name} is not in the schema`)];
  }

  #check(
    keyword: string,
    rule: unknown,
    schema: Schema,
    value: unknown,
    at: string,
    strict: boolean,
  ): readonly string[] {
    const fail = (isFine: boolean, what: string): readonly string[] => (isFine ? [] : [`${at} ${what}`]);
    switch (keyword) {
      case 'type':
        return fail([rule].flat().includes(typeOf(value, rule)), `is not ${String(rule)}`);
      case 'const':
        return fail(value === rule, `is not ${String(rule)}`);
      case 'enum':
        return fail((rule as unknown[]).includes(value), `is none of ${String(rule)}`);
      case 'minimum':
        return fail(typeof value !== 'number' || value >= (rule as number), `is below ${String(rule)}`);
      case 'minLength':
        return fail(typeof value !== 'string' || value.length >= (rule as number), 'is too short');
      case 'pattern':
        return fail(typeof value !== 'string' || new RegExp(rule as string, 'u').test(value), 'does not fit');
      case 'required':
        return (rule as string[]).flatMap((name) =>
          fail(!isObject(value) || Object.hasOwn(value, name), `lacks ${name}`),
        );
      case 'properties':
        return Object.entries(rule as Record<string, Schema>).flatMap(([name, inner]) =>
          isObject(value) && Object.hasOwn(value, name)
            ? this.validate(inner, value[name], `${at}.${name}`, strict)
            : [],
        );
      case 'additionalProperties': {
        if (!isObject(value)) return [];
        const named = Object.keys((schema['properties'] as object | undefined) ?? {});
        const others = Object.entries(value).filter(([name]) => !named.includes(name));
        if (rule === false) return others.map(([name]) => `${at} has ${name}`);
        return others.flatMap(([name, item]) => this.validate(rule as Schema, item, `${at}.${name}`, strict));
      }
      case 'items':
        return Array.isArray(value)
          ? value.flatMap((item, i) => this.validate(rule as Schema, item, `${at}[${i}]`, strict))
          : [];
      case '$ref':
        return this.validate(this.#resolve(rule as string), value, at, strict);
      // What all parts together name is checked by the schema that holds them.
      case 'allOf':
        return (rule as Schema[]).flatMap((inner) =>
          this.validate(inner, value, at, false).concat(
            this.#strictBelow(inner, value, at, strict && isObject(value)),
          ),
        );
      case 'anyOf':
        return fail(this.#countFits(rule as Schema[], value, strict) > 0, 'fits none of anyOf');
      case 'oneOf':
        return fail(this.#countFits(rule as Schema[], value, strict) === 1, 'does not fit one of oneOf');
      default:
        throw new Error(`the keyword ${keyword} is not known to this validator`);
    }
  }

  #strictBelow(schema: Schema, value: unknown, at: string, strict: boolean): readonly string[] {
    if (!strict) return [];
    const target = typeof schema['$ref'] === 'string' ? this.#resolve(schema['$ref']) : schema;
    return Object.entries((target['properties'] ?? {}) as Record<string, Schema>).flatMap(([name, inner]) =>
      isObject(value) && Object.hasOwn(value, name)
        ? this.validate(inner, value[name], `${at}.${name}`, true)
        : [],
    );
  }

  #countFits(schemas: readonly Schema[], value: unknown, strict: boolean): number {
    return schemas.filter((inner) => this.validate(inner, value, '$', strict).length === 0).length;
  }

  /** Every property that the schema and its parts name; undefined where it says nothing about properties. */
  #namesIn(schema: Schema): Set<string> | undefined {
    if (schema['additionalProperties'] !== undefined || schema['$ref'] !== undefined) return undefined;
    const parts = (schema['allOf'] ?? []) as Schema[];
    const own = schema['properties'] as object | undefined;
    if (own === undefined && parts.length === 0) return undefined;
    const names = new Set(Object.keys(own ?? {}));
    for (const part of parts) {
      const target = typeof part['$ref'] === 'string' ? this.#resolve(part['$ref']) : part;
      for (const name of this.#namesIn(target) ?? []) names.add(name);
    }
    return names;
  }

  #resolve(ref: string): Schema {
    const found = ref
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((node, name) => (node as Schema | undefined)?.[name], this.#root);
    if (found === undefined) throw new Error(`${ref} leads nowhere`);
    return found as Schema;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown, wanted: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const wantsInteger = [wanted].flat().includes('integer');
  return wantsInteger && Number.isSafeInteger(value) ? 'integer' : typeof value;
}
