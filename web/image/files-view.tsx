// All files of all layers, by folder or by cause: a treemap that one walks into, and the table of what it shows.
import { useMemo, useState } from 'preact/hooks';
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { folderPath } from '../../src/report/page/file-tree.ts';
import { ButtonChoice } from '../shared/choice.tsx';
import { Text } from '../shared/text.tsx';
import { FillLegend, Treemap } from '../shared/treemap.tsx';
import type { TreemapItem } from '../shared/treemap-item.ts';
import { type FilesPlace, listFilesBelow, makeTest } from './file-filter.ts';
import { FileFilters } from './file-filters.tsx';
import { ChildTable, FileTable } from './file-tables.tsx';
import { sumFiles } from './folder-sums.ts';
import {
  type Child,
  childKey,
  listCauseChildren,
  listCauseFolders,
  listChildren,
  toItem,
} from './list-children.ts';
import type { ViewProps } from './navigation.ts';

interface FilesViewProps extends ViewProps {
  readonly place: FilesPlace;
  readonly onPlace: (place: FilesPlace) => void;
}

/** The view. */
export function FilesView({ opened, go, place, onPlace }: FilesViewProps) {
  const { tree, causes } = opened;
  const [list, setList] = useState<'content' | 'below'>('content');
  const { cause, layer, state, finding, owner, folder, by } = place;
  const takes = useMemo(() => makeTest(opened, place), [opened, cause, layer, state, finding, owner]);
  const sums = useMemo(() => sumFiles(opened, takes), [takes]);
  const isByCause = by === 'cause' && cause === null;
  const children = useMemo(
    () =>
      isByCause
        ? listCauseChildren(opened, sums.byCause)
        : listChildren(opened, sums.byFolder, folder, takes),
    [sums, folder, isByCause],
  );
  const items = useMemo(() => {
    const folders = isByCause ? listCauseFolders(opened, takes) : [];
    return children.map((child): TreemapItem => {
      const inner =
        child.kind === 'folder'
          ? listChildren(opened, sums.byFolder, child.number, takes).map(toItem)
          : child.kind === 'cause'
            ? folders[child.number]!
            : [];
      return { ...toItem(child), inner };
    });
  }, [children]);
  const below = useMemo(
    () => (list === 'below' ? listFilesBelow(tree, isByCause ? 0 : folder, takes) : []),
    [list, folder, takes, isByCause],
  );
  const byKey = new Map(children.map((child) => [childKey(child), child]));
  const open = (child: Child): void => {
    if (child.kind === 'file') go.showDetail({ kind: 'file', file: child.number });
    else if (child.kind === 'folder') onPlace({ ...place, folder: child.number });
    else onPlace({ ...place, cause: child.number, folder: 0 });
  };
  const where = isByCause ? 'The image by cause' : `/${folderPath(tree, folder)}`;
  const at = isByCause ? 0 : folder;
  return (
    <>
      <FileFilters opened={opened} place={place} onPlace={onPlace} />
      <nav class="crumbs" aria-label="Folders">
        {by === 'cause' && (
          <button
            type="button"
            disabled={isByCause}
            onClick={() => onPlace({ ...place, cause: null, folder: 0 })}
          >
            All causes
          </button>
        )}
        {by === 'cause' && cause !== null && <span class="crumb-cause">{causes[cause]!.title}</span>}
        {!isByCause &&
          listParents(tree.folderParents, folder).map((f) => (
            <button
              key={f}
              type="button"
              disabled={f === folder}
              onClick={() => onPlace({ ...place, folder: f })}
            >
              {f === 0 ? '/' : <Text of={tree.folderNames[f]!} />}
            </button>
          ))}
        <span class="crumb-sum" aria-live="polite">
          {countOf(sums.byFolder.files[at]!, 'file')},{' '}
          <strong>{formatBytes(sums.byFolder.bytes[at]!)}</strong>
        </span>
      </nav>
      <Treemap
        label={`${where}: areas are bytes`}
        items={items}
        onOpen={({ key }) => {
          const child = byKey.get(String(key));
          return child === undefined ? undefined : () => open(child);
        }}
      />
      <FillLegend />
      <div class="bar-row">
        <ButtonChoice
          label="What the table lists"
          options={[
            { value: 'content', label: isByCause ? 'Causes' : 'In this folder' },
            { value: 'below', label: 'All files, largest first' },
          ]}
          value={list}
          onChoose={setList}
        />
      </div>
      {list === 'content' ? (
        <ChildTable caption={`${where}: what it holds`} opened={opened} rows={children} onOpen={open} />
      ) : (
        <FileTable
          caption={`${where}: all files below, largest first`}
          opened={opened}
          files={below}
          onOpen={(file) => go.showDetail({ kind: 'file', file })}
        />
      )}
    </>
  );
}

/** From the root to a folder. */
function listParents(parents: readonly number[], folder: number): readonly number[] {
  const list: number[] = [];
  for (let at = folder; at >= 0; at = parents[at]!) list.push(at);
  return list.reverse();
}
