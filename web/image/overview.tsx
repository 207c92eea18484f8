// What one should know of an image at first: the figures, what ballast is made of, what to do first, and the layers.
import { useState } from 'preact/hooks';
import { countOf, formatBytes, formatCount, formatShare } from '../../src/report/format-amount.ts';
import { type Figure, Figures } from '../shared/figures.tsx';
import { ShareBar } from '../shared/share-bar.tsx';
import { Text } from '../shared/text.tsx';
import { toggle } from '../shared/toggle.ts';
import { FindingItem } from './finding-item.tsx';
import { sortFindings } from './findings-view.tsx';
import type { ViewProps } from './navigation.ts';
import { HEADING } from './opened.ts';

const FINDINGS_SHOWN = 6;
const CAUSES_SHOWN = 10;
const LAYERS_SHOWN = 12;

/** The view. */
export function Overview({ opened, go }: ViewProps) {
  return (
    <>
      <Figures of={listFigures(opened)} />
      <div class="columns">
        <Causes opened={opened} go={go} />
        <First opened={opened} go={go} />
      </div>
      <Layers opened={opened} go={go} />
    </>
  );
}

function listFigures({ page }: ViewProps['opened']): readonly Figure[] {
  const { bytes, layers, packages, files, findings, isPullCostKnown, base } = page;
  const installed = packages.filter(({ state }) => state === 'installed').length;
  const secrets = findings.filter(({ secret, ignored }) => secret !== null && ignored === null).length;
  const hidden = layers.reduce((sum, { hiddenBytes }) => sum + hiddenBytes, 0);
  return [
    { label: 'Size', value: formatBytes(bytes.entryBytes), note: 'all files of all layers' },
    {
      label: isPullCostKnown ? 'A pull brings' : 'Stored here as',
      value: formatBytes(bytes.shippedBytes),
      note: isPullCostKnown ? 'compressed' : 'not compressed',
    },
    { label: 'Hidden', value: formatBytes(hidden), note: 'shipped, and not to be seen' },
    {
      label: 'Layers',
      value: formatCount(layers.length),
      note: base === null ? countOf(files.fileCount, 'file') : `${base.layerCount} of the base`,
    },
    { label: 'Packages', value: formatCount(installed), note: page.distribution ?? 'installed' },
    {
      label: 'Secrets',
      value: formatCount(secrets),
      note: secrets === 0 ? 'none found' : 'kinds and places',
    },
  ];
}

/** What ballast and advice are made of, as bars; each leads to its files. */
function Causes({ opened, go }: ViewProps) {
  const causes = opened.causes.filter(({ heading }) => heading !== HEADING.needed);
  const most = causes.reduce((max, { bytes }) => Math.max(max, bytes), 0);
  const { entryBytes } = opened.page.bytes;
  return (
    <section class="card">
      <h3>Where the weight comes from</h3>
      {causes.length === 0 && <p class="empty">Every byte is needed, as far as the rules can tell.</p>}
      <ol class="bars">
        {causes.slice(0, CAUSES_SHOWN).map(({ id, title, heading, bytes }, position) => (
          <li key={`${id} ${heading}`}>
            <button type="button" onClick={() => go.showFiles({ by: 'cause', cause: position })}>
              <span class="bar-label">{title}</span>
              <span class="bar-value">
                <strong>{formatBytes(bytes)}</strong>{' '}
                <span class="faint">{formatShare(bytes, entryBytes)}</span>
              </span>
              <ShareBar
                most={most}
                parts={[{ kind: heading === HEADING.ballast ? 'ballast' : 'advice', bytes }]}
              />
            </button>
          </li>
        ))}
      </ol>
      {causes.length > CAUSES_SHOWN && (
        <button type="button" class="more" onClick={() => go.showFiles({ by: 'cause' })}>
          All {causes.length} causes
        </button>
      )}
    </section>
  );
}

/** The findings that matter most. */
function First({ opened, go }: ViewProps) {
  const { findings } = opened.page;
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const counted = sortFindings(findings).filter((position) => {
    const { ignored, origin, severity } = findings[position]!;
    return ignored === null && origin === 'yours' && severity !== 'advice';
  });
  return (
    <section class="card">
      <h3>What to do first</h3>
      {counted.length === 0 && <p class="empty">Nothing: no finding of yours is above advice.</p>}
      <div class="finding-list">
        {counted.slice(0, FINDINGS_SHOWN).map((position) => (
          <FindingItem
            key={position}
            opened={opened}
            go={go}
            id={`first-${position}`}
            position={position}
            isOpen={open.has(position)}
            onToggle={(isOpen) => setOpen((before) => toggle(before, position, isOpen))}
          />
        ))}
      </div>
      {findings.length > 0 && (
        <button type="button" class="more" onClick={() => go.showView('findings')}>
          All {countOf(findings.length, 'finding')}
        </button>
      )}
    </section>
  );
}

/** The heaviest layers, in their order. */
function Layers({ opened, go }: ViewProps) {
  const { layers } = opened.page;
  const most = layers.reduce((max, { entryBytes }) => Math.max(max, entryBytes), 0);
  const heaviest = new Set(
    layers
      .toSorted((a, b) => b.entryBytes - a.entryBytes)
      .slice(0, LAYERS_SHOWN)
      .filter(({ entryBytes }) => entryBytes > 0),
  );
  return (
    <section class="card">
      <h3>What each instruction adds</h3>
      <ol class="bars wide">
        {layers
          .filter((layer) => heaviest.has(layer))
          .map(({ index, instruction, entryBytes, ballastBytes, neededBytes, adviceBytes, origin }) => (
            <li key={index}>
              <button type="button" onClick={() => go.showDetail({ kind: 'layer', index })}>
                <span class="bar-label">
                  <span class="faint">{index}</span>{' '}
                  <code>
                    <Text of={instruction ?? 'unknown instruction'} />
                  </code>
                  {origin === 'inherited' && <span class="faint"> of the base</span>}
                </span>
                <span class="bar-value">
                  <strong>{formatBytes(entryBytes)}</strong>
                  {ballastBytes > 0 && <span class="faint"> {formatBytes(ballastBytes)} ballast</span>}
                </span>
                <ShareBar
                  most={most}
                  parts={[
                    { kind: 'needed', bytes: neededBytes - adviceBytes },
                    { kind: 'advice', bytes: adviceBytes },
                    { kind: 'ballast', bytes: ballastBytes },
                  ]}
                />
              </button>
            </li>
          ))}
      </ol>
      {layers.length > heaviest.size && (
        <button type="button" class="more" onClick={() => go.showView('layers')}>
          All {countOf(layers.length, 'layer')}
        </button>
      )}
    </section>
  );
}
