// Comments that take findings back, with the reach that each tool gives them.
import { describe, expect, test } from 'vitest';
import { readSuppressions } from '../../../src/dockerfile/suppression/read-suppressions.ts';
import { parseText } from '../parse-text.ts';

const read = (text: string) =>
  readSuppressions(parseText(text)).map(({ tool, rules, scope, reason }) => ({
    tool,
    rules,
    scope: scope.kind === 'lines' ? [scope.from, scope.to] : scope.kind,
    ...(reason === undefined ? {} : { reason }),
  }));

describe('ours', () => {
  test('is about the next instruction, whatever comments and empty lines stand between', () => {
    expect(read('FROM a\n# plimsoll ignore=x,y we need it\n# more\n\nRUN b && \\\n  c\n')).toEqual([
      { tool: 'plimsoll', rules: ['x', 'y'], scope: [5, 6], reason: 'we need it' },
    ]);
  });

  test('may stand in the instruction that it is about', () => {
    expect(read('FROM a\nRUN b && \\\n  # plimsoll ignore=x because\n  c\nRUN d\n')[0]!.scope).toEqual([
      2, 4,
    ]);
  });

  test('may be about the whole file, and may have no reason', () => {
    expect(read('FROM a\n#plimsoll global ignore = x , y\n')).toEqual([
      { tool: 'plimsoll', rules: ['x', 'y'], scope: 'file' },
    ]);
  });

  test('is about nothing where nothing follows', () => {
    expect(read('FROM a\n# plimsoll ignore=x y\n')[0]!.scope).toBe('nothing');
  });

  test('takes a reason as tally has it', () => {
    expect(read('FROM a\n# plimsoll ignore=x;reason=why not\nRUN a\n')[0]!.reason).toBe('why not');
  });
});

describe("hadolint's", () => {
  test('reaches the very next line and no further', () => {
    const [near, far] = read(
      'FROM a\n# hadolint ignore=DL3008,SC2046\nRUN b\n# hadolint ignore=DL3009\n\nRUN c\n',
    );
    expect(near).toEqual({ tool: 'hadolint', rules: ['DL3008', 'SC2046'], scope: [3, 3] });
    expect(far!.scope).toBe('nothing');
  });

  test('may be followed by a comment, and by nothing else', () => {
    expect(read('FROM a\n# hadolint ignore=DL3008 # because\nRUN b\n')).toHaveLength(1);
    expect(read('FROM a\n# hadolint ignore=DL3008 because\nRUN b\n')).toEqual([]);
    expect(read('FROM a\n# Hadolint ignore=DL3008\nRUN b\n')).toEqual([]);
  });

  test('may be about the file or a stage', () => {
    expect(read('# hadolint global ignore=DL3008\nFROM a\n')[0]!.scope).toBe('file');
    expect(read('# hadolint stage ignore=DL3008\nFROM a\nRUN b\nRUN c\nFROM d\n')[0]!.scope).toEqual([3, 5]);
    expect(read('# hadolint stage ignore=DL3008\n\nFROM a\n')[0]!.scope).toBe('nothing');
  });
});

describe("BuildKit's", () => {
  test('is a directive, with its other options on the same line', () => {
    expect(read('# check=skip=SecretsUsedInArgOrEnv, CopyIgnoredFile;error=true\nFROM a\n')).toEqual([
      { tool: 'buildkit', rules: ['SecretsUsedInArgOrEnv', 'CopyIgnoredFile'], scope: 'file' },
    ]);
    expect(read('# check=error=true;skip=all\nFROM a\n')[0]!.rules).toEqual(['all']);
  });

  test('that BuildKit does not take is none', () => {
    expect(read('# check=skip=X;eror=true\nFROM a\n')).toEqual([]);
    expect(read('# check=skip=X;error=perhaps\nFROM a\n')).toEqual([]);
  });

  test('may stand above an instruction, and is no directive elsewhere', () => {
    expect(read('FROM a\n# check=skip=X because\nARG b\nARG c\n')).toEqual([
      { tool: 'buildkit', rules: ['X'], scope: [3, 3] },
    ]);
  });
});

describe("tally's", () => {
  test('is about the next line that is no comment, or the file; the namespace of a rule does not count', () => {
    expect(read('FROM a\n# tally ignore=hadolint/DL3008,max-lines;reason=legacy\n\n# x\nRUN b\n')).toEqual([
      { tool: 'tally', rules: ['DL3008', 'max-lines'], scope: [5, 5], reason: 'legacy' },
    ]);
    expect(read('FROM a\n# TALLY global ignore=all\n')[0]!).toMatchObject({ scope: 'file', rules: ['all'] });
  });
});

test('a comment without end costs no time', () => {
  const text = `FROM a\n# tally ignore=${' '.repeat(60_000)}x!\nRUN b\n`.repeat(20);
  const start = performance.now();
  readSuppressions(parseText(text));
  expect(performance.now() - start).toBeLessThan(5000);
});
