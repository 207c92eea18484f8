// Dockerfiles out of pieces that are known to be hard, the same for the same seed.

/** A source of numbers below 1 (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const KEYWORDS = [
  'RUN',
  'run',
  'COPY',
  'Copy',
  'ADD',
  'ENV',
  'env',
  'LABEL',
  'ARG',
  'CMD',
  'ENTRYPOINT',
  'EXPOSE',
  'USER',
  'WORKDIR',
  'VOLUME',
  'STOPSIGNAL',
  'SHELL',
  'HEALTHCHECK',
  'HEALTHCHECK CMD',
  'HEALTHCHECK NONE',
  'MAINTAINER',
  'ONBUILD RUN',
  'onbuild COPY',
  'ONBUILD ENV',
  'ONBUILD ONBUILD',
  'FROM',
  'FROM x AS',
  'WRONG',
  '',
];
const PIECES = [
  ' ',
  ' ',
  ' ',
  '\t',
  '  ',
  '\\',
  '\\\\',
  '`',
  '\\ ',
  '"',
  "'",
  '""',
  'a',
  'b',
  'x y',
  'a=b',
  'a="b c"',
  "k='v w'",
  '=',
  '$A',
  '${A}',
  '${A:-b}',
  '--from=x',
  '--mount=type=bind',
  '--chown="a b"',
  "--x='\\'",
  '--',
  ' -- ',
  '--link',
  '["a"]',
  '["a", "b"]',
  '["a", 1]',
  '[',
  ']',
  '[]',
  "['a']",
  '["\\u0041\\ud800", "\\n"]',
  '<<EOF',
  '<<-EOF',
  '<<"EOF"',
  "<<-'E F'",
  '3<<X',
  '<< EOF',
  '<<E$A',
  '<<',
  '<',
  '#',
  ' # c',
  'é',
  '\u00a0',
  '\u0085',
  '\u2003',
  '\u3000',
  'à',
  '😀',
  '\ufeff',
  '\f',
  '\v',
  '\r',
  '/src',
  '/',
  '.',
  './',
  'https://x/y.tar',
  'git@github.com:a/b',
  'AS',
  'as',
  'name',
  '0',
  '\0',
];
const ENDS = [
  '\n',
  '\n',
  '\n',
  '\n',
  '\r\n',
  ' \\\n',
  '\\\n',
  '\\ \t\n',
  '`\n',
  '\\\r\n',
  '\n\n',
  '\n# c\n',
  '\\\n# c\n',
  '\\\n\n',
  '\n#\n',
  '\nEOF\n',
  '\n\tEOF\n',
  '\nX\n',
  '\nE F\n',
];
const STARTS = [
  '',
  '',
  '',
  '# syntax=docker/dockerfile:1\n',
  '# escape=`\n',
  '#escape = \\\n',
  '# check=skip=all\n# escape=`\n',
  '\ufeff',
  '\ufeff# escape=`\n',
  '# escape=x\n',
  '#\n# escape=`\n',
  ' # syntax=a b\n',
  '\n# escape=`\n',
  '# a=b\n',
  '# escape=`\n# escape=`\n',
];

/** One Dockerfile of random pieces. */
export function randomDockerfile(random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  let text = pick(STARTS) + (random() < 0.7 ? 'FROM scratch\n' : '');
  const lines = 1 + Math.floor(random() * 6);
  for (let i = 0; i < lines; i++) {
    text += `${random() < 0.1 ? pick([' ', '\t', '\u00a0', '\\\n']) : ''}${pick(KEYWORDS)} `;
    const pieces = Math.floor(random() * 7);
    for (let j = 0; j < pieces; j++) text += pick(PIECES) + (random() < 0.4 ? ' ' : '');
    text += pick(ENDS);
  }
  return random() < 0.2 ? text.trimEnd() : text;
}
