import { describe, expect, test } from 'vitest';
import { ENGINES } from '../../src/context/engines/engine-rules.ts';
import { openIgnoreFile } from '../../src/context/ignore-file.ts';

const TEXT = '# comment\n**/*.log\n!keep.log\nnode_modules\n!node_modules/kept\nbuild/*\n!build/out\n';

describe.each(ENGINES)('%s', (engine) => {
  const ignoreFile = openIgnoreFile(TEXT, engine);

  test('tells the line that decided', () => {
    expect(ignoreFile.ask('a/b.log')).toEqual({ isIgnored: true, line: 2, pattern: '**/*.log' });
    expect(ignoreFile.ask('keep.log')).toEqual({ isIgnored: false, line: 3, pattern: '!keep.log' });
    expect(ignoreFile.ask('src/main.c')).toEqual({ isIgnored: false, line: undefined, pattern: undefined });
    expect(ignoreFile.ask('node_modules/x')).toMatchObject({ isIgnored: true, line: 4 });
    expect(ignoreFile.ask('build/out')).toMatchObject({ isIgnored: false, line: 7 });
  });

  test('an empty file says nothing', () => {
    expect(openIgnoreFile('', engine).ask('a')).toEqual({
      isIgnored: false,
      line: undefined,
      pattern: undefined,
    });
  });
});

test('a pattern with which the build ends is an error with its line', () => {
  expect(() => openIgnoreFile('a\n!\n')).toThrow(
    expect.objectContaining({ code: 'IGNORE_FILE_INVALID', line: 2 }),
  );
});
