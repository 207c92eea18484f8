// The rooms of the house, checked on every import in src/: what each may use is docs/architecture.md's table.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

/** The rooms whose modules each room may import. Every room may import itself and errors.ts. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  oci: [],
  secrets: ['oci'],
  engines: [],
  dockerfile: [],
  contents: ['oci', 'secrets'],
  catalogue: ['contents'],
  context: ['dockerfile', 'secrets'],
  checks: ['contents', 'dockerfile', 'context'],
  rewrite: ['oci', 'contents'],
  fleet: ['oci', 'secrets', 'engines', 'dockerfile', 'contents', 'catalogue', 'context', 'checks', 'rewrite'],
  report: [],
  cli: [
    'oci',
    'secrets',
    'engines',
    'dockerfile',
    'contents',
    'catalogue',
    'context',
    'checks',
    'rewrite',
    'fleet',
    'report',
  ],
};

/** The rooms of which a room may import types, beside those above: they are gone when the program runs. */
const MAY_IMPORT_TYPES: Readonly<Record<string, readonly string[]>> = {
  report: [
    'oci',
    'secrets',
    'engines',
    'dockerfile',
    'contents',
    'catalogue',
    'context',
    'checks',
    'rewrite',
    'fleet',
  ],
};

const MOST_LINES = 300;
/** Files that may be longer, and why. */
const LONG_FILES: Readonly<Record<string, string>> = {
  'oci/tar/read-tar.ts': 'one state machine, whose states share all that it knows of the entry at hand',
};

const EXPORT = /^export (?:async |abstract |declare )*(?:const|let|function\*?|class|interface|type) (\w+)/;
/** A constant or a type of one line tells itself what it is. */
const SELF_TELLING = /^export (?:const|type) [^=]+=.*;$/;
/** Exported shapes whose fields say all there is to say. */
const PLAIN_SHAPES: readonly string[] = [
  'cli/cli-io.ts CliIo',
  'cli/settings/parse-settings.ts SettingsProblem',
  'cli/settings/settings.ts Settings',
  'oci/engine/find-endpoints.ts UnixTarget',
  'oci/engine/find-endpoints.ts TcpTarget',
  'oci/tar/sparse.ts SparseSegment',
];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
  /** Loaded only when it is needed. */
  readonly isDynamic: boolean;
}

const FILES = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'))
  .sort();
const TEXTS = new Map(FILES.map((name) => [name, readFileSync(join(SOURCE, name), 'utf8')]));

const STATEMENT = /^(?:import|export)\s+(type\s)?([^;'"]*?)\s*from\s+'([^']+)';/gm;
const BARE = /^import\s+'([^']+)';/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*,?\s*\)/g;
/** A worker's file, named by what it becomes. */
const WORKER = /\bnew URL\('(\.[^']+)\.js', import\.meta\.url\)/g;

/** All imports of a file, those of packages and of Node too. */
function importsOf(name: string): readonly Import[] {
  const text = TEXTS.get(name)!;
  const resolve = (specifier: string): string =>
    specifier.startsWith('.') ? posix.join(posix.dirname(name), specifier) : specifier;
  return [
    ...[...text.matchAll(STATEMENT)].map(([, type, names, specifier]) => ({
      from: name,
      to: resolve(specifier!),
      isType: type !== undefined || areAllTypes(names!),
      isDynamic: false,
    })),
    ...[BARE, DYNAMIC].flatMap((pattern) =>
      [...text.matchAll(pattern)].map(([, specifier]) => ({
        from: name,
        to: resolve(specifier!),
        isType: false,
        isDynamic: pattern === DYNAMIC,
      })),
    ),
    ...[...text.matchAll(WORKER)].map(([, path]) => ({
      from: name,
      to: resolve(`${path}.ts`),
      isType: false,
      isDynamic: true,
    })),
  ];
}

function areAllTypes(names: string): boolean {
  const list = /^\{([\s\S]*)\}$/.exec(names)?.[1];
  if (list === undefined) return false;
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .every((item) => item.startsWith('type '));
}

const OWN = FILES.flatMap(importsOf).filter(({ to }) => TEXTS.has(to));

/** The folder right below src/, or the file's own name there. */
function roomOf(name: string): string {
  return name.split('/')[0]!;
}

/** Whether an import leads to where its room may not go. */
function isCrossing({ from, to, isType }: Omit<Import, 'isDynamic'>): boolean {
  const [room, used] = [roomOf(from), roomOf(to)];
  if (room === used || used === 'errors.ts' || room === 'index.ts') return false;
  if (MAY_IMPORT[room]?.includes(used)) return false;
  return !(isType && MAY_IMPORT_TYPES[room]?.includes(used));
}

describe('imports', () => {
  test('are all understood here: every path of a source file in a source file is one of them', () => {
    const missed = FILES.flatMap((name) => {
      const known = new Set(importsOf(name).map(({ to }) => to));
      const named = [...TEXTS.get(name)!.matchAll(/'(\.\.?\/[^']+\.ts)'/g)].map(([, path]) => path!);
      return named
        .filter((path) => !known.has(posix.join(dirname(name), path)))
        .map((path) => `${name}: ${path}`);
    });
    expect(missed).toEqual([]);
    expect(OWN.length).toBeGreaterThan(FILES.length);
  });

  test('stay within what the rooms may use', () => {
    expect(OWN.filter(isCrossing).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test.each<readonly [from: string, to: string, isType: boolean, isCrossing: boolean]>([
    ['oci/tar/pax.ts', 'errors.ts', false, false],
    ['oci/tar/pax.ts', 'oci/bytes/digest.ts', false, false],
    ['oci/tar/pax.ts', 'contents/read-image.ts', true, true],
    ['contents/read-image.ts', 'oci/image/image.ts', false, false],
    ['contents/read-image.ts', 'checks/rule.ts', true, true],
    ['checks/judging/judge-image.ts', 'contents/image-contents.ts', false, false],
    ['checks/judging/judge-image.ts', 'oci/image/config.ts', true, true],
    ['report/json.ts', 'checks/finding.ts', true, false],
    ['report/json.ts', 'checks/rules.ts', false, true],
    ['report/json.ts', 'cli/cli-io.ts', true, true],
    ['cli/main.ts', 'report/json.ts', false, false],
    ['elsewhere/a.ts', 'oci/bytes/digest.ts', false, true],
  ])('%s importing %s (a type: %s) is a crossing: %s', (from, to, isType, expected) => {
    expect(isCrossing({ from, to, isType })).toBe(expected);
  });

  // Types are gone when the program runs: a file may take its types from the one that chooses it.
  test('go round in no circle', () => {
    const next = new Map<string, string[]>(FILES.map((name) => [name, []]));
    for (const { from, to, isType } of OWN) if (!isType) next.get(from)!.push(to);
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (name: string, path: readonly string[]): void => {
      if (path.includes(name)) circles.push([...path.slice(path.indexOf(name)), name].join(' -> '));
      if (path.includes(name) || done.has(name)) return;
      for (const used of next.get(name)!) walk(used, [...path, name]);
      done.add(name);
    };
    for (const name of FILES) walk(name, []);
    expect(circles).toEqual([]);
  });

  test('use no package that package.json does not name, and optional ones only where they are needed', () => {
    const json = JSON.parse(readFileSync(join(SOURCE, '../package.json'), 'utf8')) as {
      dependencies: object;
      peerDependencies: object;
    };
    const unknown = FILES.flatMap(importsOf)
      .filter(
        ({ to }) => !TEXTS.has(to) && !to.startsWith('node:') && !to.startsWith('.') && !to.startsWith('/'),
      )
      .filter(({ to, isType, isDynamic }) => {
        const name = to
          .split('/')
          .slice(0, to.startsWith('@') ? 2 : 1)
          .join('/');
        const isOptional = name in json.peerDependencies;
        return !(name in json.dependencies) && !(isOptional && (isType || isDynamic));
      });
    expect(unknown.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });
});

describe('every room', () => {
  const rooms = [...new Set(FILES.map(roomOf))];

  test('is in the table, and the table knows no circle', () => {
    const known = ['errors.ts', 'index.ts', ...Object.keys(MAY_IMPORT)];
    expect(rooms.filter((room) => !known.includes(room))).toEqual([]);
    const order = Object.keys(MAY_IMPORT);
    for (const [room, used] of Object.entries(MAY_IMPORT))
      for (const other of used) expect(order.indexOf(other)).toBeLessThan(order.indexOf(room));
  });

  test('leaves errors.ts without imports, and each index.ts to those outside', () => {
    expect(importsOf('errors.ts')).toEqual([]);
    expect(OWN.filter(({ to }) => /(?:^|\/)index\.ts$/.test(to))).toEqual([]);
  });
});

describe('every file', () => {
  test(`has at most ${MOST_LINES} lines, or a reason`, () => {
    const long = FILES.filter((name) => TEXTS.get(name)!.split('\n').length - 1 > MOST_LINES);
    expect(long.filter((name) => !(name in LONG_FILES))).toEqual([]);
  });

  test('begins with a comment that says what it is', () => {
    const bare = FILES.filter((name) => !/^(?:#!.*\n)?\/\/ \S.{20,}/.test(TEXTS.get(name)!));
    expect(bare).toEqual([]);
  });

  test('says of each export what it promises; of a single one the head of the file may', () => {
    const silent = FILES.flatMap((name) => {
      const lines = TEXTS.get(name)!.split('\n');
      const exported = [...lines.keys()].filter((i) => EXPORT.test(lines[i]!));
      if (exported.length === 1) return [];
      return exported
        .filter((i) => !lines[i - 1]?.endsWith('*/') && !SELF_TELLING.test(lines[i]!))
        .map((i) => `${name} ${EXPORT.exec(lines[i]!)![1]}`);
    });
    expect(silent.filter((name) => !PLAIN_SHAPES.includes(name))).toEqual([]);
  });

  test('has named exports only', () => {
    expect(FILES.filter((name) => /^export default\b/m.test(TEXTS.get(name)!))).toEqual([]);
  });
});
