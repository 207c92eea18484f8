// What if: pick images, change the fleet, and see what its storage would come to, as `plimsoll fleet what-if` tells it.
import { useMemo, useState } from 'preact/hooks';
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { Table } from '../shared/table.tsx';
import { Text } from '../shared/text.tsx';
import { CutName } from './cut-name.tsx';
import type { OpenedFleet } from './opened.ts';
import { ChangeForm } from './what-if/change-form.tsx';
import { openSnapshot } from './what-if/open-snapshot.ts';
import { Outcome } from './what-if/outcome.tsx';
import { measurePageChanges, type PageChange } from './what-if/page-changes.ts';
import { toCommand } from './what-if/to-command.ts';

/** The view. */
export function WhatIfView({ fleet }: { readonly fleet: OpenedFleet }) {
  const { page } = fleet;
  const snapshot = useMemo(() => openSnapshot(page), [page]);
  const [words, setWords] = useState('');
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [changes, setChanges] = useState<readonly PageChange[]>([]);
  const outcome = useMemo(() => measurePageChanges(snapshot, changes), [snapshot, changes]);
  const command = useMemo(
    () => (changes.length === 0 ? null : toCommand(snapshot, page.sources, changes)),
    [snapshot, changes],
  );
  const asked = words.trim().toLowerCase();
  const rows = useMemo(
    () =>
      page.images.flatMap(({ name, tags }, i) =>
        asked === '' ||
        name.toLowerCase().includes(asked) ||
        tags.some((tag) => tag.toLowerCase().includes(asked))
          ? [i]
          : [],
      ),
    [page, asked],
  );
  const pick = (image: number, isPicked: boolean) => {
    const next = new Set(picked);
    if (isPicked) next.add(image);
    else next.delete(image);
    setPicked(next);
  };
  return (
    <div class="what-if">
      <div>
        <div class="filters">
          <label class="filter">
            <span class="unseen">Filter images</span>
            <input
              type="search"
              placeholder="Filter images"
              value={words}
              onInput={(event) => setWords((event.currentTarget as HTMLInputElement).value)}
            />
          </label>
          <button type="button" class="plain-button" onClick={() => setPicked(new Set([...picked, ...rows]))}>
            Pick {asked === '' ? 'all' : `these ${rows.length}`}
          </button>
          <button
            type="button"
            class="plain-button"
            disabled={picked.size === 0}
            onClick={() => setPicked(new Set())}
          >
            Pick none
          </button>
        </div>
        <Table
          caption="Images to pick"
          columns={[
            {
              id: 'name',
              title: `${countOf(picked.size, 'image')} picked`,
              draw: (i) => (
                <label class="pick">
                  <input
                    type="checkbox"
                    checked={picked.has(i)}
                    onChange={(event) => pick(i, (event.currentTarget as HTMLInputElement).checked)}
                  />
                  <CutName of={page.images[i]!.name} />
                </label>
              ),
            },
            {
              id: 'frees',
              title: 'Frees alone',
              draw: (i) => formatBytes(page.images[i]!.ownBytes),
              sortBy: (i) => page.images[i]!.ownBytes,
              isAmount: true,
              isExtra: true,
              width: '8em',
            },
          ]}
          rows={rows}
          keyOf={(i) => i}
          empty="No image has that in its name."
        />
      </div>
      <div class="what-if-side">
        <ChangeForm
          fleet={fleet}
          picked={[...picked].sort((a, b) => a - b).map((i) => page.images[i]!.name)}
          onChange={(change) => {
            setChanges([...changes, change]);
            setPicked(new Set());
          }}
        />
        <section class="card changes" aria-label="Changes" aria-live="polite">
          <h3>What if</h3>
          {changes.length === 0 ? (
            <p class="faint">Nothing changes yet.</p>
          ) : (
            <ol>
              {changes.map((change, n) => (
                <li key={`${n} ${change.kind}`}>
                  <span>
                    <Text of={describe(change, outcome.imageCounts[n]!)} />
                  </span>
                  <button
                    type="button"
                    class="plain-button"
                    aria-label={`Take back: ${describe(change, outcome.imageCounts[n]!)}`}
                    onClick={() => setChanges(changes.filter((_, other) => other !== n))}
                  >
                    Take back
                  </button>
                </li>
              ))}
            </ol>
          )}
          <Outcome of={outcome} command={command} />
          {page.history !== null && (
            <p class="note faint">
              What it comes to a month is told by the command, which has the whole history.
            </p>
          )}
          <p class="note faint">
            A model: squashing is taken to remove no file; moved images keep their own layers as they are; one
            system means one lowest layer.
          </p>
        </section>
      </div>
    </div>
  );
}

function describe(change: PageChange, imageCount: number): string {
  const images = countOf(imageCount, 'image');
  switch (change.kind) {
    case 'drop':
      return `${nameSome(change.names)} removed`;
    case 'move':
      return `${nameSome(change.names)} built on ${change.parent}${imageCount === change.names.length ? '' : `: ${images} changed`}`;
    case 'one-os':
      return `One system for all, ${change.os ?? 'the most used'}: ${images} changed`;
    case 'squash':
      return `${nameSome(change.names)} squashed${imageCount === change.names.length ? '' : `: ${images} changed`}`;
    case 'add':
      return `An image with ${formatBytes(change.ownBytes)} of its own${change.on === null ? '' : ` on ${change.on}`}`;
  }
}

function nameSome(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names[0]} and ${names.length - 1} more`;
}
