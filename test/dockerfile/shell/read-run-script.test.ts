import { describe, expect, test } from 'vitest';
import { commandsOf, lastStep, scriptOf, textsOf, valuesOf, wordsOf } from './read-script.ts';

const FROM = 'FROM debian\n';

describe('the body of a RUN', () => {
  test('has its places through continuations, comments and empty lines', () => {
    const text = `${FROM}RUN apt-get install \\\n  # for TLS\n  curl \\\n\n  "git" \\ \n && rm -r x`;
    const words = wordsOf(text);
    expect(words.map(({ value }) => value)).toEqual(['apt-get', 'install', 'curl', 'git', 'rm', '-r', 'x']);
    expect(textsOf(text, words)).toEqual(['apt-get', 'install', 'curl', '"git"', 'rm', '-r', 'x']);
    expect(words.map(({ isPlain }) => isPlain)).toEqual([true, true, true, false, true, true, true]);
  });

  test('goes on after a word that is cut by a continuation', () => {
    const text = `${FROM}RUN apt-\\\n# what?\nget update`;
    expect(textsOf(text, wordsOf(text))).toEqual(['apt-\\\n# what?\nget', 'update']);
    expect(wordsOf(text)[0]).toMatchObject({ value: 'apt-get', written: 'apt-get', isPlain: false });
  });

  test("knows the other escape character, and that a backslash then is the shell's", () => {
    const text = '# escape=`\nFROM debian\nRUN echo a\\ b `\n  c';
    expect(valuesOf(text)).toEqual([['echo', 'a b', 'c']]);
    expect(textsOf(text, wordsOf(text))).toEqual(['echo', 'a\\ b', 'c']);
  });

  test("begins behind the builder's flags", () => {
    const text = `${FROM}RUN --mount=type=cache,target=/x --network=none make`;
    expect(textsOf(text, wordsOf(text))).toEqual(['make']);
  });

  test.each([
    ['a heredoc', 'RUN <<EOF\nset -e\napt-get update\nEOF\n'],
    ['a heredoc with tabs', 'RUN <<-EOF\n\tset -e\n\t\tapt-get update\n\tEOF\n'],
    ['a heredoc of a shell', 'RUN <<EOF\n#!/bin/bash -x\nset -e\napt-get update\nEOF\n'],
    ['a heredoc with env', 'RUN <<EOF\n#!/usr/bin/env -S bash -e\nset -e\napt-get update\nEOF\n'],
  ])('is %s', (_, run) => {
    const text = FROM + run;
    expect(valuesOf(text)).toEqual([
      ['set', '-e'],
      ['apt-get', 'update'],
    ]);
    expect(textsOf(text, wordsOf(text))).toEqual(['set', '-e', 'apt-get', 'update']);
    expect(scriptOf(text).heredoc).toBe(true);
  });

  test('is a heredoc that another program reads', () => {
    const text = `${FROM}RUN python3 <<EOF && echo done\nimport os\nEOF\n`;
    const [python, echo] = commandsOf(scriptOf(text).list);
    expect(python!.words.map(({ value }) => value)).toEqual(['python3']);
    const { content = { start: 0, end: 0 } } = python!.redirections[0]!;
    expect(text.slice(content.start, content.end)).toBe('import os\n');
    expect(echo!.words.map(({ value }) => value)).toEqual(['echo', 'done']);
  });

  test('is a heredoc that a shell reads, as a script', () => {
    const text = `${FROM}RUN bash -e <<'EOF'\napt-get install "a"\nEOF\n`;
    expect(valuesOf(text)).toEqual([
      ['bash', '-e'],
      ['apt-get', 'install', 'a'],
    ]);
    expect(textsOf(text, wordsOf(text)).slice(2)).toEqual(['apt-get', 'install', '"a"']);
  });

  test('is a list in JSON form', () => {
    const text = `${FROM}RUN ["apt-get", "install", \\\n "a\\u0062c"]`;
    const words = wordsOf(text);
    expect(words.map(({ value }) => value)).toEqual(['apt-get', 'install', 'abc']);
    expect(textsOf(text, words)).toEqual(['apt-get', 'install', 'a\\u0062c']);
    expect(words.map(({ isPlain }) => isPlain)).toEqual([true, true, false]);
  });

  test('is a script in a list, each word in its place', () => {
    const text = `${FROM}RUN ["/bin/sh", "-c", "apt-get update && apt-get install 'curl' git"]`;
    const words = wordsOf(text).slice(3);
    expect(words.map(({ value }) => value)).toEqual([
      'apt-get',
      'update',
      'apt-get',
      'install',
      'curl',
      'git',
    ]);
    expect(textsOf(text, words)).toEqual(['apt-get', 'update', 'apt-get', 'install', "'curl'", 'git']);
  });

  test('is a script in a list with escapes, whose words have the place of all of it', () => {
    const text = `${FROM}RUN ["/bin/sh", "-c", "install \\"curl\\""]`;
    const words = wordsOf(text).slice(3);
    expect(words.map(({ value, isPlain }) => [value, isPlain])).toEqual([
      ['install', false],
      ['curl', false],
    ]);
    expect(textsOf(text, words)).toEqual(['install \\"curl\\"', 'install \\"curl\\"']);
  });

  test.each([
    ['SHELL of PowerShell', 'SHELL ["powershell", "-Command"]\nRUN ls'],
    ['SHELL without -c', 'SHELL ["/bin/bash"]\nRUN ls'],
    ['a heredoc of another program', 'RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n'],
  ])('is opaque: %s', (_, run) => {
    expect(lastStep(FROM + run).script).toBeUndefined();
  });

  test('in JSON form asks no SHELL', () => {
    expect(valuesOf(`${FROM}SHELL ["pwsh", "-Command"]\nRUN ["ls", "$HOME"]`)).toEqual([['ls', '$HOME']]);
  });

  test('that ONBUILD brings stands where the ONBUILD stands', () => {
    const text = 'FROM debian AS base\nONBUILD RUN apt-get update\nFROM base\n';
    const words = wordsOf(text);
    expect(words.map(({ value, isPlain }) => [value, isPlain])).toEqual([
      ['apt-get', false],
      ['update', false],
    ]);
    expect(textsOf(text, words)).toEqual(['ONBUILD RUN apt-get update', 'ONBUILD RUN apt-get update']);
  });
});

describe('the tree', () => {
  test('is flat where commands are joined, with each operator in its place', () => {
    const text = `${FROM}RUN <<EOF\na && b || c; d & e\n# what\nf |\\\n g\nEOF\n`;
    const { items } = scriptOf(text).list;
    expect(items.map(({ operator }) => operator)).toEqual(['&&', '||', ';', '&', '\n', undefined]);
    expect(
      items
        .slice(0, 5)
        .map(({ operatorRange: { start, end } = { start: 0, end: 0 } }) => text.slice(start, end)),
    ).toEqual(['&&', '||', ';', '&', '\n']);
    expect(items.at(-1)!.node).toMatchObject({ kind: 'pipeline', isNegated: false });
  });

  test('finds operators behind continuation lines', () => {
    const text = `${FROM}RUN a \\\n# c\n  && b`;
    const [{ operatorRange }] = scriptOf(text).list.items as unknown as [
      { operatorRange: { start: number; end: number } },
    ];
    expect(text.slice(operatorRange.start, operatorRange.end)).toBe('&&');
    expect(operatorRange.start).toBe(text.indexOf('&&'));
  });

  test.each([
    [
      'if a; then b; elif c; then d; else e; fi',
      'if',
      ['a', 'b', 'c', 'd', 'e'],
      [true, false, false, false, false],
    ],
    ['for i in 1 2; do b; done', 'for', ['b'], [false]],
    ['while a; do b; done', 'while', ['a', 'b'], [true, false]],
    ['case x in y) b;; z) c;; esac', 'case', ['b', 'c'], [false, false]],
    ['{ a; }', 'group', ['a'], [true]],
    ['( a )', 'subshell', ['a'], [true]],
    ['f() { a; }', 'function', ['a'], [false]],
    ['[[ -f x ]]', 'other', [], []],
  ])('knows %s', (script, form, programs, certain) => {
    const text = `${FROM}RUN ${script}`;
    const [{ node }] = scriptOf(text).list.items as unknown as [
      { node: { kind: string; form: string; bodies: { isCertain: boolean }[] } },
    ];
    expect(node).toMatchObject({ kind: 'compound', form });
    expect(node.bodies.map(({ isCertain }) => isCertain)).toEqual(certain);
    expect(valuesOf(text).map(([program]) => program)).toEqual(programs);
  });

  test('has the scripts in words, also those in assignments, quotes and backquotes', () => {
    const text = `${FROM}RUN X=$(a 1) b "c $(d \`e\`)" \`echo \\\`f\\\`\``;
    expect(valuesOf(text).map(([program]) => program)).toEqual(['b', 'a', 'd', 'e', 'echo', 'f']);
  });

  test.each(['if', 'a &&', '"', '( a', 'a )', 'for x in'])('says that %s is invalid', (script) => {
    expect(scriptOf(`${FROM}RUN ${script}`).isValid).toBe(false);
  });
});

describe('values', () => {
  test('come from ENV, ARG and assignments, and stand there', () => {
    const text = [
      'FROM debian',
      'ARG A=arg',
      'ENV B="env one" C=two',
      "RUN d='x \\",
      '  # note',
      '  y\' && e=z && echo $A $B "$B" $C $d $e pre$e',
    ].join('\n');
    const words = wordsOf(text).slice(1);
    expect(words.map(({ value }) => value)).toEqual([
      'arg',
      'env',
      'one',
      'env one',
      'two',
      'x',
      'y',
      'z',
      'prez',
    ]);
    expect(textsOf(text, words)).toEqual(['arg', 'env', 'one', 'env one', 'two', 'x', 'y', 'z', 'pre$e']);
    expect(words.map(({ isPlain }) => isPlain)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(words.slice(0, -1).map(({ via }) => text.slice(via!.start, via!.end))).toEqual([
      '$A',
      '$B',
      '$B',
      '"$B"',
      '$C',
      '$d',
      '$d',
      '$e',
    ]);
  });

  test('that are joined from others stand where each part stands', () => {
    const text = `${FROM}RUN a="x y" && b="$a z" && echo $b`;
    expect(textsOf(text, wordsOf(text).slice(1))).toEqual(['x', 'y', 'z']);
  });

  test.each([
    ['echo $NOWHERE', '?'],
    ['echo a-$NOWHERE', '?'],
    ['A=$(date) && echo $A', '?'],
    ['A=1; read A; echo $A', '?'],
    ['A=1; if x; then A=2; fi; echo $A', '?'],
    ['A=1; x || A=2; echo $A', '?'],
    ['A=1; while x; do echo $A; A=2; done', '?'],
    ['for A in 1 2; do echo $A; done', '?'],
    ['f() { A=2; }; A=1; f; echo $A', '1'],
    ['A=1; f() { A=2; }; f; echo $A', '?'],
    ['A=1; (A=2); echo $A', '1'],
    ['A=1; A=2 true; echo $A', '1'],
    ['A=1; A+=2; echo $A', '12'],
    ['export A=1; echo $A', '1'],
    ['A=1; echo ${A}', '1'],
    ['A=1; echo ${A:-2}', '1'],
    ['A=; echo ${A:-2}', '2'],
    ['A=1; echo ${A:+2}', '2'],
    ['A=1; echo ${A%x}', '?'],
    ["echo 'a$A'", 'a$A'],
    ['echo ~/x', '/root/x'],
    ['echo "$HOME"', '/root'],
    ['echo ~app', '?'],
    ['A=1; sh -c "echo $A"', '1'],
    ["A=1; sh -c 'echo $A'", '?'],
    ["export A=1; sh -c 'echo $A'", '1'],
    ["A=1; eval 'echo $A'", '1'],
  ])('%s', (script, value) => {
    const echo = valuesOf(`${FROM}RUN ${script}`).filter(([program]) => program === 'echo');
    expect(echo.at(-1)!.slice(1)).toEqual([value]);
  });

  test('that are unknown keep what is known of their beginning', () => {
    const [, word] = wordsOf(`${FROM}RUN echo nginx=$VERSION-1`);
    expect(word).toMatchObject({ value: undefined, prefix: 'nginx=' });
  });

  test('of braces are several words for bash, and one for sh', () => {
    const run = 'RUN rm -rf /var/{cache/*,log}/x {a} {1..3}';
    expect(valuesOf(`FROM fedora\n${run}`)).toEqual([
      ['rm', '-rf', '/var/cache/*/x', '/var/log/x', '{a}', '?'],
    ]);
    expect(valuesOf(`FROM debian\n${run}`)).toEqual([['rm', '-rf', '/var/{cache/*,log}/x', '{a}', '{1..3}']]);
    const text = `FROM fedora\n${run}`;
    expect(textsOf(text, wordsOf(text)).slice(2, 4)).toEqual([
      '/var/{cache/*,log}/x',
      '/var/{cache/*,log}/x',
    ]);
  });

  test('that are empty bring no word, unless they are quoted', () => {
    expect(valuesOf(`${FROM}RUN A= && echo $A "$A" ''`)).toEqual([[], ['echo', '', '']]);
  });

  test.each([
    ["sudo -E -u app sh -c 'x y'", ['x', 'y']],
    ["bash -o pipefail -exc 'x y'", ['x', 'y']],
    ["bash -lc -- 'x y'", ['x', 'y']],
    ["env -i A=b timeout -k 1 10 sh -c 'x y'", ['x', 'y']],
    ["su - app -c 'x y'", ['x', 'y']],
    ["su -c 'x y' app", ['x', 'y']],
  ])('of what %s runs', (script, expected) => {
    const text = `${FROM}RUN ${script}`;
    const words = wordsOf(text);
    expect(words.slice(-2).map(({ value }) => value)).toEqual(expected);
    expect(textsOf(text, words.slice(-2))).toEqual(expected);
  });

  test.each(['bash x.sh -c', 'sh', 'eval', 'su app', 'bash --version'])(
    '%s runs nothing that is there',
    (script) => {
      expect(valuesOf(`${FROM}RUN ${script}`)).toHaveLength(1);
    },
  );
});
