import { expect, test } from 'vitest';
import { readCompose } from '../../../src/dockerfile/definitions/read-compose.ts';
import { readDotenv } from '../../../src/dockerfile/definitions/read-dotenv.ts';
import { errorOf } from '../parse-text.ts';

const D = '$';
const around = (environment: Readonly<Record<string, string>> = {}) => ({
  file: 'compose.yaml',
  folder: '/p',
  environment,
});
const read = (
  text: string,
  environment?: Readonly<Record<string, string>>,
  dotenv?: Readonly<Record<string, string>>,
) => readCompose(text, around(environment), dotenv);

test('builds in short and in long form, with variables', () => {
  const text = `
x-args: &args
  COMMON: 1
services:
  short:
    build: ./a
  image-only:
    image: x
  long:
    build:
      context: ${D}{DIR:-b}
      dockerfile: docker/Dockerfile
      target: prod
      args:
        <<: *args
        ON: true
        FROM_ENV:
        MISSING:
        DOLLAR: a$$b
      additional_contexts:
        lib: ../lib
  list:
    build:
      context: https://github.com/a/b.git
      args: ["A=1=2", FROM_ENV, MISSING]
      additional_contexts: ["x=docker-image://y"]
`;
  const { definitions, problems } = read(text, { FROM_ENV: 'e' }, { FROM_ENV: 'hidden', DIR: 'dot' });
  expect(problems).toEqual([]);
  expect(definitions).toMatchObject([
    { name: 'short', contextPath: '/p/a', dockerfilePath: 'Dockerfile', isDefault: true, line: 5 },
    { name: 'long', contextPath: '/p/dot', dockerfilePath: 'docker/Dockerfile', target: 'prod' },
    {
      name: 'list',
      contextPath: 'https://github.com/a/b.git',
      isRemote: true,
      namedContexts: { x: 'docker-image://y' },
    },
  ]);
  expect({ ...definitions[1]!.args }).toEqual({ COMMON: '1', ON: 'true', FROM_ENV: 'e', DOLLAR: 'a$b' });
  expect({ ...definitions[1]!.namedContexts }).toEqual({ lib: '../lib' });
  expect({ ...definitions[2]!.args }).toEqual({ A: '1=2', FROM_ENV: 'e' });
});

test('a service that extends another of its file takes over its build', () => {
  const text =
    'services:\n a:\n  build: {context: x, args: {A: 1, B: 1}}\n b:\n  extends: {service: a}\n  build: {target: t, args: [B=2]}';
  const [, b] = read(text).definitions;
  expect(b).toMatchObject({ contextPath: '/p/x', target: 't' });
  expect({ ...b!.args }).toEqual({ A: '1', B: '2' });
});

test.each([
  ['services:\n a:\n  extends: {service: b, file: c.yaml}', /another file/],
  ['services:\n a:\n  extends: a', /extends itself/],
  ['services:\n a:\n  build: [x]', /form/],
  [`services:\n a:\n  build: ${D}{X:?needed}`, /X is not set: needed/],
  ['services:\n a:\n  build: $1', /before no name/],
  ['services:\n a:\n  build: {dockerfile: a, dockerfile_inline: b}', /two Dockerfiles/],
])('%j is a problem that is told', (text, message) => {
  const { definitions, problems } = read(text);
  expect(definitions).toEqual([]);
  expect(problems).toMatchObject([
    {
      code: 'BUILD_DEFINITION_INVALID',
      subject: 'compose.yaml',
      line: 2,
      message: expect.stringMatching(message),
    },
  ]);
});

test.each([
  'include: [a.yaml]\nservices: {}',
  'a: [',
  'x',
  'services: !reset {}',
  '',
  'services:\n a: 1\n a: 2',
])('%j is no file that is read', (text) => {
  expect(errorOf(() => read(text)).code).toBe('BUILD_DEFINITION_INVALID');
});

test('aliases that multiply are refused', () => {
  const lines = Array.from(
    { length: 20 },
    (_, i) => `a${i}: &a${i} [${`*a${i - 1},`.repeat(i === 0 ? 0 : 9)}${i === 0 ? 'x' : ''}]`,
  );
  expect(errorOf(() => read(`${lines.join('\n')}\nservices: {x: {build: .}}`)).message).toMatch(/aliases/);
});

test('.env files', () => {
  const text = `# c\nA=1\nexport B = two words # c\nC='$A #'\nD="x ${D}A\\n\\$y"\nE=${D}{A}${D}{B:+b}${D}{OUT}\nF="two\nlines"\nOUT\nG=`;
  const values = readDotenv(text, '.env', (name) => (name === 'OUT' ? 'o' : undefined));
  expect({ ...values }).toEqual({
    A: '1',
    B: 'two words',
    C: '$A #',
    D: 'x 1\n$y',
    E: '1bo',
    F: 'two\nlines',
    OUT: 'o',
    G: '',
  });
  expect(errorOf(() => readDotenv('A=1\n=x', '.env', () => undefined))).toMatchObject({ line: 2 });
});

test('the names of an image: that of the service or of the one it extends, and the tags of its build', () => {
  const { definitions } = read(
    `
services:
  app:
    image: acme/app:${D}{TAG}
    build:
      context: .
      tags: [acme/app:latest]
  worker:
    extends: app
  own:
    extends: { service: app }
    image: acme/own
  unnamed:
    build: .
`,
    { TAG: '2' },
  );
  expect(definitions.map(({ name, references }) => [name, references])).toEqual([
    ['app', ['acme/app:2', 'acme/app:latest']],
    ['worker', ['acme/app:2', 'acme/app:latest']],
    ['own', ['acme/own', 'acme/app:latest']],
    ['unnamed', []],
  ]);
});
