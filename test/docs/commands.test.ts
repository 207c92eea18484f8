// No command of the docs is left unlooked at. Those of sessions are run by outputs.test.ts; all are parsed here, and those that name
// the reader's own images are run with the shop's in their place.
import { beforeAll, describe, expect, test } from 'vitest';
import { type DocCommand, findDocCommands } from './doc-commands.ts';
import { makeWorkshop } from './make-workshop.ts';
import { findMistake, isPlaceholder, nameOf } from './parse-shown.ts';
import { mapCommand, reasonNotToRun, runMapped } from './run-mapped.ts';
import { useShop } from './shop.ts';

const commands = findDocCommands();
const blocks = commands.filter(({ kind }) => kind === 'block');
const different = onlyOnce(blocks, ({ args }) => args.join('\0'));
const runnable = different.filter((command) => reasonNotToRun(command) === undefined);
/** Names of one image are the same command once they stand for the shop's. */
const runs = onlyOnce(runnable, (command) => mapCommand(command, 'SHOP', 'MADE').join('\0'));
const copyShop = useShop();
let workshop = '';

beforeAll(async () => {
  workshop = await makeWorkshop(copyShop());
});

test('the command line takes all that the docs show', () => {
  const mistakes = commands.flatMap((command) => {
    const mistake = findMistake(command);
    return mistake === undefined ? [] : [`${command.place}: ${command.text}\n  ${mistake}`];
  });
  expect(mistakes).toEqual([]);
});

describe('what names the reader’s images runs with the shop’s', () => {
  test.each(runs.map((command) => [command.text, command] as const))('%s', async (_, command) => {
    const { exitCode, shown, line } = await runMapped(command, workshop);
    expect(exitCode, `${command.place}: ${line}\n${shown}`).toBeLessThan(2);
  });
});

test('none is left unlooked at', () => {
  const count = (kind: DocCommand['kind']) => commands.filter((command) => command.kind === kind).length;
  const reasons = new Map<string, string[]>();
  for (const command of different) {
    const reason = reasonNotToRun(command);
    if (reason !== undefined) reasons.set(reason, [...(reasons.get(reason) ?? []), nameOf(command.args)]);
  }
  console.log(
    [
      `${commands.length} commands in the docs, all parsed: ${count('session')} in sessions, run with their output compared;`,
      `${blocks.length} in blocks, ${runnable.length} different ones of them run on the shop; ${count('span')} in sentences.`,
      ...[...reasons].map(
        ([reason, names]) => `  only parsed, ${reason}: ${names.length} (${[...new Set(names)].join(', ')})`,
      ),
    ].join('\n'),
  );
  expect(blocks.filter(({ args }) => args.some(isPlaceholder)).length).toBeLessThan(20);
  expect(runnable.length).toBeGreaterThan(60);
});

/** The first of those for which the text is the same. */
function onlyOnce(
  all: readonly DocCommand[],
  textOf: (command: DocCommand) => string,
): readonly DocCommand[] {
  return [...new Map([...all].reverse().map((command) => [textOf(command), command])).values()].reverse();
}
