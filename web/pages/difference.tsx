// The page of two images side by side: what grew.
import { useMemo } from 'preact/hooks';
import { formatBytes, formatCount, formatDifference, formatShare } from '../../src/report/format-amount.ts';
import type { DifferencePage, PageSide } from '../../src/report/page/difference-page.ts';
import { listGrowth } from '../difference/growth.ts';
import { GrowthTable, Overview } from '../difference/overview.tsx';
import { ConfigView, FilesView, FindingsView, LayersView } from '../difference/views.tsx';
import { Figures } from '../shared/figures.tsx';
import { Search } from '../shared/search.tsx';
import { Shell, useView } from '../shared/shell.tsx';
import { PathText, Text } from '../shared/text.tsx';

const VIEWS = ['overview', 'packages', 'files', 'layers', 'findings', 'config'] as const;
const HITS_SHOWN = 10;

/** The page. */
export function DifferencePageView({ page }: { readonly page: DifferencePage }) {
  const { a, b, version, packages, pathCount, findings, config, registry } = page;
  const [view, setView] = useView(VIEWS);
  const growth = useMemo(() => listGrowth(page), [page]);
  const grown = b.entryBytes - a.entryBytes;
  return (
    <Shell
      kind="Comparison"
      title={b.target.name}
      subtitle={
        <>
          <Side letter="A" side={a} />
          <Side letter="B" side={b} />
        </>
      }
      verdict={{
        passes: grown <= 0,
        text:
          grown === 0
            ? `As large as ${a.target.name}`
            : `${formatBytes(Math.abs(grown))} ${grown > 0 ? 'larger' : 'smaller'} (${formatShare(Math.abs(grown), a.entryBytes)})`,
      }}
      search={
        <Search
          label="Search packages and paths"
          find={(words) => {
            const found = growth.filter(({ name }) => name.toLowerCase().includes(words));
            const paths = page.paths.filter(({ path }) => `/${path}`.toLowerCase().includes(words));
            return [
              {
                title: 'Packages and folders',
                count: found.length,
                hits: found.slice(0, HITS_SHOWN).map(({ key, name, growthBytes }) => ({
                  key,
                  what: <Text of={name} />,
                  note: formatDifference(growthBytes),
                  open: () => setView('overview'),
                })),
              },
              {
                title: 'Paths',
                count: paths.length,
                hits: paths.slice(0, HITS_SHOWN).map(({ path, bytesInA, bytesInB }) => ({
                  key: path,
                  what: <PathText of={`/${path}`} />,
                  note: formatDifference(bytesInB - bytesInA),
                  open: () => setView('files'),
                })),
              },
            ];
          }}
        />
      }
      head={
        <Figures
          of={[
            { label: 'A was', value: formatBytes(a.entryBytes), note: 'all files of all layers' },
            { label: 'B is', value: formatBytes(b.entryBytes), note: formatDifference(grown) },
            {
              label: 'Ballast in B',
              value: formatBytes(b.ballastBytes),
              note: formatDifference(b.ballastBytes - a.ballastBytes),
            },
            {
              label: 'Pulling B where A is',
              value: formatBytes(registry.together - registry.inA),
              note: registry.isCompressed ? 'compressed' : 'before compression',
            },
            {
              label: 'Same lowest layers',
              value: `${page.sharedFromBase} of ${b.layers.length}`,
              note: 'kept once on a node',
            },
          ]}
        />
      }
      views={[
        { id: 'overview', title: 'What grew', draw: () => <Overview page={page} /> },
        {
          id: 'packages',
          title: 'Packages',
          count: formatCount(packages.length),
          draw: () => (
            <GrowthTable
              caption="Packages that differ"
              rows={growth.filter(({ kind }) => kind.endsWith('package'))}
            />
          ),
        },
        { id: 'files', title: 'Files', count: formatCount(pathCount), draw: () => <FilesView page={page} /> },
        {
          id: 'layers',
          title: 'Layers',
          count: formatCount(b.layers.length),
          draw: () => <LayersView page={page} />,
        },
        {
          id: 'findings',
          title: 'Findings',
          count: formatCount(findings.length),
          draw: () => <FindingsView page={page} />,
        },
        {
          id: 'config',
          title: 'Config',
          count: formatCount(config.length),
          draw: () => <ConfigView page={page} />,
        },
      ]}
      view={view}
      onView={setView}
      version={version}
    />
  );
}

function Side({ letter, side: { target } }: { readonly letter: string; readonly side: PageSide }) {
  return (
    <span class="side">
      <strong>{letter}</strong> <Text of={target.name} /> · {target.platform} ·{' '}
      <span class="digest">{target.digest}</span>
    </span>
  );
}
