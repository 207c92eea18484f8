// The test tables of moby/patternmatcher, its ignore file reader, tonistiigi/fsutil and buildah, read out of their sources.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { engineRules } from '../../../src/context/engines/engine-rules.ts';
import { followLinks } from '../../../src/context/follow-links/follow-links.ts';
import { cleanPath } from '../../../src/context/go-rules/clean-path.ts';
import { matchPath, matchUsingParentResults } from '../../../src/context/ignore/match-path.ts';
import { compileList, type PatternList } from '../../../src/context/ignore/pattern-list.ts';
import { readIgnoreFile } from '../../../src/context/ignore/read-ignore-file.ts';
import { translatePattern } from '../../../src/context/ignore/translate-pattern.ts';
import { listContext } from '../../../src/context/list-context.ts';
import { walkContext } from '../../../src/context/walk/walk-context.ts';
import { PlimsollError } from '../../../src/errors.ts';
import { askOracle, buildOracle, PEERS } from './go-oracle.ts';
import { readBlock, readListTable, readLiteral, readLiterals, readTable } from './go-source.ts';

const read = (path: string): string => readFileSync(join(PEERS, path), 'utf8');
const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'plimsoll-peer-'));
const list = (...patterns: readonly string[]): PatternList =>
  compileList(
    patterns.map((pattern) => ({ pattern })),
    'patternmatcher',
  );

/** As their test asks: each folder on the way down first. */
function walkTo(patterns: PatternList, text: string): boolean {
  const parents = posix.dirname(text) === '.' ? [] : cleanPath(text.replace(/[^/]*$/, '')).split('/');
  let results: Uint8Array | undefined;
  for (const i of parents.keys()) {
    const next = new Uint8Array(patterns.patterns.length);
    matchUsingParentResults(patterns, parents.slice(0, i + 1).join('/'), results, next);
    results = next;
  }
  return matchUsingParentResults(patterns, text, results, undefined) >= 0;
}

describe.skipIf(PEERS === '')('moby/patternmatcher', () => {
  const source = PEERS === '' ? '' : read('patternmatcher/patternmatcher_test.go');

  test('TestMatches: single patterns and lists, by each way of asking', () => {
    const block = readBlock(source, 'func TestMatches(');
    const single = readTable(block).map((row) => ({ ...row, patterns: [row.pattern] }));
    const several = readListTable(block);
    expect([single.length, several.length]).toEqual([67 + 1, 4]);
    for (const { patterns, text, isMatch } of [...single, ...several]) {
      const compiled = list(...patterns);
      expect([patterns, text, 'any parent', matchPath(compiled, text, 'any parent').isMatched]).toEqual([
        patterns,
        text,
        'any parent',
        isMatch,
      ]);
      expect([patterns, text, 'walk', walkTo(compiled, text)]).toEqual([patterns, text, 'walk', isMatch]);
      const alone = matchUsingParentResults(compiled, text, undefined, undefined) >= 0;
      expect([patterns, text, 'alone', alone]).toEqual([patterns, text, 'alone', isMatch]);
    }
  });

  test('matchTests, with the patterns that are errors', () => {
    const rows = readTable(readBlock(source, 'var matchTests = '));
    expect(rows).toHaveLength(54);
    for (const { pattern, text, isMatch, isError } of rows) {
      let answer: unknown;
      try {
        answer = matchPath(list(pattern), cleanPath(text), 'one parent').isMatched;
      } catch (error) {
        answer = error instanceof PlimsollError ? error.code : error;
      }
      expect([pattern, text, answer]).toEqual([pattern, text, isError ? 'IGNORE_FILE_INVALID' : isMatch]);
    }
  });

  test('compileTests: the kind, and the very expression', () => {
    const rows = [
      ...readBlock(source, 'var compileTests = ').matchAll(
        /^\s*\{("(?:[^"\\]|\\.)*"), (\w+)Match, (`[^`]*`|""), /gm,
      ),
    ];
    expect(rows).toHaveLength(21);
    for (const [, pattern, kind, expression] of rows) {
      const ours = translatePattern(cleanPath(readLiteral(pattern!)));
      expect([pattern, ours.kind]).toEqual([pattern, kind]);
      if (kind === 'regexp') expect(ours.expression).toBe(readLiteral(expression!));
    }
  });

  test('a pattern that breaks only when it is asked', () => {
    expect(source).toContain('[Local-Only]/');
    for (let i = 0; i < 2; i++)
      expect(() => matchPath(list('[Local-Only]/'), 'x', 'any parent')).toThrow('cannot be matched');
  });

  test('ignorefile: TestReadAll', () => {
    const block = readBlock(read('patternmatcher/ignorefile/ignorefile_test.go'), 'func TestReadAll(');
    const content = readLiteral(/const content = (`[^`]*`)/.exec(block)![1]!);
    const expected = readLiterals(/expected := \[\]string\{([\s\S]*?)\n\t\}/.exec(block)![1]!);
    expect(expected.length).toBeGreaterThan(5);
    expect(readIgnoreFile(Buffer.from(content), 'ignorefile').map(({ pattern }) => pattern)).toEqual(
      expected,
    );
  });
});

describe.skipIf(PEERS === '')('tonistiigi/fsutil', () => {
  const source = PEERS === '' ? '' : read('fsutil/filter_test.go');
  const links = PEERS === '' ? '' : read('fsutil/followlinks_test.go');

  test.each(['Simple', 'Include', 'Exclude', 'FollowLinks', 'FollowLinksToRoot', 'DoublestarInclude'])(
    'TestWalker%s',
    (name) => {
      const block = readBlock(source, `func TestWalker${name}(`);
      const folder = makeFolder();
      for (const line of readLiterals(
        /changeStream\(\[\]string\{([\s\S]*?)\n\t+\}\)/.exec(unixPart(block))![1]!,
      ))
        addPath(folder, line);
      let count = 0;
      for (const part of unixPart(block).split('Walk(context.Background(), d, ').slice(1)) {
        const patterns = (field: string): readonly string[] =>
          readLiterals(new RegExp(`${field}:\\s*\\[\\]string\\{(.*)\\}`).exec(part)?.[1] ?? '');
        const follow = patterns('FollowPaths');
        const includes = follow.length > 0 ? followLinks(folder, follow) : patterns('IncludePatterns');
        const expected = part.includes('assert.Empty') ? '' : readLiteral(/`[^`]*`/.exec(part)![0]);
        const sent: string[] = [];
        walkContext({
          folder,
          rules: engineRules('buildkit'),
          excludes: list(...patterns('ExcludePatterns')),
          includes: includes === undefined ? undefined : list(...includes),
          onSent: ({ path, kind }) => sent.push(`${kind} ${path}`),
        });
        const theirs = expected.split('\n').map((line) => line.trim());
        expect(sent).toEqual(
          theirs
            .filter((line) => line !== '')
            .map((line) => line.replace(/^dir /, 'folder ').replace(/^symlink:\S+/, 'symlink')),
        );
        count++;
      }
      expect(count).toBe({ Include: 9, DoublestarInclude: 11 }[name] ?? 1);
    },
  );

  test('TestInvalidExcludePatterns', () => {
    expect(() =>
      list(...readLiterals(readBlock(source, 'func TestInvalidExcludePatterns(')).slice(1)),
    ).toThrow();
  });

  test.each(['', 'Loop', 'Absolute', 'NotExists', 'Normalized', 'Wildcard'])('TestFollowLinks%s', (name) => {
    const block = readBlock(links, `func TestFollowLinks${name}(`);
    const steps =
      /t\.TempDir\(\)|fstest\.(CreateDir|CreateFile|Symlink)\((.*)\),\n|FollowLinks\(tmpfs, \[\]string\{(.*)\}\)|require\.Equal\(t, (.*)\)\n/g;
    let folder = '';
    let found: readonly string[] | undefined;
    let count = 0;
    for (const [, make, made, follow, equal] of block.matchAll(steps)) {
      if (make === 'Symlink') {
        const target = made!
          .replace('abslutePathForBaz', '"/foo/bar/baz"')
          .replace('absolutePathForFoo', '"/foo"')
          .replace('rootPath', '"/"');
        const names = readLiterals(target);
        symlinkSync(posix.join(...names.slice(0, -1)), join(folder, names.at(-1)!));
      } else if (make === 'CreateDir') mkdirSync(join(folder, readLiterals(made!)[0]!));
      else if (make === 'CreateFile') writeFileSync(join(folder, readLiterals(made!)[0]!), '');
      else if (follow !== undefined) found = followLinks(folder, readLiterals(follow));
      else if (equal !== undefined) {
        expect(found ?? []).toEqual(readLiterals(equal));
        count++;
      } else folder = makeFolder();
    }
    expect(count).toBe({ Absolute: 2, NotExists: 3, Normalized: 3, Wildcard: 3 }[name] ?? 1);
  });
});

describe.skipIf(PEERS === '')('buildah: the conformance cases that ignore', () => {
  test('BuildKit, the classic builder and podman, each as its own code has it', async () => {
    const folder = join(PEERS, 'buildah/tests/conformance');
    const source = readFileSync(join(folder, 'conformance_test.go'), 'utf8');
    const cases = source
      .slice(source.indexOf('var internalTestCases'))
      .split(/\n\t\{\n/)
      .filter((block) => /\bname:\s*"[^"]*ignore[^"]*"/.test(block));
    expect(cases).toHaveLength(38);
    const program = buildOracle();
    for (const block of cases) {
      const context = makeFolder();
      cpSync(join(folder, 'testdata', /contextDir:\s*"([^"]*)"/.exec(block)![1]!), context, {
        recursive: true,
        verbatimSymlinks: true,
      });
      const written =
        /\[\]byte\(strings\.Join\(\[\]string\{(.*?)\}, "\\n"\)\)/.exec(block)?.[1] ??
        /\[\]byte\((".*?")\)/.exec(block)?.[1];
      if (written !== undefined)
        writeFileSync(join(context, '.dockerignore'), readLiterals(written).join('\n'));
      await compareContext(program, context, /name:\s*"([^"]*)"/.exec(block)![1]!);
    }
  });
});

async function compareContext(program: string, folder: string, name: string): Promise<void> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  let bytes = Buffer.alloc(0);
  try {
    bytes = readFileSync(join(folder, '.dockerignore'));
  } catch {
    // Some cases have none.
  }
  const [read] = await askOracle(program, [{ Op: 'readall', Bytes: bytes.toString('base64') }]);
  const theirs = read!.Paths ?? [];
  const podman = readIgnoreFile(bytes, 'imagebuilder').map(({ pattern }) => pattern);
  const sentBy = (engine: 'buildkit' | 'classic' | 'podman') =>
    listContext({
      folder,
      dockerfilePath: join(folder, 'Dockerfile'),
      engine,
      sources: 'everything',
      withIgnored: true,
    });
  const classic = sentBy('classic');
  const kept = classic.filter.excludes?.patterns
    .filter(({ line }) => line === 0)
    .map(({ cleaned }) => `!${cleaned}`);
  const [walk, archive, each] = await askOracle(program, [
    { Op: 'walk', Folder: folder, Patterns: theirs },
    { Op: 'archive', Folder: folder, Patterns: [...theirs, ...(kept ?? [])] },
    { Op: 'last match', Patterns: podman, Paths: paths },
  ]);
  expect([name, sentBy('buildkit').entries.map(({ path }) => path)]).toEqual([name, walk!.Paths ?? []]);
  const ignored = new Set(classic.ignored.map(({ path }) => path));
  const sent = classic.entries.map(({ path }) => path).filter((path) => !ignored.has(path));
  expect([name, sent]).toEqual([name, archive!.Paths ?? []]);
  const excludes = sentBy('podman').filter.excludes;
  const ours = paths.map(
    (path) => excludes !== undefined && matchPath(excludes, path, 'last match').isMatched,
  );
  expect([name, ours]).toEqual([name, each!.Matched ?? []]);
}

/** The branch that is not Windows'. */
function unixPart(block: string): string {
  return block.replaceAll(/if runtime\.GOOS == "windows" \{[\s\S]*?\n\t\} else \{/g, '');
}

function addPath(folder: string, line: string): void {
  const [, path, kind, target] = line.trim().split(' ');
  if (kind === 'dir') mkdirSync(join(folder, path!));
  else if (kind === 'symlink') symlinkSync(target!, join(folder, path!));
  else writeFileSync(join(folder, path!), '');
}
