// The history of .NET's images played again. Its data is no part of the project; PLIMSOLL_DOTNET names the folder that holds it.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFleet } from '../../../../src/fleet/sources/read-fleet.ts';
import { replayHistory } from '../../../../src/fleet/update/replay/replay-history.ts';
import { makeTemporaryFolder } from '../../../support/image-files.ts';
import { digestOf } from '../lock/lock-entries.ts';

const HISTORY = join(process.env['PLIMSOLL_DOTNET'] ?? '/work/shared/data', 'dotnet-history.ndjson.gz');
const isThere = existsSync(HISTORY);
if (!isThere) process.stderr.write(`\nSKIPPED, the history of .NET is not at ${HISTORY} (PLIMSOLL_DOTNET)\n`);

test.runIf(isThere)('the plan of each moment names what was made because of a base', async () => {
  const { history } = await readFleet([HISTORY], {
    signal: new AbortController().signal,
    at: '2026-11-26T00:00:00Z',
  });
  const { events, savings } = replayHistory(history!);
  const sum = (of: (event: (typeof events)[number]) => number): number =>
    events.reduce((total, one) => total + of(one), 0);
  expect({
    events: events.length,
    changed: sum(({ changed }) => changed),
    changedByBase: sum(({ changedByBase }) => changedByBase),
    hits: sum(({ hits }) => hits),
    planned: sum(({ planned }) => planned),
    madeLater: sum(({ madeLater }) => madeLater),
  }).toEqual({
    events: 114,
    changed: 11_320,
    changedByBase: 9685,
    hits: 9685, // all of them
    planned: 9697,
    madeLater: 12, // what was named and not made then was made at a later moment
  });
  expect(savings).toEqual({
    pushedBytes: 723_850_550_857,
    rebaseBytes: 605_787_140_466,
    rebaseLikelyBytes: 134_721_947_274,
    rebasedImages: 8550,
    rebasedLikelyImages: 3838,
    cutOffBytes: 36_500_026_915,
    cutOffImages: 1533,
    sameLayersImages: 0,
  });
});

test('a small history: what moved, what stayed, what was made late', async () => {
  const layer = (word: string): [string, number] => [digestOf(`layer ${word}`), 1000];
  const made = (name: string, word: string, base: string | undefined, ...layers: readonly string[]) => ({
    repository: `team/${name}`,
    dockerfile: `${name}/Dockerfile`,
    tags: [name],
    digest: digestOf(`${name} ${word}`),
    os: 'linux',
    architecture: 'amd64',
    ...(base === undefined ? {} : { base }),
    layers: layers.map(layer),
  });
  const internal = (name: string, word: string): string => `team/${name}@${digestOf(`${name} ${word}`)}`;
  const debian = (word: string): string => `debian@${digestOf(word)}`;
  const os = (word: string, base: string) => made('os', word, debian(base), base, `os ${word}`);
  const app = (word: string, of: string, base: string) =>
    made('app', word, internal('os', of), base, `os ${of}`, `app ${word}`);
  const late = (word: string, of: string, base: string) =>
    made('late', word, internal('os', of), base, `os ${of}`, `late ${word}`);
  const moments = [
    { at: '2026-01-01T00:00:00Z', images: [os('1', 'a'), app('1', '1', 'a'), late('1', '1', 'a')] },
    { at: '2026-01-02T00:00:00Z', images: [os('2', 'b'), app('2', '2', 'b'), late('1', '1', 'a')] },
    { at: '2026-01-03T00:00:00Z', images: [os('2', 'b'), app('3', '2', 'b'), late('2', '2', 'b')] },
  ];
  const path = join(makeTemporaryFolder(), 'history.ndjson');
  writeFileSync(
    path,
    [{ kind: 'fleet-history' }, ...moments].map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  const { history } = await readFleet([path], {
    signal: new AbortController().signal,
    at: '2026-11-26T00:00:00Z',
  });
  const { events, savings } = replayHistory(history!);
  expect(events).toEqual([
    {
      at: '2026-01-02T00:00:00Z',
      images: 3,
      changed: 2,
      changedByBase: 2,
      planned: 3,
      hits: 2,
      madeLater: 1,
    },
    // The app changed of itself.
    {
      at: '2026-01-03T00:00:00Z',
      images: 3,
      changed: 2,
      changedByBase: 1,
      planned: 1,
      hits: 1,
      madeLater: 0,
    },
  ]);
  expect(savings).toMatchObject({
    pushedBytes: 5000,
    rebaseBytes: 2000,
    rebaseLikelyBytes: 2000,
    rebasedImages: 2,
    cutOffImages: 4,
  });
});
