import { describe, expect, test } from 'vitest';
import { runProgram } from '../run-program.ts';

const hintOf = async (args: readonly string[]): Promise<string> => {
  const { exitCode, stdout, stderr } = await runProgram(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^plimsoll: [^\n]+\nhint: [^\n]+\n$/);
  return stderr.split('\n')[1]!.replace('hint: ', '');
};

describe('a command that is not there', () => {
  test.each([
    [['chekc', 'x'], "Did you mean 'plimsoll check'?"],
    [['images'], "Did you mean 'plimsoll image'?"],
    [['base'], "Did you mean 'plimsoll baseline'?"],
    [['update', 'pln'], "Did you mean 'plimsoll update plan'?"],
    [['fleet', 'stroage'], "Did you mean 'plimsoll fleet storage'?"],
    [['storage'], "Did you mean 'plimsoll fleet storage'?"],
    [['split', '.'], "Did you mean 'plimsoll dockerfile split'?"],
    [['scan', 'app:1'], "That is 'plimsoll check IMAGE' here."],
    [['history', 'app:1'], "That is 'plimsoll image IMAGE' here."],
    [['app:1'], "To check an image, write 'plimsoll check app:1'."],
    [['bananas'], "To check an image, write 'plimsoll check bananas'."],
    [['./folder'], "To check it, write 'plimsoll check ./folder'."],
    [['.'], "To check it, write 'plimsoll check .'."],
    [['Dockerfile'], "To check it, write 'plimsoll check Dockerfile'."],
    [[''], 'Where it stands in a variable, see that this is set.'],
    [['update', 'bananas'], "'plimsoll update --help' shows what there is."],
    [['constructor'], "To check an image, write 'plimsoll check constructor'."],
  ])('%j', async (args, hint) => {
    expect(await hintOf(args)).toEqual(hint);
  });
});

describe('an option that is not there', () => {
  test.each([
    [['check', '--formt', 'json'], 'Did you mean --format?'],
    [['check', '--json', 'x'], 'Did you mean --format json?'],
    [['--json', 'check', 'x'], 'Did you mean --format json?'],
    [['--format', 'json', 'check', 'x'], "Write it behind the command: 'plimsoll check --format'."],
    [['image', 'x', '--fix'], "--fix is an option of 'plimsoll check' and 'plimsoll context'."],
    [['check', 'x', '--onto', 'y'], "--onto is an option of 'plimsoll rebase'."],
    [['check', 'x', '--version=3'], "--version is an option of 'plimsoll'."],
    [['check', 'x', '--finger'], 'Did you mean --fingerprints?'],
    [['check', 'x', '--verbose'], 'Did you mean --debug?'],
    [['check', 'x', '-q'], 'Did you mean --quiet?'],
    [['check', 'x', '-Z'], "'plimsoll check --help' shows what there is."],
    [['update', 'rollback', '--bananas'], "'plimsoll update rollback --help' shows what there is."],
  ])('%j', async (args, hint) => {
    expect(await hintOf(args)).toEqual(hint);
  });
});

describe('a value that an option does not take', () => {
  test.each([
    [['image', '--format', 'jsn', 'x'], 'Did you mean --format json?'],
    [['check', 'x', '--format=JSON'], 'Did you mean --format json?'],
    [['image', 'x', '--format', 'junit'], expect.stringMatching(/^--format junit is for 'plimsoll check'/)],
    [['check', 'x', '--fail-on', 'eror'], 'Did you mean --fail-on error?'],
    [['check', 'x', '--profile', 'x'], "'plimsoll check --help' shows what there is."],
    [['fleet', 'storage', '--pair', 'x'], "'plimsoll fleet storage --help' shows what there is."],
  ])('%j', async (args, hint) => {
    expect(await hintOf(args)).toEqual(hint);
  });
});

describe('words that are missing, or too many: an example', () => {
  test.each([
    [['diff', 'a'], 'For example: plimsoll diff app:1.4 app:1.5'],
    [['squash', 'app:1'], 'For example: plimsoll squash app:1 -o docker-daemon:app:1-small'],
    [['image', 'a', 'b'], 'For example: plimsoll image app:1'],
  ])('%j', async (args, hint) => {
    expect(await hintOf(args)).toEqual(hint);
  });
});

test('hostile words are shown, and not obeyed', async () => {
  expect(await hintOf(['a\x1b[31mb'])).toBe("To check an image, write 'plimsoll check a\\x1b[31mb'.");
  expect(await hintOf(['check', '--\x1b]0;t\x07'])).not.toContain('\x1b');
  expect(await hintOf(['x'.repeat(100_000)])).toMatch(/^To check an image/);
});
