import { expect, test } from 'vitest';
import { readBakeFileHcl, readBakeFileJson } from '../../../src/dockerfile/definitions/bake/read-bake.ts';
import { errorOf } from '../parse-text.ts';

const D = '$';
const around = (environment: Readonly<Record<string, string>> = {}) => ({
  file: 'docker-bake.hcl',
  folder: '/p',
  environment,
});
const read = (text: string, environment?: Readonly<Record<string, string>>) =>
  readBakeFileHcl(text, around(environment));

const FILE = `
# comment
variable "TAG" { default = "latest" }
variable "DEBUG" { default = false }
variable "EMPTY" {
  default = null
}
local = "${D}{TAG}-x"
function "f" {
  params = [a]
  result = upper(a)
}
group "default" { targets = ["app", "more"] }
group "more" {
  targets = ["other"]
}
target "_base" {
  args = {
    A = "1"
    "B" : TAG, // comment
    NOTHING = EMPTY
  }
  context = "src" /* c */
}
target "app" {
  inherits = ["_base"]
  dockerfile = "docker/${D}{TAG == "latest" ? "Dockerfile" : TAG}"
  args = { B = "own", C = DEBUG ? "on" : "off", D = local, E = 3 }
  contexts = {
    lib = "target:_base"
  }
  target = "prod"
  tags = [f("x"), join(",", [for t in ["a"] : t])]
  platforms = ["linux/amd64"]
}
target "other" {
  dockerfile-inline = <<EOT
FROM scratch
COPY . $${D}{x}
EOT
}
`;

test('targets, what they inherit, variables and groups', () => {
  const { definitions, problems } = read(FILE);
  expect(problems).toEqual([]);
  expect(definitions).toMatchObject([
    { name: '_base', isDefault: false, contextPath: '/p/src', line: 17 },
    {
      name: 'app',
      isDefault: true,
      contextPath: '/p/src',
      dockerfilePath: 'docker/Dockerfile',
      target: 'prod',
      platforms: ['linux/amd64'],
    },
    { name: 'other', isDefault: true, contextPath: '/p', inlineDockerfile: `FROM scratch\nCOPY . ${D}{x}\n` },
  ]);
  expect({ ...definitions[1]!.args }).toEqual({ A: '1', B: 'own', C: 'off', D: 'latest-x', E: '3' });
  expect({ ...definitions[1]!.namedContexts }).toEqual({ lib: 'target:_base' });
});

test('the environment comes before defaults', () => {
  const { definitions } = read(FILE, { TAG: 'v1', DEBUG: '1' });
  expect(definitions[1]!.dockerfilePath).toBe('docker/v1');
  expect({ ...definitions[1]!.args }).toMatchObject({ C: 'on', D: 'v1-x' });
});

test('JSON is the same', () => {
  const text = JSON.stringify({
    variable: { TAG: { default: 'v' } },
    group: { default: { targets: ['a'] } },
    target: { a: { context: `x/${D}{TAG}`, args: { A: `${D}{TAG}`, B: null }, contexts: { c: './d' } } },
  });
  const { definitions } = readBakeFileJson(text, around({ TAG: 'w' }));
  expect(definitions).toMatchObject([{ name: 'a', isDefault: true, contextPath: '/p/x/w' }]);
  expect({ ...definitions[0]!.args }).toEqual({ A: 'w' });
});

test.each([
  ['target "a" {\n context = f("x")\n}', 2, /function f\(\)/],
  ['target "a" {\n args = { A = target.b.context }\n}', 2, /attribute of another block/],
  ['target "a" {\n matrix = { x = ["1"] }\n}', 1, /a matrix and no name/],
  ['target "a" {\n name = "b"\n matrix = ["1"]\n}', 3, /matrix of a is no map/],
  ['target "a" {\n name = "b"\n matrix = { x = "1" }\n}', 3, /no list in x/],
  ['target "a" {\n inherits = ["b"]\n}', undefined, /no target "b"/],
  ['target "a" {\n inherits = ["a"]\n}', 1, /inherits itself/],
  ['target "a" {\n context = NONE\n}', 2, /no variable "NONE"/],
  ['variable "V" {\n default = V\n}\ntarget "a" { context = V }', 4, /needs itself/],
  ['target "a" {\n context = ["x"]\n}', 2, /text is made of a list/],
])('%j is a problem that is told', (text, line, message) => {
  const { definitions, problems } = read(text);
  expect(definitions).toEqual([]);
  expect(problems).toMatchObject([
    { code: 'BUILD_DEFINITION_INVALID', line, message: expect.stringMatching(message) },
  ]);
});

test.each([
  'target "a" {',
  'target "a" { context = }',
  'x',
  'target { }',
  'target "a" "b" {}',
  'a = "x',
  'a = 1 2',
  '}',
  `a = "${D}{"`,
  'network "x" {}',
  'a = "\\q"',
])('%j is no bake file', (text) => {
  expect(errorOf(() => read(text)).code).toBe('BUILD_DEFINITION_INVALID');
});

test.each<readonly [string, string]>([
  ['brackets', `a = ${'['.repeat(100_000)}`],
  ['negations', `a = ${'!'.repeat(100_000)}x`],
  ['templates', `a = ${`"${D}{`.repeat(10_000)}`],
  ['blocks', 'target "a" {'.repeat(100_000)],
  ['a wide list', `a = [${'1,'.repeat(100_000)}]\ntarget "x" {}`],
])('%s without end are read or refused', { timeout: 300_000 }, (_, text) => {
  try {
    expect(read(text).definitions).toHaveLength(1);
  } catch (error) {
    expect(error).toMatchObject({ code: 'BUILD_DEFINITION_INVALID' });
  }
});

test('defaults that double each other are stopped', () => {
  const lines = Array.from(
    { length: 60 },
    (_, i) => `v${i} = "${i === 0 ? 'x' : `${D}{v${i - 1}}`.repeat(4)}"`,
  );
  const { problems } = read(`${lines.join('\n')}\ntarget "a" { context = v59 }`);
  expect(problems).toMatchObject([{ message: expect.stringMatching(/too long/) }]);
});

test('the names of an image, own ones in the place of those inherited', () => {
  const { definitions, problems } = read(`
variable "TAG" { default = "1" }
target "base" { tags = ["acme/base:${D}{TAG}", ""] }
target "app" { inherits = ["base"] }
target "own" {
  inherits = ["base"]
  tags = [TAG == "1" ? "acme/own" : "", "acme/own:${D}{TAG}"]
}
target "called" { tags = ["acme/called", upper("x")] }
`);
  expect(problems).toEqual([]);
  expect(definitions.map(({ references }) => references)).toEqual([
    ['acme/base:1'],
    ['acme/base:1'],
    ['acme/own', 'acme/own:1'],
    ['acme/called'],
  ]);
  expect(definitions.map(({ referenceProblem }) => referenceProblem?.line)).toEqual([
    undefined,
    undefined,
    undefined,
    9,
  ]);
});

test('JSON may have a list of blocks wherever it has one', () => {
  const file = {
    group: [{ default: [{ targets: ['a'] }] }],
    target: [{ a: [{ context: 'x' }, { tags: ['acme/a:1'] }] }, { b: { tags: ['acme/b'] } }],
  };
  const { definitions } = readBakeFileJson(JSON.stringify(file), { ...around(), file: 'docker-bake.json' });
  expect(definitions).toMatchObject([
    { name: 'a', isDefault: true, contextPath: '/p/x', references: ['acme/a:1'] },
    { name: 'b', isDefault: false, references: ['acme/b'] },
  ]);
});

test('a matrix makes a target of each combination', () => {
  const { definitions, problems } = read(`
group "default" { targets = ["app"] }
variable "TAG" { default = "1" }
target "base" { args = { BASE = TAG } }
target "app" {
  inherits = ["base"]
  name = "app-${D}{os}-${D}{item}"
  matrix = {
    os = ["debian", "alpine"]
    item = ["web", "job"]
  }
  args = { OS = os }
  tags = ["acme/${D}{item}:${D}{TAG}-${D}{os}"]
}
`);
  expect(problems).toEqual([]);
  expect(definitions.map(({ name, references, isDefault }) => [name, references, isDefault])).toEqual([
    ['base', [], false],
    ['app-debian-web', ['acme/web:1-debian'], true],
    ['app-debian-job', ['acme/job:1-debian'], true],
    ['app-alpine-web', ['acme/web:1-alpine'], true],
    ['app-alpine-job', ['acme/job:1-alpine'], true],
  ]);
  expect({ ...definitions[3]!.args }).toEqual({ BASE: '1', OS: 'alpine' });
});

test('a matrix without end is refused', () => {
  const list = JSON.stringify(Array.from({ length: 31 }, (_, i) => `v${i}`));
  const target = (name: string, lists: number): string =>
    `target "${name}" {\n name = "${name}-${D}{a}"\n matrix = {\n${['a', 'b', 'c']
      .slice(0, lists)
      .map((key) => `${key} = ${list}\n`)
      .join('')}}\n}\n`;
  expect(read(target('x', 3)).problems.map(({ message }) => message)).toEqual([
    'the matrix of x makes more than 1000 targets',
  ]);
  const many = read(Array.from({ length: 20 }, (_, i) => target(`t${i}`, 2)).join(''));
  expect(many.definitions).toHaveLength(10 * 961);
  expect(many.problems).toHaveLength(10);
});
