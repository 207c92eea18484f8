// The page of a fleet.
import { useMemo, useState } from 'preact/hooks';
import { countOf, formatBytes, formatCount } from '../../src/report/format-amount.ts';
import type { FleetPage } from '../../src/report/page/fleet/fleet-page.ts';
import { BlastView } from '../fleet/blast-view.tsx';
import { DetailDialog } from '../fleet/detail.tsx';
import { findInFleet } from '../fleet/find-in-fleet.tsx';
import { FindingsView } from '../fleet/findings-view.tsx';
import { FleetLoadLine } from '../fleet/fleet-load-line.tsx';
import { HistoryView } from '../fleet/history-view.tsx';
import { ImagesView } from '../fleet/images-view.tsx';
import { LayersView } from '../fleet/layers-view.tsx';
import type { Detail, Navigation } from '../fleet/navigation.ts';
import { openFleet } from '../fleet/opened.ts';
import { SharingView } from '../fleet/sharing-view.tsx';
import { WhatIfView } from '../fleet/what-if-view.tsx';
import { Search } from '../shared/search.tsx';
import { Shell, type ShellView, useView } from '../shared/shell.tsx';
import { Text } from '../shared/text.tsx';

const VIEWS = ['images', 'layers', 'sharing', 'blast', 'what-if', 'history', 'findings'] as const;

/** The page. */
export function FleetPageView({ page }: { readonly page: FleetPage }) {
  const fleet = useMemo(() => openFleet(page), [page]);
  const [view, setView] = useView(VIEWS);
  const [detail, setDetail] = useState<Detail | null>(null);
  const go: Navigation = {
    openImage: (position) => setDetail({ kind: 'image', position }),
    openLayer: (position) => setDetail({ kind: 'layer', position }),
    openFinding: (position) => setDetail({ kind: 'finding', position }),
  };
  const { check, history, sums } = page;
  const views: readonly ShellView[] = [
    {
      id: 'images',
      title: 'Images',
      count: formatCount(page.images.length),
      draw: () => <ImagesView fleet={fleet} go={go} />,
    },
    {
      id: 'layers',
      title: 'Layers',
      count: formatCount(page.layers.count),
      draw: () => <LayersView fleet={fleet} go={go} />,
    },
    { id: 'sharing', title: 'Sharing', draw: () => <SharingView fleet={fleet} go={go} /> },
    { id: 'blast', title: 'Blast radius', draw: () => <BlastView fleet={fleet} go={go} /> },
    { id: 'what-if', title: 'What if', draw: () => <WhatIfView fleet={fleet} /> },
    {
      id: 'history',
      title: 'History',
      ...(history === null ? {} : { count: formatCount(history.moments.length) }),
      draw: () => <HistoryView fleet={fleet} go={go} />,
    },
    {
      id: 'findings',
      title: 'Findings',
      ...(check === null ? {} : { count: formatCount(check.findings.length) }),
      draw: () => <FindingsView fleet={fleet} go={go} />,
    },
  ];
  return (
    <>
      <Shell
        kind="Fleet report"
        title={countOf(page.images.length, 'image')}
        subtitle={
          <>
            <Text of={page.sources.join(', ')} />
            {page.at !== null && `, ${page.at.slice(0, 10)}`}. {countOf(page.layers.count, 'layer')}, used{' '}
            {formatCount(sums.layerUses)} times
            {sums.documentBytes !== null &&
              `; ${formatBytes(sums.documentBytes)} of manifests and configs beside them`}
          </>
        }
        {...(check === null
          ? {}
          : { verdict: { passes: check.passes, text: check.passes ? 'Passes' : 'Fails' } })}
        search={
          <Search label="Search images, layers, findings" find={(words) => findInFleet(fleet, words, go)} />
        }
        head={<FleetLoadLine sums={sums} />}
        views={views}
        view={view}
        onView={setView}
        version={page.version}
      />
      {detail !== null && (
        <DetailDialog fleet={fleet} detail={detail} go={go} onClose={() => setDetail(null)} />
      )}
    </>
  );
}
