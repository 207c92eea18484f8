// Plays a fleet's history again (by default that of .NET's images) and shows what plans would have named, and what rebase and
// cut-off could have saved at most:
//
//   npm run build && node bench/update-replay.mjs [HISTORY]
//
// docs/decisions/update-replay.md says what the numbers mean, and what they do not.
import { existsSync } from 'node:fs';
import { readFleet } from '../dist/fleet/sources/read-fleet.js';
import { replayHistory } from '../dist/fleet/update/replay/replay-history.js';

const path = process.argv[2] ?? '/work/shared/data/dotnet-history.ndjson.gz';
if (!existsSync(path)) {
  process.stderr.write(`there is no history at ${path}; bench/dotnet-history.mjs makes one\n`);
  process.exit(2);
}
const { history } = await readFleet([path], {
  signal: new AbortController().signal,
  at: new Date().toISOString(),
});
const started = performance.now();
const { from, to, events, savings } = replayHistory(history);
const seconds = (performance.now() - started) / 1000;
const sum = (of) => events.reduce((total, event) => total + of(event), 0);
const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;
const share = (part, whole) => `${((100 * part) / whole).toFixed(2)} %`;

console.log('moment                     images changed by base planned   hits  later');
for (const { at, images, changed, changedByBase, planned, hits, madeLater } of events)
  if (changed > 0 || planned > 0)
    console.log(
      `${at.padEnd(26)} ${[images, changed, changedByBase, planned, hits, madeLater].map((n) => String(n).padStart(6)).join(' ')}`,
    );
const [byBase, planned, hits, later] = [
  sum(({ changedByBase }) => changedByBase),
  sum((event) => event.planned),
  sum((event) => event.hits),
  sum(({ madeLater }) => madeLater),
];
console.log(`
${from} to ${to}: ${events.length} events, ${sum(({ changed }) => changed)} images changed, ${byBase} of them by their base
recall     ${hits} of ${byBase}: ${share(hits, byBase)}
precision  ${hits} of ${planned}: ${share(hits, planned)}; ${later} of the others were made at a later moment
pushed     ${gigabytes(savings.pushedBytes)} of new layers
rebase     at most ${gigabytes(savings.rebaseBytes)} (own layers of ${savings.rebasedImages} images whose base changed)
           ${gigabytes(savings.rebaseLikelyBytes)} of it in ${savings.rebasedLikelyImages} images whose own layers are within 0.1 % of their size before
cut-off    ${gigabytes(savings.cutOffBytes)} in ${savings.cutOffImages} images of which every layer is within 0.1 % of its size before
           ${savings.sameLayersImages} changed images kept all of their layers
${seconds.toFixed(1)} s to play it`);
