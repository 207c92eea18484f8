// Which image stands on which: the graph, the same as a table, and bases that are older than those of siblings.
import { useMemo, useState } from 'preact/hooks';
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { Table } from '../shared/table.tsx';
import { Text } from '../shared/text.tsx';
import { CutName } from './cut-name.tsx';
import type { Navigation } from './navigation.ts';
import { type OpenedFleet, shortDigest } from './opened.ts';
import { foldImages, type SharingNode } from './sharing/fold-images.ts';
import { SharingGraph } from './sharing/graph.tsx';

const EVIDENCE: Readonly<Record<string, string>> = {
  layers: 'its layers',
  'base-digest': 'the recorded digest',
  'base-name': 'the recorded name',
  dockerfile: 'its Dockerfile',
};

/** Fleets of so many are shown open. */
const OPEN_IMAGES = 24;

/** The view. */
export function SharingView({ fleet, go }: { readonly fleet: OpenedFleet; readonly go: Navigation }) {
  const { page } = fleet;
  const root = useMemo(() => foldImages(fleet), [fleet]);
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(page.images.length <= OPEN_IMAGES ? keysOf(root) : ['fleet']),
  );
  const [chosen, setChosen] = useState<SharingNode | null>(null);
  const standing = page.images.filter(({ parent }) => parent !== null).length;
  return (
    <>
      <div class="filters">
        <p class="graph-sum">
          {countOf(standing, 'image')} of {page.images.length} {standing === 1 ? 'stands' : 'stand'} on
          another one of the fleet.
        </p>
        <button type="button" class="plain-button" onClick={() => setOpen(new Set(['fleet']))}>
          Fold all
        </button>
      </div>
      <SharingGraph
        root={root}
        open={open}
        onOpen={setOpen}
        chosen={chosen?.key ?? null}
        onChoose={setChosen}
      />
      <p class="graph-chosen" aria-live="polite">
        {chosen === null ? (
          <span class="faint">Open a box by a click, or by the arrow keys and Enter.</span>
        ) : (
          <>
            <strong>
              <Text of={chosen.label} />
            </strong>{' '}
            <span class="faint">
              {formatBytes(chosen.bytes())}
              {chosen.image === null ? '' : ' on top of what it stands on'},{' '}
              {countOf(chosen.imageCount, 'image')}
            </span>
            {chosen.image !== null && (
              <button type="button" class="plain-button" onClick={() => go.openImage(chosen.image!)}>
                Details
              </button>
            )}
          </>
        )}
      </p>
      <Table
        caption="Images and what they stand on"
        columns={[
          {
            id: 'name',
            title: 'Image',
            draw: (i) => <CutName of={page.images[i]!.name} />,
            sortBy: (i) => page.images[i]!.name,
          },
          {
            id: 'parent',
            title: 'Stands on',
            draw: (i) => {
              const { parent, outsideBase } = page.images[i]!;
              if (parent !== null) return <CutName of={page.images[parent]!.name} />;
              return outsideBase === null ? (
                '-'
              ) : (
                <span class="faint">
                  <CutName of={shortDigest(outsideBase)} />
                </span>
              );
            },
            isExtra: true,
          },
          {
            id: 'evidence',
            title: 'Told by',
            draw: (i) => page.images[i]!.evidence.map((kind) => EVIDENCE[kind] ?? kind).join(', ') || '-',
            isExtra: true,
            width: '11em',
          },
          {
            id: 'above',
            title: 'On top',
            draw: (i) => formatBytes(page.images[i]!.aboveBytes),
            sortBy: (i) => page.images[i]!.aboveBytes,
            isAmount: true,
            isExtra: true,
            width: '6.5em',
          },
          {
            id: 'below',
            title: 'On it',
            draw: (i) => page.images[i]!.descendants,
            sortBy: (i) => page.images[i]!.descendants,
            isAmount: true,
            width: '6em',
          },
        ]}
        rows={page.images.map((_, i) => i)}
        keyOf={(i) => i}
        sortedBy="below"
        onOpen={go.openImage}
      />
      {page.olderBases.length > 0 && <OlderBases fleet={fleet} go={go} />}
      {page.notes.map((note) => (
        <p key={note} class="note faint graph-note-line">
          <Text of={note} />
        </p>
      ))}
    </>
  );
}

function OlderBases({ fleet, go }: { readonly fleet: OpenedFleet; readonly go: Navigation }) {
  return (
    <section class="part">
      <h3>Bases older than those of siblings</h3>
      <Table
        caption="Bases older than those of siblings"
        columns={[
          {
            id: 'base',
            title: 'Base',
            draw: ({ base, osVersion }) => (
              <Text of={`${base}${osVersion === null ? '' : ` ${osVersion}`}`} />
            ),
            sortBy: ({ base }) => base,
          },
          {
            id: 'platform',
            title: 'Platform',
            draw: ({ platform }) => platform,
            isExtra: true,
            width: '9em',
          },
          {
            id: 'behind',
            title: 'Behind',
            draw: ({ older }) => older.flat().length,
            sortBy: ({ older }) => older.flat().length,
            isAmount: true,
            width: '6em',
          },
          {
            id: 'newest',
            title: 'On the newest',
            draw: ({ newest }) => newest.length,
            isAmount: true,
            isExtra: true,
            width: '8.5em',
          },
          {
            id: 'bytes',
            title: 'Old layers',
            draw: ({ bytes }) => formatBytes(bytes),
            sortBy: ({ bytes }) => bytes,
            isAmount: true,
            width: '7.5em',
          },
        ]}
        rows={fleet.page.olderBases}
        keyOf={({ base, platform, osVersion }) => `${base} ${platform} ${osVersion}`}
        onOpen={({ older }) => older[0]?.[0] !== undefined && go.openImage(older[0][0])}
        sortedBy="bytes"
      />
    </section>
  );
}

function keysOf(root: SharingNode): readonly string[] {
  const keys: string[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    keys.push(node.key);
    open.push(...node.children());
  }
  return keys;
}
