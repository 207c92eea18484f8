import { describe, expect, test } from 'vitest';
import { modelCompletion } from '../../../src/cli/completion/completion-model.ts';
import { formatBash } from '../../../src/cli/completion/format-bash.ts';
import { formatFish } from '../../../src/cli/completion/format-fish.ts';
import { formatZsh } from '../../../src/cli/completion/format-zsh.ts';
import { describeProgram } from '../../../src/cli/help/describe-program.ts';
import { runProgram } from '../run-program.ts';

const commands = modelCompletion(describeProgram());

describe('the model', () => {
  test('has every command, and what its values can be', () => {
    expect(commands.map(({ line }) => line)).toContain('plimsoll fleet what-if');
    const check = commands.find(({ line }) => line === 'plimsoll check')!;
    const takes = (flag: string) => check.options.find(({ long }) => long === flag)?.value;
    expect(takes('--format')).toMatchObject({ kind: 'choices' });
    expect(takes('--base')).toEqual({ kind: 'target' });
    expect(takes('--config')).toEqual({ kind: 'file' });
    expect(takes('--cache-dir')).toEqual({ kind: 'folder' });
    expect(takes('--max-size')).toEqual({ kind: 'unknown' });
    expect(takes('--quiet')).toBeNull();
    expect(check.argument).toEqual({ kind: 'target' });
  });
});

describe.each([
  ['bash', formatBash],
  ['zsh', formatZsh],
  ['fish', formatFish],
] as const)('the script for %s', (shell, format) => {
  test('is what the command prints', async () => {
    const { exitCode, stdout, stderr } = await runProgram(['completion', shell]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe(format(commands));
  });

  test('names every command and every long option', () => {
    const script = format(commands);
    for (const { line, options } of commands) {
      expect(script).toContain(line);
      for (const { long } of options) expect(script).toContain(shell === 'fish' ? long!.slice(2) : long);
    }
  });
});

test('a shell that is not known is refused, with a guess', async () => {
  const { exitCode, stderr } = await runProgram(['completion', 'bsh']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/'bsh' is invalid for argument 'shell'.+\nhint: Did you mean bash\?\n$/);
});
