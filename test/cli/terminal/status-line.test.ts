import { expect, test } from 'vitest';
import { StatusLine } from '../../../src/cli/terminal/status-line.ts';

const PROGRESS = { layersDone: 3, layersTotal: 12, storedBytesDone: 412e6, storedBytesTotal: 980e6 };
const ERASE = '\r\x1b[2K';

function makeStream(fields: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  return {
    written,
    stream: {
      ...fields,
      write(text: string) {
        written.push(text);
        return true;
      },
    },
  };
}

test('one line is written over and over, not too often, and taken away at the end', () => {
  const { written, stream } = makeStream({ isTTY: true, columns: 200 });
  const status = new StatusLine(stream, {}, false);
  status.showReading('app:1', PROGRESS, 1000);
  status.showReading('app:1', { ...PROGRESS, layersDone: 4 }, 1050);
  status.showReading('app:1', { ...PROGRESS, layersDone: 5, storedBytesTotal: null }, 1100);
  status.clear();
  status.clear();
  expect(written).toEqual([
    `${ERASE}reading app:1: 3 of 12 layers, 412 MB of 980 MB`,
    `${ERASE}reading app:1: 5 of 12 layers, 412 MB`,
    ERASE,
  ]);
});

test('numbers change ten times a second at most, and the last of them are shown', () => {
  const { written, stream } = makeStream({ isTTY: true });
  const status = new StatusLine(stream, {}, false);
  status.showStep('writing app:1: 1 MB', 1000);
  status.showStep('writing app:1: 2.5 MB', 1010);
  status.showStep('writing app:1: 3 GB', 1020);
  status.tick(1900);
  status.showStep('starting both', 1901);
  status.clear();
  expect(written).toEqual([
    `${ERASE}writing app:1: 1 MB`,
    `${ERASE}writing app:1: 3 GB`,
    `${ERASE}starting both`,
    ERASE,
  ]);
});

test('what stays the same says for how long', () => {
  const { written, stream } = makeStream({ isTTY: true });
  const status = new StatusLine(stream, {}, false);
  status.showReading(
    'app:1',
    { ...PROGRESS, layersDone: 0, storedBytesDone: 0, storedBytesTotal: null },
    1000,
  );
  status.tick(2000);
  status.tick(4100);
  status.clear();
  status.tick(9000);
  const text = `${ERASE}reading app:1: 0 of 12 layers, waiting for the first bytes`;
  expect(written).toEqual([text, text, `${text} (3 s)`, ERASE]);
});

test('of a part the whole is told too, and long names are cut before numbers', () => {
  const { written, stream } = makeStream({ isTTY: true, columns: 80 });
  const status = new StatusLine(stream, {}, false);
  status.showWhole('checked 6 of 316 images', 900);
  status.showReading(`docker-daemon:sha256:${'a'.repeat(64)}`, PROGRESS, 1000);
  status.clear();
  status.showWhole('', 1100);
  status.showStep('done', 1100);
  expect(written).toEqual([
    `${ERASE}checked 6 of 316 images`,
    `${ERASE}checked 6 of 316 images; reading doc…aaaaaaaa: 3 of 12 layers, 412 MB of 980 MB`,
    ERASE,
    `${ERASE}done`,
  ]);
});

test('a total that is not known is not told', () => {
  const { written, stream } = makeStream({ isTTY: true });
  const status = new StatusLine(stream, {}, false);
  status.showReading('app:1', { ...PROGRESS, storedBytesTotal: 0 }, 1000);
  status.clear();
  expect(written[0]).toBe(`${ERASE}reading app:1: 3 of 12 layers, 412 MB`);
});

test('a notice takes the line away and stays', () => {
  const { written, stream } = makeStream({ isTTY: true });
  const status = new StatusLine(stream, {}, false);
  status.showStep('opening app:1');
  status.notice("app:1: the engine's image is used");
  expect(written.at(-2)).toBe(ERASE);
  expect(written.at(-1)).toBe("plimsoll: app:1: the engine's image is used\n");
});

test('the line never breaks, whatever the name', () => {
  const { written, stream } = makeStream({ isTTY: true, columns: 30 });
  new StatusLine(stream, {}, false).showStep(`opening \x1b[2J\n${'x'.repeat(100)}`);
  expect(written).toEqual([`${ERASE}opening \\x1b[2J\\x0axxxxxxxxx…`]);
});

test.each([
  ['no terminal', {}, {}, false, 1],
  ['a dumb one', { isTTY: true }, { TERM: 'dumb' }, false, 1],
  ['--quiet', { isTTY: true }, {}, true, 0],
])('%s: no progress', (_, fields, env, isQuiet, notices) => {
  const { written, stream } = makeStream(fields);
  const status = new StatusLine(stream, env, isQuiet);
  status.showStep('opening');
  status.showReading('app:1', PROGRESS);
  status.clear();
  expect(written).toEqual([]);
  status.notice('said');
  expect(written).toHaveLength(notices);
});
