// What images carry that they should not: each finding once, at the layer that brought it, with the images that have it.
import { countOf, formatBytes, formatCount } from '../../src/report/format-amount.ts';
import { Badge } from '../shared/badge.tsx';
import { Table } from '../shared/table.tsx';
import { Text } from '../shared/text.tsx';
import type { Navigation } from './navigation.ts';
import type { OpenedFleet } from './opened.ts';

/** The view. */
export function FindingsView({ fleet, go }: { readonly fleet: OpenedFleet; readonly go: Navigation }) {
  const { check } = fleet.page;
  if (check === null) return <NotChecked />;
  const findingOf = (position: number) => check.findings[position]!;
  return (
    <>
      {check.errors.length > 0 && (
        <section class="card errors">
          <h3>{countOf(check.errors.length, 'image')} could not be read</h3>
          <ul>
            {check.errors.map(({ name, message }) => (
              <li key={name}>
                <Text of={name} />: <Text of={message} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <p class="note">
        {check.passes
          ? 'No image fails.'
          : `${countOf(check.failingImages, 'image')} of ${fleet.page.images.length} ${check.failingImages === 1 ? 'fails' : 'fail'}, for ${countOf(check.failingFindings, 'finding')}.`}{' '}
        Mend a layer, and every image that has it follows.
      </p>
      <Table
        caption="Findings of the fleet"
        columns={[
          {
            id: 'what',
            title: 'Finding',
            draw: (position) => {
              const { message, place, folder } = findingOf(position);
              const where = place ?? (folder === '' ? '' : `/${folder}`);
              return (
                <>
                  <Text of={message} />{' '}
                  <span class="faint">
                    <Text of={where} />
                  </span>
                </>
              );
            },
            sortBy: (position) => findingOf(position).message,
          },
          {
            id: 'severity',
            title: 'Severity',
            draw: (position) => {
              const { severity, ignored } = findingOf(position);
              return ignored === null ? (
                <Badge kind={severity}>{severity}</Badge>
              ) : (
                <Badge kind="plain">ignored</Badge>
              );
            },
            sortBy: (position) => ['error', 'warning', 'advice'].indexOf(findingOf(position).severity),
            isExtra: true,
            width: '7em',
          },
          {
            id: 'bytes',
            title: 'Bytes',
            draw: (position) => formatBytes(findingOf(position).bytes),
            sortBy: (position) => findingOf(position).bytes,
            isAmount: true,
            width: '6.5em',
          },
          {
            id: 'images',
            title: 'Images',
            draw: (position) => formatCount(findingOf(position).imageCount),
            sortBy: (position) => findingOf(position).imageCount,
            isAmount: true,
            isExtra: true,
            width: '5.5em',
          },
          {
            id: 'layer',
            title: 'Brought by',
            draw: (position) => {
              const { home } = findingOf(position);
              return home === null ? 'configs' : <Text of={`layer ${home.index + 1} of ${home.image}`} />;
            },
            isExtra: true,
            width: '17em',
          },
        ]}
        rows={check.findings.map((_, position) => position)}
        keyOf={(position) => position}
        onOpen={go.openFinding}
        empty="Nothing was found."
      />
    </>
  );
}

function NotChecked() {
  return (
    <section class="card how-to">
      <h3>Nobody looked into the images yet</h3>
      <p>
        This page was made from what lists and manifests say. This reads the layers too, each once, for what
        they carry and for what several of them hold:
      </p>
      <pre>
        <code>plimsoll report --fleet SOURCE --contents</code>
      </pre>
    </section>
  );
}
