// The page of one image.
import { useMemo, useState } from 'preact/hooks';
import { countOf, formatBytes, formatCount } from '../../src/report/format-amount.ts';
import type { ImagePage } from '../../src/report/page/image-page.ts';
import { DetailDialog } from '../image/details.tsx';
import { ALL_FILES, type FilesPlace } from '../image/file-filter.ts';
import { FilesView } from '../image/files-view.tsx';
import { makeSearch } from '../image/find-all.tsx';
import { FindingsView } from '../image/findings-view.tsx';
import { LayersView } from '../image/layers-view.tsx';
import type { Detail, Navigation } from '../image/navigation.ts';
import { openPage } from '../image/opened.ts';
import { Overview } from '../image/overview.tsx';
import { PackagesView } from '../image/packages-view.tsx';
import { SecretsView } from '../image/secrets-view.tsx';
import { LoadLine, type LoadPart } from '../shared/load-line.tsx';
import { Search } from '../shared/search.tsx';
import { Shell, useView } from '../shared/shell.tsx';
import { Text } from '../shared/text.tsx';

const VIEWS = ['overview', 'findings', 'files', 'layers', 'packages', 'secrets'] as const;

/** The page. */
export function ImagePageView({ page }: { readonly page: ImagePage }) {
  const opened = useMemo(() => openPage(page), [page]);
  const [view, setView] = useView(VIEWS);
  const [place, setPlace] = useState<FilesPlace>(ALL_FILES);
  const [wanted, setWanted] = useState(-1);
  const [detail, setDetail] = useState<Detail | null>(null);
  const go: Navigation = {
    showFiles: (part) => {
      setDetail(null);
      setPlace({ ...ALL_FILES, ...part });
      setView('files');
    },
    showFinding: (position) => {
      setDetail(null);
      setWanted(position);
      setView('findings');
    },
    showDetail: setDetail,
    showView: setView,
  };
  const find = useMemo(() => makeSearch({ opened, go }), [opened]);
  const props = { opened, go };
  const { target, base, layers, findings, packages, files } = page;
  const secrets = findings.filter(({ secret }) => secret !== null).length;
  return (
    <>
      <Shell
        kind="Image report"
        title={target.name}
        subtitle={
          <>
            {target.platform}
            {base !== null && (
              <>
                {' · on '}
                <Text of={base.reference} />
              </>
            )}
            {` · ${page.profile}`}
            {target.created !== null && ` · made ${target.created.slice(0, 10)}`}
            {' · '}
            <span class="digest">{target.digest}</span>
          </>
        }
        verdict={{ passes: page.verdict.passes, text: tellVerdict(page) }}
        search={<Search label="Search paths, packages, findings" find={find} />}
        head={<LoadLine parts={loadParts(page)} />}
        views={[
          { id: 'overview', title: 'Overview', draw: () => <Overview {...props} /> },
          {
            id: 'findings',
            title: 'Findings',
            count: formatCount(findings.length),
            draw: () => <FindingsView {...props} wanted={wanted} />,
          },
          {
            id: 'files',
            title: 'Files',
            count: formatCount(files.fileCount),
            draw: () => <FilesView {...props} place={place} onPlace={setPlace} />,
          },
          {
            id: 'layers',
            title: 'Layers',
            count: formatCount(layers.length),
            draw: () => <LayersView {...props} />,
          },
          {
            id: 'packages',
            title: 'Packages',
            count: formatCount(packages.length),
            draw: () => <PackagesView {...props} />,
          },
          {
            id: 'secrets',
            title: 'Secrets',
            count: formatCount(secrets),
            draw: () => <SecretsView {...props} />,
          },
        ]}
        view={view}
        onView={(id) => {
          setWanted(-1);
          setView(id);
        }}
        version={page.version}
      />
      {detail !== null && (
        <DetailDialog
          key={JSON.stringify(detail)}
          {...props}
          detail={detail}
          onClose={() => setDetail(null)}
        />
      )}
    </>
  );
}

function tellVerdict({ verdict }: ImagePage): string {
  const { passes, failingCount, budgets } = verdict;
  const exceeded = budgets.filter(({ isExceeded }) => isExceeded);
  if (passes) return 'Passes';
  const reasons = [
    ...(failingCount > 0 ? [countOf(failingCount, 'finding')] : []),
    ...exceeded.map(({ kind, limit, actualBytes }) => `${kind} ${limit} is ${formatBytes(actualBytes)}`),
  ];
  return `Fails: ${reasons.join(', ')}`;
}

function loadParts({ bytes, base }: ImagePage): readonly LoadPart[] {
  const { neededBytes, adviceBytes, ballastByOrigin } = bytes;
  const parts: readonly LoadPart[] = [
    { kind: 'needed', label: 'Needed', bytes: neededBytes - adviceBytes, hint: 'what the image is for' },
    { kind: 'advice', label: 'Advice', bytes: adviceBytes, hint: 'needed, but worth a look' },
    {
      kind: 'inherited',
      label: 'Inherited ballast',
      bytes: ballastByOrigin.inherited,
      hint: 'of the base image',
    },
    {
      kind: 'ballast',
      label: 'Your ballast',
      bytes: ballastByOrigin.yours,
      hint: base === null ? 'shipped without need; no base image is known' : 'shipped without need',
    },
  ];
  return base === null ? parts.filter(({ kind }) => kind !== 'inherited') : parts;
}
