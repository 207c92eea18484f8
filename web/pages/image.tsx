// The page of one image.
import { useMemo } from 'preact/hooks';
import { formatBytes, formatCount } from '../../src/report/format-amount.ts';
import { filePath } from '../../src/report/page/file-tree.ts';
import type { ImagePage } from '../../src/report/page/image-page.ts';
import { FilesView, findPaths } from '../image/files-view.tsx';
import { openPage } from '../image/opened.ts';
import { LoadLine, type LoadPart } from '../shared/load-line.tsx';
import { Search } from '../shared/search.tsx';
import { Shell, useView } from '../shared/shell.tsx';
import { Table } from '../shared/table.tsx';
import { PathText, Text } from '../shared/text.tsx';

const VIEWS = ['files', 'layers'] as const;

/** The page. */
export function ImagePageView({ page }: { readonly page: ImagePage }) {
  const opened = useMemo(() => openPage(page), [page]);
  const [view, setView] = useView(VIEWS);
  const { target, bytes, verdict } = page;
  return (
    <Shell
      kind="Image report"
      title={target.name}
      subtitle={
        <>
          {target.platform} <Text of={target.digest} />
        </>
      }
      verdict={{ passes: verdict.passes, text: verdict.passes ? 'Passes' : 'Fails' }}
      search={
        <Search
          label="Search paths"
          find={(words) => {
            const { count, files } = findPaths(opened, words, 10);
            return [
              {
                title: 'Paths',
                count,
                hits: files.map((file) => ({
                  key: String(file),
                  what: <PathText of={filePath(opened.tree, file)} />,
                  note: formatBytes(opened.tree.bytes[file]!),
                  open: () => setView('files'),
                })),
              },
            ];
          }}
        />
      }
      head={<LoadLine parts={loadParts(bytes)} />}
      views={[
        {
          id: 'files',
          title: 'Files',
          count: formatCount(page.files.fileCount),
          draw: () => <FilesView opened={opened} />,
        },
        {
          id: 'layers',
          title: 'Layers',
          count: formatCount(page.layers.length),
          draw: () => (
            <Table
              caption="Layers, base first"
              columns={[
                { id: 'index', title: '#', draw: ({ index }) => index, width: '3em' },
                {
                  id: 'instruction',
                  title: 'Instruction',
                  draw: ({ instruction }) => <Text of={instruction ?? '?'} />,
                },
                {
                  id: 'size',
                  title: 'Size',
                  draw: ({ entryBytes }) => formatBytes(entryBytes),
                  isAmount: true,
                  sortBy: ({ entryBytes }) => entryBytes,
                },
                {
                  id: 'ballast',
                  title: 'Ballast',
                  draw: ({ ballastBytes }) => formatBytes(ballastBytes),
                  isAmount: true,
                  sortBy: ({ ballastBytes }) => ballastBytes,
                },
              ]}
              rows={page.layers}
              keyOf={({ index }) => index}
            />
          ),
        },
      ]}
      view={view}
      onView={setView}
      version={page.version}
    />
  );
}

function loadParts({ neededBytes, adviceBytes, ballastByOrigin }: ImagePage['bytes']): readonly LoadPart[] {
  return [
    { kind: 'needed', label: 'Needed', bytes: neededBytes - adviceBytes, hint: 'what the image is for' },
    { kind: 'advice', label: 'Advice', bytes: adviceBytes, hint: 'needed, but worth a look' },
    {
      kind: 'inherited',
      label: 'Inherited ballast',
      bytes: ballastByOrigin.inherited,
      hint: 'of the base image',
    },
    { kind: 'ballast', label: 'Your ballast', bytes: ballastByOrigin.yours, hint: 'shipped without need' },
  ];
}
