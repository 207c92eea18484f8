import { expect, test } from 'vitest';
import { decodeDockerfile, encodeDockerfile } from '../../../src/dockerfile/dockerfile-text.ts';
import { parseDockerfile } from '../../../src/dockerfile/parsing/parse-dockerfile.ts';
import { errorOf, parseText } from '../parse-text.ts';

const only = (text: string) => parseText(text).instructions[0]!;
const values = (text: string): readonly string[] => only(text).args.map(({ value }) => value);

test('instructions, flags and arguments know their places in the text', () => {
  const text = '# c\n  copy --from="a b" \\\n  # inside\n\n src/x /dst \r\nUSER me';
  const { instructions, comments } = parseText(text);
  const [copy, user] = instructions;
  const shown = (range: { start: number; end: number }): string => text.slice(range.start, range.end);
  expect([copy!.name, shown(copy!.keyword), copy!.startLine, copy!.endLine]).toEqual(['COPY', 'copy', 2, 5]);
  expect(copy!.flags.map((flag) => [flag.name, flag.value, shown(flag)])).toEqual([
    ['from', 'a b', '--from="a b"'],
  ]);
  expect(copy!.args.map(shown)).toEqual(['src/x', '/dst']);
  expect(shown(copy!)).toBe('copy --from="a b" \\\n  # inside\n\n src/x /dst');
  expect(copy!.hasEmptyContinuation).toBe(true);
  expect(comments.map(({ text: comment, line }) => [comment, line])).toEqual([
    ['c', 1],
    ['inside', 3],
  ]);
  expect([shown(user!), user!.startLine]).toEqual(['USER me', 6]);
});

test('parser directives stand at the top, and change the escape', () => {
  const {
    directives,
    escape: escapeToken,
    instructions,
  } = parseText('\uFEFF# syntax = docker/dockerfile:1\n#escape=`\n# check=skip=all\nRUN a `\n b\\\nUSER c');
  expect(directives.map(({ name, value }) => [name, value])).toEqual([
    ['syntax', 'docker/dockerfile:1'],
    ['escape', '`'],
    ['check', 'skip=all'],
  ]);
  expect(escapeToken).toBe('`');
  expect(instructions.map(({ joined }) => joined)).toEqual(['RUN a  b\\', 'USER c']);
});

test('a directive below a comment or an empty line is a comment', () => {
  expect(parseText('# c\n# escape=`\nRUN a').escape).toBe('\\');
  expect(parseText('\n# escape=`\nRUN a').escape).toBe('\\');
});

test('heredocs are read whole, one behind the other', () => {
  const text = 'RUN cat <<A <<-"B C"\nx $y\r\nA\n\tq\n\tB C\nCOPY <<E /d\nE\n';
  const [run, copy] = parseText(text).instructions;
  expect(
    run!.heredocs.map(({ name, content, isExpanded, isChomped }) => [name, content, isExpanded, isChomped]),
  ).toEqual([
    ['A', 'x $y\r\n', true, false],
    ['B C', '\tq\n', false, true],
  ]);
  expect(run!.heredocs.map(({ start, end }) => text.slice(start, end))).toEqual(['x $y\r\n', '\tq\n']);
  expect([run!.endLine, copy!.startLine, copy!.endLine, copy!.heredocs[0]!.content]).toEqual([5, 6, 7, '']);
});

test.each([
  ['RUN "<<E"', 0],
  ['RUN [ "a", "<<E" ]', 0],
  ['ENV A=<<E', 0],
  ['RUN a << b\nb', 1],
  ['ONBUILD RUN <<E\nE', 1],
])('%j announces %d heredocs', (text, count) => {
  expect(only(text).heredocs).toHaveLength(count);
});

test.each<readonly [string, readonly string[], boolean]>([
  ['RUN ["a", "b\\u0041"]', ['a', 'bA'], true],
  ["RUN ['a']", ["['a']"], false],
  ['COPY ["a b", "/c"]', ['a b', '/c'], true],
  ['CMD []', [], true],
  ['HEALTHCHECK --interval=1s CMD ["x"]', ['CMD', 'x'], true],
])('%j has the arguments %j', (text, args, isJson) => {
  expect(values(text)).toEqual(args);
  expect(only(text).isJson).toBe(isJson);
});

test.each<readonly [string, readonly string[]]>([
  ['ENV A=1 B="x y" C=a\\ b', ['A', '1', 'B', '"x y"', 'C', 'a\\ b']],
  ['ENV A b  c ', ['A', 'b  c']],
  ['ARG A B=1 C="x y"', ['A', 'B=1', 'C="x y"']],
  ['FROM  a \tAS  b', ['a', 'AS', 'b']],
  ['WORKDIR /a b', ['/a b']],
])('%j is split into %j', (text, args) => {
  expect(values(text)).toEqual(args);
});

test('values of ENV know their places over continuation lines', () => {
  const text = 'ENV A=1 \\\n  B="x \\\ny" C=2';
  const words = only(text).args;
  expect(words.map(({ start, end }) => text.slice(start, end))).toEqual([
    'A',
    '1',
    'B',
    '"x \\\ny"',
    'C',
    '2',
  ]);
});

test.each([
  ['', 1, /no instruction/],
  ['# only\n# comments\n', 2, /no instruction/],
  ['FROM a\nRUN <<E\nx', 2, /does not end/],
  ['FROM a\nENV x', 2, /two arguments/],
  ['FROM a\n\nENV a=b c', 3, /no =/],
  ['FROM a\nRUN ["a", 1]', 2, /strings only/],
  ['# escape=x\nFROM a', 1, /escape/],
  ['# syntax=a\n# syntax=b\nFROM a', 2, /only one/],
])('%j is refused on line %d', (text, line, message) => {
  expect(errorOf(() => parseText(text))).toEqual({
    code: 'DOCKERFILE_INVALID',
    line,
    message: expect.stringMatching(message),
  });
});

test('bytes that are no UTF-8 come back as they were', () => {
  const bytes = Buffer.from([0x46, 0x52, 0x4f, 0x4d, 0x20, 0xff, 0x0a, 0xc3]);
  const source = decodeDockerfile(bytes);
  expect(source.encoding).toBe('latin1');
  expect(encodeDockerfile(source)).toEqual(bytes);
  expect(parseDockerfile(source).instructions[0]!.name).toBe('FROM');
});
