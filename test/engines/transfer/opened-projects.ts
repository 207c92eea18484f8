// Projects that use parts of their folders: BuildKit's client opens what it is asked for, and nothing else.
import { linkSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '../../support/context-trees.ts';
import { BASE, type ContextProject } from './context-project.ts';

const TREE: Tree = {
  'package.json': '{}',
  'package-lock.json': '{"l":1}',
  'README.md': '# Read me',
  '.env': 'A=1',
  '.npmrc': 'x=y',
  src: {
    'main.js': 'main',
    'main.ts': 'main in ts',
    lib: { 'a.js': 'a', 'b.js': 'bb', deep: { 'c.js': 'ccc' } },
  },
  assets: { 'logo.png': 'png', '1.0': { 'old.css': 'css' }, '2.0': { 'new.css': 'new css' } },
  current: 'link: assets/2.0',
  links: { up: 'link: ../src/lib', out: 'link: /etc/hostname', circle: 'link: circle', chain: 'link: up' },
  data: { 'big.csv': '1,2,3', '[x].csv': 'brackets' },
  node_modules: { left: { 'index.js': 'l' } },
  empty: {},
};

const using = (
  name: string,
  lines: string,
  more: Partial<ContextProject> = {},
  from = 'scratch',
): ContextProject => ({ name, tree: TREE, dockerfile: `FROM ${from}\n${lines}\n`, ...more });
const ignoring = (lines: string): Partial<ContextProject> => ({ tree: { ...TREE, '.dockerignore': lines } });

/** What every BuildKit knows. */
const OLD: readonly ContextProject[] = [
  using('files and folders', 'COPY package.json src/lib /a/'),
  using('a folder with a slash behind, a path with dots', 'COPY src/lib/ /a/\nCOPY ./data/../assets/1.0 /b/'),
  using('wildcards', 'COPY package*.json /a/\nCOPY src/*.ts /b/\nCOPY */1.0 /c/'),
  using('a wildcard that matches links', 'COPY links/ch* links/u* /a/'),
  using('question marks and classes', 'COPY src/lib/[ab].js /a/\nCOPY .e?v /b/'),
  using('escaped brackets', 'COPY data/[[]x].csv /a/'),
  using('ADD', 'ADD assets /a/\nADD package.json /b/'),
  using('a link to a folder within', 'COPY current/ /a/'),
  using('a link on the way', 'COPY current/new.css links/up/deep /a/'),
  using('a chain of links', 'COPY links/chain/a.js /a/'),
  using('a link out of the context', 'COPY links/ /a/'),
  using('the JSON form', 'COPY ["package.json", "src/main.js", "/a/"]'),
  using('variables in sources', 'ARG DIR=assets\nARG V\nCOPY ${DIR}/${V:-1.0} /a/', {
    buildArgs: { V: '2.0' },
  }),
  using('defaults of variables', 'ARG DIR=src\nENV SUB=lib\nCOPY $DIR/$SUB/deep /a/'),
  using(
    'a target and the stages it needs',
    'COPY src /a/\nFROM scratch AS docs\nCOPY README.md /\nFROM scratch AS other\nCOPY data /\nFROM scratch AS last\nCOPY --from=docs / /\nCOPY .npmrc /',
    { target: 'last' },
  ),
  using('a stage that nothing needs', 'COPY data /\nFROM scratch\nCOPY .npmrc /'),
  using('copies of other stages only', 'ADD package.json /p\nFROM scratch\nCOPY --from=0 /p /q'),
  using('an ignore file with exceptions', 'COPY src data /a/', ignoring('src\n!src/lib/deep\n**/*.csv\n')),
  using('everything beside a part', 'COPY package.json /a/\nCOPY . /b/', ignoring('data\nnode_modules\n')),
  using('a source of dots above the root', 'COPY ../src/main.js /a/'),
  using(
    'a bind mount of a folder',
    'RUN --mount=type=bind,source=src/lib,target=/m ["/bin/true"]\nCOPY .env /',
    {},
    BASE,
  ),
  using(
    'a bind mount without a source',
    'RUN --mount=type=bind,target=/m ["/bin/true"]',
    ignoring('data\n'),
    BASE,
  ),
  using(
    'a bind mount from a stage',
    `COPY .env /\nFROM ${BASE}\nRUN --mount=type=bind,from=first,source=/,target=/m ["/bin/true"]`,
    {},
    'scratch AS first',
  ),
  using('a cache mount', 'RUN --mount=type=cache,target=/m ["/bin/true"]\nCOPY .env /', {}, BASE),
  using(
    'a tmpfs mount beside a copy',
    'RUN --mount=type=tmpfs,target=/m ["/bin/true"]\nCOPY .env /',
    ignoring('data\n'),
    BASE,
  ),
  using('a tmpfs mount alone', 'RUN --mount=type=tmpfs,target=/m ["/bin/true"]', {}, BASE),
  {
    name: 'triggers of a stage',
    tree: TREE,
    dockerfile: 'FROM scratch AS first\nONBUILD COPY src/main.js /a/\nFROM first\nCOPY .env /b\n',
  },
  using('an ignore file of the Dockerfile', 'COPY src /a/', {
    tree: { ...TREE, '.dockerignore': 'data\n', build: { 'Dockerfile.dockerignore': 'src/lib\n' } },
    dockerfilePath: 'build/Dockerfile',
  }),
  using('names with newlines and quotes', 'COPY odd /a/', {
    tree: { ...TREE, odd: { 'a\nb': '1', 'c"d': '2', '\t': '3' } },
  }),
  using('hard links', 'COPY src/main.js again /a/', {
    fill: (folder) => linkSync(join(folder, 'src', 'main.js'), join(folder, 'again')),
  }),
];

/** What 20.10 does not know. */
const NEW: readonly ContextProject[] = [
  using('--parents', 'COPY --parents src/lib/deep/c.js assets/1.0 /a/'),
  using('--parents with two stars', 'COPY --parents src/**/*.js /a/'),
  using('--parents with a pivot', 'COPY --parents src/./lib/deep /a/'),
  using('--exclude does not narrow', 'COPY --exclude=*.ts --exclude=lib src /a/'),
  using('heredocs', 'COPY <<EOF /a\nhello\nEOF\nCOPY .env /b'),
  using('a named context', 'COPY --from=more one/a /a\nCOPY .env /b', {
    namedContexts: { more: { one: { a: 'a', b: 'b' }, two: 'two', '.dockerignore': 'one/b\n' } },
  }),
  using('all of a named context', 'COPY --from=more / /a/', {
    namedContexts: { more: { one: { a: 'a', b: 'b' }, two: 'two', '.dockerignore': 'one/b\n' } },
  }),
  using(
    'a bind mount from a named context',
    'COPY .env /\nRUN --mount=type=bind,from=more,source=one,target=/m ["/bin/true"]',
    {
      namedContexts: { more: { one: { a: 'a' }, two: 'two' } },
    },
    BASE,
  ),
];

/** All of them. */
export const OPENED_PROJECTS: readonly ContextProject[] = [
  ...OLD,
  ...NEW.map((project) => ({ ...project, isNew: true as const })),
];
