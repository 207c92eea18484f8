// A treemap of groups that one walks into, with the way back above it.
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatBytes } from '../../src/report/format-amount.ts';
import { Text } from '../shared/text.tsx';
import { Treemap, type TreemapItem } from '../shared/treemap.tsx';
import { follow, type Nest } from './nest.ts';

/** The picture, and who walks in it. */
export function NestedTreemap(props: {
  readonly label: string;
  readonly root: Nest;
  readonly path: readonly string[];
  readonly onPath: (path: readonly string[]) => void;
  readonly bytesOf: (item: number) => number;
  /** What an item is called within a group. */
  readonly labelOf: (item: number, group: Nest) => string;
  /** `12 images`. */
  readonly count: (items: number) => string;
  readonly onOpen: (item: number) => void;
  /** Stands above the picture, to the right. */
  readonly children?: ComponentChildren;
}) {
  const { label, root, path, onPath, bytesOf, labelOf, count, onOpen, children } = props;
  const here = follow(root, path);
  const items = useMemo((): readonly TreemapItem[] => {
    const sum = (of: readonly number[]): number => of.reduce((total, item) => total + bytesOf(item), 0);
    const plain = { ballastBytes: 0, adviceBytes: 0 };
    const toItems = (group: Nest, isInner: boolean): readonly TreemapItem[] =>
      group.groups === null
        ? group.items.map((item) => ({
            key: item,
            label: labelOf(item, group),
            bytes: bytesOf(item),
            ...plain,
          }))
        : group.groups.map((inner) => ({
            key: `in ${inner.label}`,
            label: inner.label,
            bytes: sum(inner.items),
            note: count(inner.items.length),
            ...plain,
            ...(isInner ? {} : { inner: toItems(inner, true) }),
          }));
    return toItems(here, false);
  }, [here, bytesOf]);
  const step = (label: string, depth: number) => (
    <button
      key={depth}
      type="button"
      disabled={depth === path.length}
      onClick={() => onPath(path.slice(0, depth))}
    >
      <Text of={label} />
    </button>
  );
  const open = ({ key }: TreemapItem) => {
    if (typeof key === 'number') return () => onOpen(key);
    return key.startsWith('in ') ? () => onPath([...path, key.slice('in '.length)]) : undefined;
  };
  return (
    <>
      <div class="filters">
        <nav class="crumbs" aria-label="Group">
          {step(root.label, 0)}
          {path.map((name, i) => step(name, i + 1))}
        </nav>
        <span class="crumb-sum">
          <strong>{formatBytes(items.reduce((sum, { bytes }) => sum + bytes, 0))}</strong>{' '}
          {count(here.items.length)}
        </span>
        {children}
      </div>
      <Treemap label={label} items={items} onOpen={open} height={380} />
    </>
  );
}
