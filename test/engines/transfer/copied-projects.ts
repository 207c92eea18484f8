// Projects that are copied whole, COPY . /: what arrives is what the ignore file and the walk let through.
import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Tree } from '../../support/context-trees.ts';
import { type ContextProject, rawPath } from './context-project.ts';

const SOURCES: Tree = {
  'README.md': '# Read me',
  'package.json': '{}',
  '.env': 'A=1',
  '.git': { HEAD: 'ref: refs/heads/main', objects: { ab: { cd: 'x' } } },
  src: { 'main.js': 'main', lib: { 'a.js': 'a', 'a.test.js': 'test', deep: { 'b.js': 'b' } } },
  node_modules: { left: { 'index.js': 'l', node_modules: { right: { 'index.js': 'r' } } } },
  docs: { 'a.md': 'a', images: { 'b.png': 'b' } },
  dir: { keep: 'k', drop: 'd', sub: { keep: 'k', drop: 'd' } },
};

const ignoring = (name: string, lines: string, more: Tree = {}): ContextProject => ({
  name,
  tree: { ...SOURCES, ...more, '.dockerignore': lines },
});

const IGNORED: readonly ContextProject[] = [
  { name: 'no ignore file', tree: SOURCES },
  ignoring('an empty ignore file', ''),
  ignoring('comments and blanks', '# docs\n #src\n\n  docs  \n\t\n', { '#src': 'x' }),
  ignoring('slashes in front and behind', '/docs\n//src/lib\nnode_modules/\n./dir/sub\n'),
  ignoring('names at the root only', 'node_modules\na.md\n'),
  ignoring('names at any depth', '**/node_modules\n**/*.test.js\n'),
  ignoring('two stars in the middle', 'src/**/b.js\ndocs/**\n'),
  ignoring('two stars without a slash', '**.js\ndocs**\n', { docsy: 'd' }),
  ignoring('exceptions of files', '*\n!src/lib/a.js\n!package.json\n'),
  ignoring('exceptions of folders', '*\n!src\n!docs/images\nsrc/lib/deep\n'),
  ignoring('exceptions with wildcards', '**\n!**/*.js\n'),
  ignoring('exceptions with a wildcard at the end', 'dir\n!dir/sub/*\n'),
  ignoring('an exception before what it is of', '!dir/keep\ndir\n'),
  ignoring('an exception of a folder around an ignored one', 'dir/sub\n!dir\n'),
  ignoring('turns', 'dir\n!dir/sub\ndir/sub/drop\n!dir/sub/drop\ndir/keep\n'),
  ignoring('a folder ignored twice around an exception', 'dir\n!dir/keep\ndir\n'),
  ignoring('classes and question marks', 'src/lib/[a-b].js\nd?r\n[!r]*.json\n'),
  ignoring('braces and bars are letters until a star comes', 'a{1,2}*\nx|y*\n', {
    a1: '1',
    'a{1,2}b': '2',
    xa: '3',
    'x|yb': '4',
    ya: '5',
  }),
  ignoring('plus, brackets and dots', 'c++\na(b)c\na.c\n', {
    'c++': 'c',
    'a(b)c': 'p',
    abc: 'q',
    'a.c': 'd',
  }),
  ignoring('backslashes', '\\#a\n\\!b\nc\\*\n', { '#a': 'a', '!b': 'b', 'c*': 'c', cd: 'd' }),
  ignoring('parents and what is cleaned', '../docs\nsrc/../dir\n.\n/\n'),
  ignoring('carriage returns', 'docs\r\n!docs/a.md\r\nsrc\r\n'),
  ignoring('a byte order mark', '\uFEFFdocs\nsrc\n'),
  ignoring('the Dockerfile and the ignore file', 'Dockerfile\n.dockerignore\ndocs\n', { Dockerfile: 'x' }),
  ignoring('no newline at the end', 'docs\nsrc/lib'),
  ignoring('exceptions with blanks and slashes', '*\n! /docs\n!src/\n'),
  ignoring('letter case', 'readme.md\nDOCS\n'),
  ignoring('a lone exclamation mark', 'docs\n!\n'),
  ignoring('an open bracket', 'docs\na[\n'),
  ignoring('a range the wrong way round', 'docs\n[z-a]\n'),
  ignoring('a line of 64 KiB', `docs\n${'x'.repeat(65_536)}\nsrc\n`),
  ignoring('a line just below 64 KiB', `docs\n${'x'.repeat(65_534)}\nsrc\n`),
  ignoring('a pattern that is not ASCII', 'caf\u00e9\n**/\u65e5?.txt\n', {
    café: 'c',
    n: { '日本.txt': 'j', '日.txt': 'k' },
  }),
];

const OF_DOCKERFILES: readonly ContextProject[] = [
  {
    name: 'an ignore file of the Dockerfile',
    tree: { ...SOURCES, '.dockerignore': 'docs\n', 'Dockerfile.dockerignore': 'src\n' },
    dockerfilePath: 'Dockerfile',
  },
  {
    name: 'an ignore file of a Dockerfile in a folder',
    tree: { ...SOURCES, '.dockerignore': 'docs\n', build: { 'api.Dockerfile.dockerignore': 'src\ndir\n' } },
    dockerfilePath: 'build/api.Dockerfile',
  },
  {
    name: 'a .containerignore',
    tree: { ...SOURCES, '.dockerignore': 'docs\n', '.containerignore': 'src\n' },
  },
  {
    name: 'an empty ignore file of the Dockerfile',
    tree: { ...SOURCES, '.dockerignore': 'docs\n', 'Dockerfile.dockerignore': '' },
    dockerfilePath: 'Dockerfile',
  },
  {
    name: 'an ignore file that is a link within',
    tree: { ...SOURCES, lists: { one: 'docs\n' }, '.dockerignore': 'link: lists/one' },
  },
  {
    name: 'an ignored Dockerfile in a folder',
    tree: { ...SOURCES, '.dockerignore': 'build\n.dockerignore\n', build: { other: 'o' } },
    dockerfilePath: 'build/Dockerfile',
  },
];

const ODD: readonly ContextProject[] = [
  {
    name: 'links within, out of the context, in circles and to nowhere',
    tree: {
      a: 'a',
      within: 'link: a',
      out: 'link: /etc/hostname',
      up: 'link: ../../../etc',
      circle: 'link: circle2',
      circle2: 'link: circle',
      self: 'link: self',
      nowhere: 'link: not/there',
      folder: { root: 'link: ..', f: 'f' },
      folderlink: 'link: folder',
    },
  },
  {
    name: 'an ignored folder behind a link',
    tree: { real: { f: 'f' }, link: 'link: real', '.dockerignore': 'link/f\nreal\n' },
  },
  {
    name: 'hidden files',
    tree: { '.a': 'a', '.b': { '.c': 'c' }, '...': 'dots', '.dockerignore': '.b/.[a-d]\n' },
  },
  {
    name: 'empty folders',
    tree: { empty: {}, a: { b: { c: {} } }, kept: { f: 'f' }, '.dockerignore': 'kept/f\na/b/c\n' },
  },
  {
    name: 'names with newlines, tabs, quotes and backslashes',
    tree: {
      'a\nb': '1',
      'a\tb': '2',
      'a"b': '3',
      "a'b": '4',
      'a\\b': '5',
      'd\ne': { f: '6' },
      ' ': '7',
      '-': '8',
    },
  },
  {
    name: 'names that are not UTF-8',
    tree: { ok: 'o', '.dockerignore': 'b?\n' },
    fill: (folder) => {
      for (const name of ['a\xff', 'a\xfe', 'b\xff', '\xef\xbf\xbd', 'c\xe6\x97'])
        writeFileSync(rawPath(folder, name), name);
      mkdirSync(rawPath(folder, '\xff'));
      writeFileSync(rawPath(folder, '\xff/in'), 'in');
    },
  },
  {
    name: 'hard links',
    tree: { a: 'one content', d: { c: 'alone' } },
    fill: (folder) => {
      linkSync(join(folder, 'a'), join(folder, 'b'));
      linkSync(join(folder, 'a'), join(folder, 'd', 'z'));
    },
  },
  {
    name: 'hard links whose first name is ignored',
    tree: { a: 'one content', '.dockerignore': 'a\n' },
    fill: (folder) => linkSync(join(folder, 'a'), join(folder, 'b')),
  },
  {
    name: 'sockets',
    tree: { a: 'a' },
    fill: async (folder) => {
      const server = createServer().listen(join(folder, 'socket'));
      await new Promise((resolve) => server.once('listening', resolve));
      // A socket that is closed by Node is removed; one of a process that is gone stays.
      execFileSync('python3', [
        '-c',
        'import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])',
        join(folder, 'left'),
      ]);
      server.close();
    },
  },
  {
    name: 'pipes and devices',
    tree: { a: 'a' },
    fill: (folder) => {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      execFileSync('mknod', [join(folder, 'null'), 'c', '1', '3']);
    },
  },
  {
    name: 'modes of all kinds',
    tree: { a: 'a', b: 'b', c: { d: 'd' } },
    fill: (folder) => {
      chmodSync(join(folder, 'a'), 0);
      chmodSync(join(folder, 'b'), 0o4755);
      chmodSync(join(folder, 'c'), 0o1777);
    },
  },
  {
    name: 'order of names by bytes',
    tree: {
      a: { b: '1' },
      'a-': '2',
      'a.': '3',
      a0: { b: '4' },
      A: '5',
      é: '6',
      '\u{1F600}': '7',
      '\uffee': '8',
    },
  },
];

/** All of them; the Dockerfile is in the context, because the classic client rewrites the ignore file where it is not. */
export const COPIED_PROJECTS: readonly ContextProject[] = [...IGNORED, ...OF_DOCKERFILES, ...ODD].map(
  (project) => ({
    dockerfilePath: 'Dockerfile',
    ...project,
  }),
);
