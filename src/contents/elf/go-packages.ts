// The modules that a Go program was built from, by its build info (Go's runtime/debug, ParseBuildInfo).
import { BARE_RECORD, type PackageRecord } from '../packages/package-record.ts';
import type { GoBuildInfo } from './go-build-info.ts';

/** A module of no version that anyone could fetch. */
const DEVELOPMENT = '(devel)';
/** The path of a program that was built from files named on the command line. */
const NAMELESS = 'command-line-arguments';
const MODULES_LIMIT = 20_000;
const SETTINGS_LIMIT = 64;

interface GoModule {
  readonly path: string;
  readonly version: string;
  /** What took its place by a `replace` of go.mod. */
  replacement: GoModule | undefined;
}

/**
 * The main module with the build settings as its fields, then its dependencies, each as it was compiled in (a replacement
 * under its own name, or under the replaced one's where it is a folder), then the standard library.
 */
export function listGoPackages({ goVersion, text }: GoBuildInfo): readonly PackageRecord[] {
  const { path, modules, settings } = parseModules(text);
  const main = findMain(path, modules);
  const records: PackageRecord[] = [];
  if (main !== undefined) records.push(recordModule(main, { ...(path === '' ? {} : { path }), ...settings }));
  for (const { module } of modules)
    if (module !== main && !isSame(module, main)) records.push(recordModule(module, {}));
  const version = /^go(\d\S*)/.exec(goVersion)?.[1];
  if (version !== undefined)
    records.push(recordModule({ path: 'stdlib', version, replacement: undefined }, {}));
  return records.filter(({ name }) => name !== '');
}

interface ParsedModules {
  readonly path: string;
  readonly modules: readonly { readonly isMain: boolean; readonly module: GoModule }[];
  readonly settings: Readonly<Record<string, string>>;
}

/** Lines that are damaged or of no known kind are passed over. */
function parseModules(text: string): ParsedModules {
  let path = '';
  const modules: { isMain: boolean; module: GoModule }[] = [];
  const settings = new Map<string, string>();
  let last: GoModule | undefined;
  for (const line of text.split('\n')) {
    const tab = line.indexOf('\t');
    const rest = line.slice(tab + 1);
    const word = line.slice(0, Math.max(0, tab));
    if (word === 'path') path = rest;
    else if (word === 'mod' || word === 'dep') {
      if (modules.length >= MODULES_LIMIT) break;
      last = parseModule(rest);
      modules.push({ isMain: word === 'mod', module: last });
    } else if (word === '=>') {
      if (last !== undefined) last.replacement = parseModule(rest);
      last = undefined;
    } else if (word === 'build') {
      const setting = parseSetting(rest);
      if (setting !== undefined && settings.size < SETTINGS_LIMIT) settings.set(...setting);
    }
  }
  return { path, modules, settings: Object.fromEntries(settings) };
}

function parseModule(columns: string): GoModule {
  const [path = '', version = ''] = columns.split('\t', 2);
  return { path, version, replacement: undefined };
}

function parseSetting(rest: string): readonly [key: string, value: string] | undefined {
  const parts = /^("(?:[^"\\]|\\.)*"|`[^`]*`|[^=]+)=(.*)$/.exec(rest);
  return parts === null ? undefined : [unquote(parts[1]!), unquote(parts[2]!)];
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Go's strconv.Unquote, but for bytes that are no characters. */
function unquote(text: string): string {
  if (text.length >= 2 && text.startsWith('`') && text.endsWith('`')) return text.slice(1, -1);
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text
    .slice(1, -1)
    .replace(/\\(?:x(\p{AHex}{2})|u(\p{AHex}{4})|U(\p{AHex}{8})|([0-7]{3})|(.))/gu, (_, ...groups) => {
      const [byte, short, long, octal, letter] = groups as (string | undefined)[];
      if (letter !== undefined) return ESCAPES[letter] ?? letter;
      const code =
        octal === undefined ? Number.parseInt((byte ?? short ?? long)!, 16) : Number.parseInt(octal, 8);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '�';
    });
}

/** The module of the main package; where none is stated, the one dependency without a version, or the package itself. */
function findMain(path: string, modules: ParsedModules['modules']): GoModule | undefined {
  const stated = modules.findLast(({ isMain }) => isMain)?.module;
  if (stated !== undefined && !(stated.path === NAMELESS && stated.version === '')) return stated;
  if (path === '') return stated;
  const candidates = modules.filter(({ isMain, module }) => !isMain && module.version === DEVELOPMENT);
  if (candidates.length === 1) return candidates[0]!.module;
  return { path, version: DEVELOPMENT, replacement: undefined };
}

function isSame(module: GoModule, main: GoModule | undefined): boolean {
  return (
    main !== undefined &&
    module.path === main.path &&
    module.version === main.version &&
    module.replacement?.path === main.replacement?.path &&
    module.replacement?.version === main.replacement?.version
  );
}

function recordModule(module: GoModule, fields: Readonly<Record<string, string>>): PackageRecord {
  const { replacement } = module;
  const isFolder = replacement !== undefined && /^[./]/.test(replacement.path);
  const { path } = replacement === undefined || isFolder ? module : replacement;
  const { version } = replacement ?? module;
  return {
    ...BARE_RECORD,
    type: 'golang',
    name: path,
    version: version === DEVELOPMENT ? '' : version,
    fields,
    files: { kind: 'itself' },
  };
}
