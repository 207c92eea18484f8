// The page of two images side by side: what grew.
import { formatBytes, formatDifference } from '../../src/report/format-amount.ts';
import type { DifferencePage } from '../../src/report/page/difference-page.ts';
import { Figures } from '../shared/figures.tsx';
import { Shell, useView } from '../shared/shell.tsx';

/** The page. */
export function DifferencePageView({ page }: { readonly page: DifferencePage }) {
  const { a, b, version } = page;
  const [view, setView] = useView(['overview']);
  return (
    <Shell
      kind="Comparison"
      title={`${a.target.name} and ${b.target.name}`}
      subtitle={`${a.target.platform} and ${b.target.platform}`}
      head={
        <Figures
          of={[
            { label: 'A', value: formatBytes(a.entryBytes) },
            { label: 'B', value: formatBytes(b.entryBytes) },
            { label: 'B less A', value: formatDifference(b.entryBytes - a.entryBytes) },
          ]}
        />
      }
      views={[
        { id: 'overview', title: 'Overview', draw: () => <p>Ballast in B: {formatBytes(b.ballastBytes)}</p> },
      ]}
      view={view}
      onView={setView}
      version={version}
    />
  );
}
