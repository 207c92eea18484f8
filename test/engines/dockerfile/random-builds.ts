// Words for the lexer, and Dockerfiles that mostly build: stages, variables, sources, mounts, triggers.
import type { Question } from './ask-buildkit.ts';

const WORD_PIECES = [
  'a',
  'b',
  ' ',
  '  ',
  '\t',
  '\n',
  '\\',
  '\\\\',
  '`',
  '"',
  "'",
  '$',
  '$A',
  '$NULL',
  '$UNSET',
  '$1',
  '$$',
  '$@',
  '$é',
  '${',
  '}',
  '${A}',
  '${A:-',
  '${NULL:-',
  '${UNSET-',
  '${UNSET:+',
  '${A:+',
  '${A+',
  '${A?',
  '${UNSET:?',
  '${P#',
  '${P##',
  '${P%',
  '${P%%',
  '${P/',
  '${P//',
  '${X/',
  '${N//',
  '${N#',
  '${KO%',
  '${W/',
  '/',
  '*',
  '?',
  '\\*',
  '\\?',
  '\\/',
  '\\}',
  '.',
  'a*',
  '*/',
  '/*',
  '[',
  '(',
  '+',
  '^',
  '|',
  '<',
  '<<',
  '<<EOF',
  '한',
  '글',
  '😀',
  '\u00a0',
  '\u0085',
  '\ufeff',
  ':',
  '#',
  '%',
  '-',
  '$0',
  '${0}',
  '\\$1',
  '\\${A}',
  'bb',
  '//',
  '_',
];

/** One word of random pieces, which closes most of what it opens. */
export function randomWord(random: () => number): string {
  const count = 1 + Math.floor(random() * 8);
  let word = '';
  for (let i = 0; i < count; i++) word += WORD_PIECES[Math.floor(random() * WORD_PIECES.length)]!;
  const open = word.split('${').length - word.split('}').length;
  return random() < 0.7 && open > 0 ? word + '}'.repeat(open) : word;
}

const NAMES = ['base', 'build', 'Final', 'x1', 'scratch', 'a.b'];
const SOURCES = [
  '.',
  './',
  '/',
  'src',
  './src/',
  '/src',
  'a/../b',
  '../x',
  '../../',
  '*.txt',
  'a/**/b',
  '$DIR',
  '${DIR:-lib}',
  '${DIR}/x',
  '$TARGETARCH',
  '"q r"',
  "'$DIR'",
  'a/./b',
  'pkg*',
  'github.com/a/b',
  '\\$x',
  'https://x.org/a.tar.gz',
  'é',
  './/a//b/',
  '..',
  '$UNSET',
  '${GLOBAL}',
  '${TARGETPLATFORM##*/}',
  '${PATH%%:*}',
];
const MOUNTS = [
  'type=bind,target=/m',
  'type=bind,source=src,target=/m',
  'source=.,target=/m',
  'type=bind,src=$DIR,dst=/m',
  'type=tmpfs,target=/t',
  'type=tmpfs,source=tt,target=/t',
  'type=cache,target=/c',
  'type=cache,target=/c,from=FROM',
  'type=secret,id=s',
  'type=ssh',
  'type=bind,from=FROM,source=/o,target=/m',
  'from=FROM,target=/m',
  'target=rel',
  '"type=bind","source=a,b",target=/q',
  'type=$TYPE,target=/v',
  'type=bind,readonly,target=/m',
  'type=bind,rw,target=/m,source=a/../..',
  'type=tmpfs,target=/t,size=1g',
];

/** One build that BuildKit takes more often than not. */
export function randomBuild(random: () => number): Question {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const lines: string[] = [];
  if (random() < 0.1) lines.push('# escape=`');
  if (random() < 0.4)
    lines.push(
      pick(['ARG GLOBAL=g', 'ARG GLOBAL', 'ARG DIR=gd', 'ARG TYPE=bind GLOBAL=${DIR:-z}', 'ARG IMG=debian']),
    );
  const stages = 1 + Math.floor(random() * 4);
  const names: string[] = [];
  for (let i = 0; i < stages; i++) {
    const base =
      random() < 0.4 && names.length > 0
        ? pick(names).toLowerCase()
        : pick([
            'scratch',
            'alpine',
            'debian:12',
            '${IMG:-busybox}',
            `reg.example:5000/a/b@sha256:${'a'.repeat(64)}`,
            'Base',
          ]);
    const platform = random() < 0.1 ? '--platform=$BUILDPLATFORM ' : '';
    const name = random() < 0.6 ? pick(NAMES) : undefined;
    lines.push(`FROM ${platform}${base}${name === undefined ? '' : ` ${pick(['AS', 'as'])} ${name}`}`);
    const count = Math.floor(random() * 5);
    for (let j = 0; j < count; j++) lines.push(randomInstruction(pick, random, names, i));
    if (name !== undefined) names.push(name);
  }
  const target = random() < 0.3 ? pick([...names, 'missing']) : undefined;
  const args =
    random() < 0.4
      ? {
          [pick(['DIR', 'GLOBAL', 'TARGETARCH', 'TYPE', 'IMG'])]: pick(['v1', '', 'a b', 'tmpfs', '.', '$x']),
        }
      : undefined;
  return {
    kind: 'context',
    text: `${lines.join('\n')}\n`,
    ...(target === undefined ? {} : { target }),
    ...(args === undefined ? {} : { args }),
  };
}

function randomInstruction(
  pick: <T>(list: readonly T[]) => T,
  random: () => number,
  names: readonly string[],
  index: number,
): string {
  const from = (): string =>
    random() < 0.6 && names.length > 0
      ? pick(names)
      : pick(['0', '1', 'alpine', 'busybox:1', String(index), 'later', 'scratch', '7', 'Base']);
  const source = (): string => pick(SOURCES);
  const onbuild = random() < 0.1 ? 'ONBUILD ' : '';
  switch (
    pick([
      'copy',
      'copy',
      'copyfrom',
      'add',
      'run',
      'mount',
      'mount',
      'env',
      'arg',
      'arg',
      'workdir',
      'heredoc',
      'json',
      'flags',
    ])
  ) {
    case 'copy':
      return `${onbuild}COPY ${source()} ${random() < 0.3 ? `${source()} ` : ''}/d/`;
    case 'copyfrom':
      return `${onbuild}COPY --from=${from()} ${source()} /d/`;
    case 'add':
      return `${onbuild}ADD ${source()} ${pick(['', 'git@github.com:a/b.git ', 'https://github.com/a/b.git#main ', 'http://x/y '])}/d/`;
    case 'run':
      return `${onbuild}RUN echo $DIR`;
    case 'mount':
      return `${onbuild}RUN --mount=${pick(MOUNTS).replace('FROM', from())} ${random() < 0.2 ? `--mount=${pick(MOUNTS).replace('FROM', from())} ` : ''}true`;
    case 'env':
      return `ENV ${pick(['DIR=envdir', 'DIR=$GLOBAL/e', 'DIR "a b"', 'TYPE=tmpfs DIR=x', '$DIR=z', 'DIR=${UNSET:-d}', 'DIR=${DIR:+y}'])}`;
    case 'arg':
      return `ARG ${pick(['DIR', 'DIR=argdir', 'GLOBAL', 'TARGETARCH', 'TARGETPLATFORM', 'TYPE=bind', 'DIR=${GLOBAL:-n} TYPE', 'UNSET=$DIR$DIR', 'DIR=${P/'])}`;
    case 'workdir':
      return `WORKDIR ${pick(['/w', 'rel', '$DIR', '..', '/'])}`;
    case 'heredoc':
      return `${onbuild}COPY <<EOF ${random() < 0.3 ? 'extra ' : ''}/d/\nhello $DIR \${UNSET:-x}\nEOF`;
    case 'json':
      return `COPY [${pick(['"a b"', '"."', '""', '"$DIR/x"', '"a", "/b/"'])}, "/d/"]`;
    default:
      return `COPY ${pick(['--parents', '--exclude=*.md', '--link', '--chown=$DIR', '--chmod=755', '--parents --exclude=a'])} ${source()} /d/`;
  }
}
