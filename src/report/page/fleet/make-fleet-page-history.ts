// From a measured history to what the page tells of it.
import type { FleetChanges } from '../../../fleet/storage/measure-changes.ts';
import type { FleetChurn } from '../../../fleet/storage/measure-churn.ts';
import type { FleetPageHistory } from './fleet-page-history.ts';

/** Picks it out of what was measured. */
export function makeFleetPageHistory(churn: FleetChurn, changes: FleetChanges): FleetPageHistory {
  return {
    from: churn.from,
    to: churn.to,
    months: churn.months,
    stockBytes: churn.stockBytes,
    pushedBytes: churn.pushedBytes,
    everBytes: churn.everBytes,
    pushedBytesPerMonth: churn.pushedBytesPerMonth,
    pushedImages: churn.pushedImages,
    basis: churn.basis ?? null,
    byMonth: churn.byMonth.map(({ month, momentCount, pushedBytes, pushedImages }) => ({
      month,
      momentCount,
      pushedBytes,
      pushedImages,
    })),
    retention: churn.retention.map(({ generations, keptBytes, mostBytes }) => ({
      generations,
      keptBytes,
      mostBytes,
    })),
    moments: changes.moments.map(({ at, images, changedImages, pushedBytes }) => ({
      at,
      images,
      changedImages,
      pushedBytes,
    })),
    images: changes.images
      .filter((image) => image.changes > 0)
      .map(({ name, changes: times, pushedBytes, lastChange, isThere }) => ({
        name,
        changes: times,
        pushedBytes,
        lastChange: changes.moments[lastChange]!.at,
        isThere,
      }))
      .sort((a, b) => b.pushedBytes - a.pushedBytes || b.changes - a.changes || (a.name < b.name ? -1 : 1)),
  };
}
