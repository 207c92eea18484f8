import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Engine, engineRules } from '../../../src/context/engines/engine-rules.ts';
import { compileList } from '../../../src/context/ignore/pattern-list.ts';
import { encodePath } from '../../../src/context/path-text.ts';
import type { ContextEntry, IgnoredEntry } from '../../../src/context/walk/context-entry.ts';
import { findEmptied } from '../../../src/context/walk/find-emptied.ts';
import { walkContext } from '../../../src/context/walk/walk-context.ts';
import { makeTree } from '../../support/context-trees.ts';

interface Walked {
  readonly entries: readonly ContextEntry[];
  readonly paths: readonly string[];
  readonly ignored: readonly IgnoredEntry[];
  readonly emptied: readonly string[];
}

function walk(folder: string, engine: Engine, excluded = '', included = ''): Walked {
  const rules = engineRules(engine);
  const list = (text: string) =>
    compileList(
      text.split('\n').map((pattern) => ({ pattern })),
      rules.compiler,
    );
  const entries: ContextEntry[] = [];
  const ignored: IgnoredEntry[] = [];
  const excludes = list(excluded);
  walkContext({
    folder,
    rules,
    excludes,
    includes: included === '' ? undefined : list(included),
    onSent: (entry) => entries.push(entry),
    onIgnored: (entry) => ignored.push(entry),
  });
  return {
    entries,
    paths: entries.map(({ path }) => path),
    ignored,
    emptied: findEmptied(entries, excludes),
  };
}

const TREE = makeTree({
  'b.txt': 'bb',
  'a-': 'a',
  a: { b: { f: 'fff', keep: 'k' }, c: 'c' },
  link: 'link: a/b/f',
  out: 'link: /etc/hostname',
});

describe('a walk', () => {
  test('goes in order, folders first, and sends links as links', () => {
    expect(walk(TREE, 'buildkit').entries).toEqual([
      { path: 'a', kind: 'folder', sizeBytes: 0 },
      { path: 'a/b', kind: 'folder', sizeBytes: 0 },
      { path: 'a/b/f', kind: 'file', sizeBytes: 3 },
      { path: 'a/b/keep', kind: 'file', sizeBytes: 1 },
      { path: 'a/c', kind: 'file', sizeBytes: 1 },
      { path: 'a-', kind: 'file', sizeBytes: 1 },
      { path: 'b.txt', kind: 'file', sizeBytes: 2 },
      { path: 'link', kind: 'symlink', sizeBytes: 0 },
      { path: 'out', kind: 'symlink', sizeBytes: 0 },
    ]);
  });

  test('sends a folder that is ignored itself before what an exception takes back in it', () => {
    const { paths, ignored } = walk(TREE, 'buildkit', '*\n!a/b/keep');
    expect(paths).toEqual(['a', 'a/b', 'a/b/keep']);
    expect(ignored).toContainEqual({ path: 'a', decidedBy: 0, isEntered: true });
    expect(ignored).toContainEqual({ path: 'b.txt', decidedBy: 0, isEntered: false });
  });

  test('does not enter what nothing can be taken back in', () => {
    expect(walk(TREE, 'buildkit', 'a\n!b.txt').ignored).toEqual([
      { path: 'a', decidedBy: 0, isEntered: false },
    ]);
  });

  test.each<readonly [engine: Engine, excluded: string, kept: boolean]>([
    // An exception with a wildcard: BuildKit enters every folder, others take the wildcard for a letter.
    ['buildkit', '*\n!**/keep', true],
    ['classic', '*\n!**/keep', false],
    ['podman', '*\n!**/keep', false],
    ['kaniko', '*\n!**/keep', true],
    // Podman enters a folder whose name an exception only begins with.
    ['podman', '*\n!**/keep\n!ax\n!a/bx', true],
    ['classic', '*\n!**/keep\n!ax\n!a/bx', false],
    ['buildkit', 'a/b\n!a', false],
    ['podman', 'a/b\n!a', true],
  ])('%s with %j sends a/b/keep: %s', (engine, excluded, kept) => {
    expect(walk(TREE, engine, excluded).paths.includes('a/b/keep')).toBe(kept);
  });

  test('is limited to what is included, below what is excluded', () => {
    expect(walk(TREE, 'buildkit', '', 'a/b').paths).toEqual(['a', 'a/b', 'a/b/f', 'a/b/keep']);
    expect(walk(TREE, 'buildkit', '**/keep', 'a/b').paths).toEqual(['a', 'a/b', 'a/b/f']);
    expect(walk(TREE, 'buildkit', '', '*/c\nb*').paths).toEqual(['a', 'a/c', 'b.txt']);
  });

  test('knows files whose content BuildKit does not send', () => {
    const { paths, emptied } = walk(TREE, 'buildkit', 'a\n!a/c\na');
    expect([paths, emptied]).toEqual([['a', 'a/c', 'a-', 'b.txt', 'link', 'out'], ['a/c']]);
    expect(walk(TREE, 'buildkit', 'a\n!a/c').emptied).toEqual([]);
  });

  test('counts a file once that has two names', () => {
    const folder = makeTree({ a: 'content', c: 'alone' });
    linkSync(join(folder, 'a'), join(folder, 'b'));
    expect(walk(folder, 'buildkit').entries).toEqual([
      { path: 'a', kind: 'file', sizeBytes: 7 },
      { path: 'b', kind: 'file', sizeBytes: 0, hardLinkTo: 'a' },
      { path: 'c', kind: 'file', sizeBytes: 5 },
    ]);
    expect(walk(folder, 'buildkit', 'a').entries[0]).toEqual({ path: 'b', kind: 'file', sizeBytes: 7 });
  });

  test('stops when it is told to', () => {
    const controller = new AbortController();
    controller.abort();
    const options = {
      folder: TREE,
      rules: engineRules('buildkit'),
      excludes: undefined,
      includes: undefined,
    };
    expect(() => walkContext({ ...options, onSent: () => {}, signal: controller.signal })).toThrow();
  });
});

describe('odd trees', () => {
  test('names with newlines, and names that are not UTF-8', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-context-'));
    for (const name of [
      [0x61, 0xff],
      [0x61, 0xfe],
      [0x61, 0x0a, 0x62],
      [0xef, 0xbf, 0xbd],
    ])
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]), 'x');
    const raw = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff])]);
    mkdirSync(raw);
    writeFileSync(Buffer.concat([raw, Buffer.from('/in')]), 'xx');
    const { entries, paths } = walk(folder, 'buildkit', 'a?b');
    expect(paths.map((path) => encodePath(path).toString('latin1'))).toEqual([
      'a\xfe',
      'a\xff',
      '\xef\xbf\xbd',
      '\xff',
      '\xff/in',
    ]);
    expect(entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(5);
    // '.' of an expression takes no newline, '?' takes everything but a slash, and a byte that is no rune is one.
    expect(walk(folder, 'buildkit', 'a?').paths).toHaveLength(4);
    expect(walk(folder, 'buildkit', '[a]**').paths).toEqual(['a\nb', '\uFFFD', '\uDCFF', '\uDCFF/in']);
  });

  test('sockets are sent without content by BuildKit and left out by others', async () => {
    const folder = makeTree({ a: '' });
    const server = createServer().listen(join(folder, 's'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(walk(folder, 'buildkit').entries[1]).toEqual({ path: 's', kind: 'special', sizeBytes: 0 });
    for (const engine of ['classic', 'podman', 'kaniko'] as const)
      expect(walk(folder, engine).paths).toEqual(['a']);
    server.close();
  });

  test('links in circles are links', () => {
    expect(walk(makeTree({ a: 'link: b', b: 'link: a', c: { up: 'link: ..' } }), 'buildkit').paths).toEqual([
      'a',
      'b',
      'c',
      'c/up',
    ]);
  });

  test('a tree as deep as paths can be', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-context-'));
    const depth = 1_900;
    mkdirSync(join(folder, ...Array.from({ length: depth }, () => 'd')), { recursive: true });
    expect(walk(folder, 'buildkit', '**/x').entries).toHaveLength(depth);
    // Node's own removal runs out of stack.
    execFileSync('rm', ['-rf', folder]);
  });

  test.skipIf(process.getuid?.() !== 0)('what may not be read ends the build where it is sent', () => {
    const folder = makeTree({ open: { in: 'x' }, shut: { in: 'x' }, file: 'secret' });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'shut'), 0);
    chmodSync(join(folder, 'file'), 0);
    process.seteuid!(65_534);
    try {
      expect(() => readdirSync(join(folder, 'shut'))).toThrow();
      expect(() => walk(folder, 'buildkit')).toThrow(expect.objectContaining({ code: 'CONTEXT_UNREADABLE' }));
      expect(() => walk(folder, 'buildkit', 'shut\n!shut')).toThrow();
      expect(walk(folder, 'buildkit', 'shut').entries[0]).toEqual({
        path: 'file',
        kind: 'file',
        sizeBytes: 0,
        isUnreadable: true,
      });
      expect(walk(folder, 'buildkit', 'shut\n!shut/in').paths).toEqual(['file', 'open', 'open/in']);
      expect(() => walk(folder, 'classic', 'shut')).toThrow('the file cannot be read');
    } finally {
      process.seteuid!(0);
    }
  });
});
