// The packages: what each takes, what would go with it, and what would do its job with less.
import { useMemo, useState } from 'preact/hooks';
import { formatBytes } from '../../src/report/format-amount.ts';
import type { PagePackage } from '../../src/report/page/image-page.ts';
import { Badge } from '../shared/badge.tsx';
import { SelectChoice } from '../shared/choice.tsx';
import { Table, type TableColumn } from '../shared/table.tsx';
import { Text } from '../shared/text.tsx';
import { LighterCard } from './lighter-card.tsx';
import type { ViewProps } from './navigation.ts';

const ALL = '';

/** The view. */
export function PackagesView({ opened, go }: ViewProps) {
  const { packages, lighter, distribution } = opened.page;
  const [type, setType] = useState(ALL);
  const [look, setLook] = useState(ALL);
  const types = useMemo(() => [...new Set(packages.map((item) => item.type))].sort(), [packages]);
  const rows = useMemo(
    () =>
      [...packages.keys()].filter((position) => {
        const item = packages[position]!;
        return (type === ALL || item.type === type) && passes(item, look, opened.lighter.has(item.name));
      }),
    [packages, type, look],
  );
  const savedBytes = ({ name, state }: PagePackage): number =>
    state === 'installed' ? (opened.lighter.get(name)?.choices[0]?.savedBytes ?? 0) : 0;
  const of = (position: number): PagePackage => packages[position]!;
  const columns: readonly TableColumn<number>[] = [
    { id: 'name', title: 'Package', draw: (p) => <Text of={of(p).name} />, sortBy: (p) => of(p).name },
    {
      id: 'version',
      title: 'Version',
      draw: (p) => <Text of={of(p).version} />,
      isExtra: true,
      width: '16%',
    },
    {
      id: 'type',
      title: 'Kind',
      draw: (p) => of(p).type,
      sortBy: (p) => of(p).type,
      isExtra: true,
      width: '5.5em',
    },
    {
      id: 'bytes',
      title: 'Size',
      draw: (p) => formatBytes(of(p).bytes),
      sortBy: (p) => of(p).bytes,
      isAmount: true,
      width: '6.5em',
    },
    {
      id: 'frees',
      title: 'Frees',
      draw: (p) => {
        const { frees } = of(p);
        return frees === null ? <span class="faint">stays</span> : formatBytes(frees.bytes);
      },
      sortBy: (p) => of(p).frees?.bytes ?? -1,
      isAmount: true,
      width: '6.5em',
    },
    ...(opened.lighter.size === 0
      ? []
      : [
          {
            id: 'lighter',
            title: 'Lighter saves',
            draw: (p: number) => (savedBytes(of(p)) === 0 ? '' : formatBytes(savedBytes(of(p)))),
            sortBy: (p: number) => savedBytes(of(p)),
            isAmount: true,
            isExtra: true,
            width: '9em',
          },
        ]),
    {
      id: 'layer',
      title: 'Layer',
      draw: (p) => of(p).layer,
      sortBy: (p) => of(p).layer,
      isAmount: true,
      isExtra: true,
      width: '5.5em',
    },
    {
      id: 'roles',
      title: 'There for',
      draw: (p) => (
        <>
          {of(p).state === 'removed' && <Badge kind="warning">removed</Badge>}
          {of(p).roles.map(({ role }) => (
            <Badge key={role} kind="advice">
              {role}
            </Badge>
          ))}
        </>
      ),
      isExtra: true,
      width: '20%',
    },
  ];
  return (
    <>
      {lighter !== null && <LighterCard lighter={lighter} />}
      <div class="filters">
        <SelectChoice
          label="Kind"
          value={type}
          onChoose={setType}
          options={[{ value: ALL, label: 'All' }, ...types.map((value) => ({ value, label: value }))]}
        />
        <SelectChoice
          label="Show"
          value={look}
          onChoose={setLook}
          options={[
            { value: ALL, label: 'All' },
            { value: 'asked', label: 'Asked for, not dependencies' },
            { value: 'roles', label: 'Not there to serve' },
            { value: 'removed', label: 'Removed, but still shipped' },
            ...(opened.lighter.size === 0 ? [] : [{ value: 'lighter', label: 'With a lighter analogue' }]),
          ]}
        />
        <span class="crumb-sum" aria-live="polite">
          {rows.length} of {packages.length} packages{distribution === null ? '' : `, on ${distribution}`}
        </span>
      </div>
      <Table
        caption="Packages"
        columns={columns}
        rows={rows}
        keyOf={(position) => position}
        sortedBy="bytes"
        onOpen={(position) => go.showDetail({ kind: 'package', position })}
        empty="No package passes these choices."
      />
      <p class="note faint">
        Frees is what removing the package would free: its own files, and those of packages that nothing needs
        then.
      </p>
    </>
  );
}

function passes(item: PagePackage, look: string, hasLighter: boolean): boolean {
  switch (look) {
    case 'asked':
      return item.isAutomatic === false;
    case 'roles':
      return item.roles.length > 0;
    case 'removed':
      return item.state === 'removed';
    case 'lighter':
      return hasLighter;
    default:
      return true;
  }
}
