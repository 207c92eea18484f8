// Fleets of any shape as their pages have them, with what is measured of them beside.
import fc from 'fast-check';
import { measurePage } from '../../../../src/cli/fleet/page/measure-page.ts';
import type { FleetHistory, FleetSnapshot } from '../../../../src/fleet/snapshot/fleet-snapshot.ts';
import type { FleetPage } from '../../../../src/report/page/fleet/fleet-page.ts';
import { digestOf, makeHistory } from '../../../support/stacked-fleet.ts';

/** A fleet with its history, and its page as a browser reads it. */
export interface MadeFleetPage {
  readonly snapshot: FleetSnapshot;
  readonly history: FleetHistory;
  readonly page: FleetPage;
}

/** Of some layers sizes are not known, some hold the same as another, and some are of earlier moments only. */
export function arbitraryFleetPage(): fc.Arbitrary<MadeFleetPage> {
  const layer = fc.integer({ min: 0, max: 9 }).map((n) => `layer ${n}=${n * 1_000_000 + 70 * n + 1}`);
  const images = fc.array(fc.array(layer, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 });
  return fc
    .record({
      moments: fc.array(images, { minLength: 1, maxLength: 3 }),
      isKnown: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
      same: fc.array(fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }), {
        minLength: 10,
        maxLength: 10,
      }),
    })
    .map(({ moments, isKnown, same }) => {
      const made = makeHistory(
        Object.fromEntries(
          moments.map((stacks, m) => [
            `2026-01-0${m + 1}T00:00:00Z`,
            Object.fromEntries(
              stacks.map((stack, i) => [
                `app${i % 3}:${i}`,
                {
                  stack,
                  osVersion: i % 2 === 0 ? 'even' : 'odd',
                  digest: digestOf(`${m} ${i} ${stack.join()}`),
                },
              ]),
            ),
          ]),
        ),
      );
      const layers = {
        ...made.layers,
        entryBytes: made.layers.shippedBytes.map((bytes, i) => (isKnown[i] ? bytes * 3 + i : Number.NaN)),
        diffIds: made.layers.digests.map((_, i) =>
          same[i] === undefined ? undefined : digestOf(`holds ${same[i]}`),
        ),
      };
      const history = { ...made, layers };
      const snapshot = { kind: 'fleet-snapshot', ...history.moments.at(-1)!, layers } as const;
      const fleet = { snapshot, history: history.moments.length > 1 ? history : undefined };
      const page = measurePage(fleet, { version: '0.0.0', sources: ['fleet.json'] });
      return { snapshot, history, page: JSON.parse(JSON.stringify(page)) as FleetPage };
    });
}
