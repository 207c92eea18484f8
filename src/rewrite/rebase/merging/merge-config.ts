// What the image runs with (image-spec config.md, and Docker's own fields), merged field by field and, where a field holds many
// values, value by value.

/** A config's `config` object. */
export type RunJson = Readonly<Record<string, unknown>>;

/** The merged object, what both sides changed differently, and what was taken from the new base. */
export interface MergedConfig {
  readonly run: RunJson;
  readonly clashes: readonly string[];
  readonly taken: readonly string[];
}

/** Fields whose values are objects, each key for itself. */
const KEYED = ['Labels', 'ExposedPorts', 'Volumes'];
const ENV = 'Env';
/** What a build leaves behind that no container reads. */
const LEFTOVERS = new Set(['Image', 'Hostname', 'Domainname', 'ArgsEscaped']);

/** Merges `mine` into `theirs`, both made from `old`; fields nobody knows are merged like all others. */
export function mergeConfig(old: RunJson, mine: RunJson, theirs: RunJson): MergedConfig {
  const clashes: string[] = [];
  const taken: string[] = [];
  const run: Record<string, unknown> = {};
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  for (const name of names) {
    if (name === 'OnBuild') {
      // Triggers run when something is built on their base; those of a base that changed have not run here.
      if (!isSame(old[name], theirs[name]) && !isSame(theirs[name], undefined)) clashes.push(name);
      if (mine[name] !== undefined) put(run, name, mine[name]);
      continue;
    }
    if (name === 'Cmd' && !isSame(mine['Entrypoint'], old['Entrypoint'])) {
      // An entry point of the application's own takes no command of a base, as in a build.
      if (mine[name] !== undefined) put(run, name, mine[name]);
      continue;
    }
    const nested = name === ENV || KEYED.includes(name);
    const [o, m, t] = [old, mine, theirs].map((side) => (name === ENV ? readEnv(side[name]) : side[name]));
    if (!nested) {
      const value = settle(o, m, t);
      if (value === CLASH) {
        if (LEFTOVERS.has(name)) put(run, name, mine[name]);
        else clashes.push(name);
      } else if (!isSame(value, m)) taken.push(name);
      if (value !== CLASH && value !== undefined) put(run, name, value);
      continue;
    }
    const merged: Record<string, unknown> = {};
    const [os, ms, ts] = [asObject(o), asObject(m), asObject(t)];
    for (const key of new Set([...Object.keys(ts), ...Object.keys(ms)])) {
      const value = settle(own(os, key), own(ms, key), own(ts, key));
      const settled = value === CLASH && name === ENV ? settleList(key, os, ms, ts) : value;
      if (settled === CLASH || settled === undefined) {
        if (settled === CLASH) clashes.push(`${name} ${key}`);
        continue;
      }
      if (!isSame(settled, own(ms, key))) taken.push(`${name} ${key}`);
      put(merged, key, settled);
    }
    const isThere = Object.keys(merged).length > 0 || mine[name] !== undefined;
    if (isThere) put(run, name, name === ENV ? writeEnv(merged) : nullOr(mine[name], merged));
  }
  return { run, clashes, taken };
}

const CLASH = Symbol('clash');

function settle(o: unknown, m: unknown, t: unknown): unknown {
  if (isSame(m, o) || isSame(m, t)) return t === undefined || t === null ? (isSame(m, t) ? m : t) : t;
  return isSame(t, o) ? m : CLASH;
}

/** A list of folders (`PATH`): what the application put before or behind the old one is put around the new one. */
function settleList(
  key: string,
  o: Readonly<Record<string, unknown>>,
  m: Readonly<Record<string, unknown>>,
  t: Readonly<Record<string, unknown>>,
): unknown {
  const [before, wanted, now] = [own(o, key), own(m, key), own(t, key)];
  if (typeof before !== 'string' || typeof wanted !== 'string' || typeof now !== 'string') return CLASH;
  if (before === '' || !wanted.includes(before)) return CLASH;
  const at = wanted.indexOf(before);
  const [head, tail] = [wanted.slice(0, at), wanted.slice(at + before.length)];
  if ((head !== '' && !head.endsWith(':')) || (tail !== '' && !tail.startsWith(':'))) return CLASH;
  return `${head}${now}${tail}`;
}

function readEnv(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const pairs: Record<string, string> = {};
  for (const item of value) {
    if (typeof item !== 'string') continue;
    const equals = item.indexOf('=');
    const [name, text] = equals === -1 ? [item, ''] : [item.slice(0, equals), item.slice(equals + 1)];
    put(pairs, name, text);
  }
  return pairs;
}

function writeEnv(pairs: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(pairs).map(([name, value]) => `${name}=${String(value)}`);
}

function nullOr(before: unknown, merged: Readonly<Record<string, unknown>>): unknown {
  return before === null && Object.keys(merged).length === 0 ? null : merged;
}

/** Sets a field by whatever name, `__proto__` too. */
function put(record: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}

function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** Builders write a field that is not set as null, as nothing, empty or not at all. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(bare(a)) === JSON.stringify(bare(b));
}

function bare(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value;
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? null : entries;
}
