import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { TerminalScreen, type TerminalStreams } from '../../../src/cli/ui/terminal-screen.ts';

const LEFT = '\x1b[?7h\x1b[0m\x1b[?25h\x1b[?1049l';

function makeStreams() {
  const written: string[] = [];
  const raw: boolean[] = [];
  const stdin = Object.assign(new EventEmitter(), {
    setRawMode: (isRaw: boolean) => raw.push(isRaw),
    resume: () => {},
    pause: () => {},
  });
  const stdout = Object.assign(new EventEmitter(), {
    columns: 0,
    rows: 0,
    write: (text: string) => written.push(text) > 0,
  });
  return { written, raw, streams: { stdin, stdout } as unknown as TerminalStreams };
}

test('where the process ends without a word, the terminal is given back all the same', () => {
  const { written, raw, streams } = makeStreams();
  const before = process.listeners('exit');
  const screen = new TerminalScreen(streams);
  screen.enter(
    () => {},
    () => {},
  );
  const [atExit] = process.listeners('exit').filter((listener) => !before.includes(listener));
  atExit!(1);
  expect(written.at(-1)).toBe(LEFT);
  expect(raw).toEqual([true, false]);
  expect(process.listeners('exit')).toEqual(before);
  screen.leave();
  expect(written.filter((text) => text === LEFT)).toHaveLength(1);
});

test('only lines that changed are drawn, and none after the end', () => {
  const { written, streams } = makeStreams();
  const screen = new TerminalScreen(streams);
  screen.enter(
    () => {},
    () => {},
  );
  expect(screen.size).toEqual({ columns: 80, rows: 24 });
  screen.show(['one', 'two']);
  screen.show(['one', 'TWO']);
  expect(written.at(-1)).toBe('\x1b[2;1HTWO\x1b[0m');
  const count = written.length;
  screen.show(['one', 'TWO']);
  expect(written).toHaveLength(count);
  screen.leave();
  screen.show(['three']);
  expect(written.at(-1)).toBe(LEFT);
});
