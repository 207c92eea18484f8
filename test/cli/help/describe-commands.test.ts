import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { type CommandDescription, describeCommands } from '../../../src/cli/help/describe-commands.ts';
import { describeProgram } from '../../../src/cli/help/describe-program.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { runProgram } from '../run-program.ts';
import { silentIo } from './silent-io.ts';

const all = (command: CommandDescription): readonly CommandDescription[] => [
  command,
  ...command.commands.flatMap(all),
];
const COMMANDS = all(describeProgram());

describe('every command', () => {
  test.each(COMMANDS.map((command) => [command.path.join(' '), command] as const))(
    '%s says what it is for, with an example',
    (name, { description, examples, group, commands }) => {
      expect(description).toMatch(/^[a-zS'].{20,}/);
      expect(examples.length).toBeGreaterThan(0);
      for (const { line, says } of examples) {
        expect(line.startsWith(commands.length > 0 ? `${name} ` : name)).toBe(true);
        expect(says).toMatch(/^[a-z'].+[^.]$/);
      }
      expect(group).not.toMatch(/:$/);
    },
  );

  test.each([
    [['help', 'check'], 'Usage: plimsoll check'],
    [['fleet', 'help', 'tree'], 'Usage: plimsoll fleet tree'],
  ])('%j shows help too, which is not listed', async (args, start) => {
    const { exitCode, stdout } = await runProgram(args);
    expect(exitCode).toBe(0);
    expect(stdout.startsWith(start)).toBe(true);
    expect(COMMANDS.filter(({ path }) => path.includes('help'))).toEqual([]);
  });

  test('is listed under a task', () => {
    const groups = describeProgram().commands.map(({ group }) => group);
    expect(groups).not.toContain('Commands');
    expect(new Set(groups).size).toBeLessThan(groups.length);
  });
});

describe('every example', () => {
  const lines = COMMANDS.flatMap(({ examples }) => examples.map(({ line }) => line));

  test.each(lines)('is taken as it is written: %s', async (line) => {
    const program = createProgram(silentIo(), () => {});
    const called: string[] = [];
    actInstead(program, (name) => called.push(name));
    await program.parseAsync(readWords(line).slice(1), { from: 'user' });
    expect(called).toHaveLength(1);
    expect(line).toMatch(new RegExp(`\\b${called[0]}\\b`));
  });
});

describe('as data', () => {
  test('has the arguments, the options in their groups, and their values', () => {
    const check = COMMANDS.find(({ path }) => path.join(' ') === 'plimsoll check')!;
    expect(check.arguments).toMatchObject([{ name: 'target', isRequired: false, isVariadic: true }]);
    const options = check.optionGroups.flatMap(({ options }) => options);
    expect(options.find(({ long }) => long === '--format')).toMatchObject({
      value: 'format',
      choices: ['text', 'json', 'html', 'sarif', 'github', 'junit', 'markdown'],
      defaultValue: 'text',
    });
    expect(options.find(({ long }) => long === '--fix')).toMatchObject({
      value: 'rules',
      isValueOptional: true,
    });
    expect(options.find(({ long }) => long === '--no-color')).toMatchObject({
      value: null,
      defaultValue: null,
    });
    expect(check.optionGroups.map(({ heading }) => heading)).toContain('Verdict');
    expect(new Set(check.optionGroups.map(({ heading }) => heading)).size).toBe(check.optionGroups.length);
  });

  test('is what JSON can carry', () => {
    const described = describeCommands(createProgram(silentIo(), () => {}));
    expect(JSON.parse(JSON.stringify(described))).toEqual(described);
  });
});

/** Runs nothing: commands only say that they were called. */
function actInstead(command: Command, say: (name: string) => void): void {
  if (command.commands.length === 0) command.action(() => say(command.name()));
  for (const child of command.commands) actInstead(child, say);
}

/** A shell's words, up to where the output goes. */
function readWords(line: string): readonly string[] {
  const words = [...line.matchAll(/'([^']*)'|[^\s']+/g)].map(([word, quoted]) => quoted ?? word);
  const end = words.findIndex((word) => word === '>' || word === '|');
  return end === -1 ? words : words.slice(0, end);
}
