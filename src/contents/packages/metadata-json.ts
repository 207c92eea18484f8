// JSON metadata as it is found in images: whatever a field holds, it is read as what it should be or not at all.
import { decodeText } from './metadata-text.ts';

/** An object of JSON; nothing is known of its fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value that a file holds, undefined where it is no JSON. */
export function readJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(decodeText(content));
  } catch {
    return undefined;
  }
}

/** The value where it is an object, and no array. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** The value where it is an array, else an empty one. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text of a value without space around it; empty where it is none. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** The keys of an object that are names, joined by spaces: what a package depends on. */
export function joinKeys(value: unknown): string {
  const object = asObject(value);
  return object === undefined ? '' : joinNames(Object.keys(object));
}

/** Names joined by spaces; what holds space is no name in any ecosystem. */
export function joinNames(names: readonly string[]): string {
  return names.filter((name) => name !== '' && !/\s/.test(name)).join(' ');
}

/** Leaves out the fields that are empty. */
export function keepFilled(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
