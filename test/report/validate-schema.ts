// Values against the published schemas, by ajv. Strictly, a field that a schema does not name is a problem too: what is published
// stays open, so that readers of today take the fields of tomorrow.
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** A JSON Schema of draft 2020-12. */
export type Schema = Readonly<Record<string, unknown>>;

const FOLDER = new URL('../../schema/', import.meta.url);
const compiled = new Map<string, ValidateFunction>();

/** The names of the published schemas, without `.json`. */
export const SCHEMA_NAMES: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))
  .sort();

/** A published schema. */
export function readSchema(name: string): Schema {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Schema;
}

/** The problems of a value, each with its place; none where it is valid. `strict` also reports fields that the schema does not name. */
export function validateSchema(schema: Schema, value: unknown, strict = false): readonly string[] {
  const validate = compile(schema, strict);
  if (validate(value)) return [];
  return validate.errors!.map(({ instancePath, message, params }) => {
    const extra = (params['additionalProperty'] ?? params['unevaluatedProperty'] ?? '') as string;
    return `$${instancePath.replaceAll('/', '.')} ${message ?? ''}${extra === '' ? '' : `: ${extra}`}`;
  });
}

function compile(schema: Schema, strict: boolean): ValidateFunction {
  const key = `${strict} ${JSON.stringify(schema)}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
  addFormats.default(ajv);
  for (const [, name] of JSON.stringify(schema).matchAll(/"\$ref":"([a-z-]+)\.json"/g)) {
    const other = readSchema(name!);
    if (ajv.getSchema(other['$id'] as string) === undefined)
      ajv.addSchema(strict ? closeSchema(other) : other);
  }
  const validate = ajv.compile((strict ? closeSchema(schema) : schema) as AnySchema);
  compiled.set(key, validate);
  return validate;
}

/** The same schema, which takes no field that it does not name. */
export function closeSchema(root: Schema): Schema {
  const resolve = (ref: string): Schema =>
    ref
      .slice('#/'.length)
      .split('/')
      .reduce<Schema>((node, name) => node[name] as Schema, root);
  const close = (node: Schema): Schema => {
    const parts = ['allOf', 'anyOf', 'oneOf'].filter((keyword) => Array.isArray(node[keyword]));
    const named = node['properties'] !== undefined;
    const isWhole = node['additionalProperties'] !== undefined || node['unevaluatedProperties'] !== undefined;
    const isJoined = parts.includes('allOf') || (named && (parts.length > 0 || node['$ref'] !== undefined));
    if (isWhole || !(named || isJoined)) return inside(node, close);
    return isJoined
      ? { ...inside(node, open), unevaluatedProperties: false }
      : { ...inside(node, close), additionalProperties: false };
  };
  // A part of a whole: the whole says what else there may be.
  const open = (node: Schema): Schema => {
    const ref = node['$ref'];
    if (typeof ref !== 'string' || !ref.startsWith('#')) return inside(node, open);
    const { $ref: _, ...rest } = node;
    return inside({ ...resolve(ref), ...rest }, open);
  };
  const inside = (node: Schema, part: (node: Schema) => Schema): Schema =>
    Object.fromEntries(
      Object.entries(node).map(([keyword, rule]) => {
        if (keyword === 'properties' || keyword === '$defs')
          return [keyword, mapValues(rule as Schema, close)];
        if (keyword === 'allOf' || keyword === 'anyOf' || keyword === 'oneOf')
          return [keyword, (rule as Schema[]).map(part)];
        if (keyword === 'items' || keyword === 'additionalProperties')
          return [keyword, typeof rule === 'object' ? close(rule as Schema) : rule];
        if (keyword === 'prefixItems') return [keyword, (rule as Schema[]).map(close)];
        return [keyword, rule];
      }),
    );
  return close(root);
}

function mapValues(schemas: Schema, change: (schema: Schema) => Schema): Schema {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, change(schema as Schema)]),
  );
}
