// What images carry that they should not: each finding once, at the layer that brought it, with the images that have it.
import { countOf, formatBytes, formatCount } from '../../src/report/format-amount.ts';
import type { FleetPageFinding } from '../../src/report/page/fleet/fleet-page-check.ts';
import { Table } from '../shared/table.tsx';
import { PathText, Text } from '../shared/text.tsx';
import { Detail, NameList } from './detail.tsx';
import type { Navigation } from './navigation.ts';
import type { OpenedFleet } from './opened.ts';

/** The view. */
export function FindingsView({ fleet, go }: { readonly fleet: OpenedFleet; readonly go: Navigation }) {
  const { check } = fleet.page;
  if (check === null) return <NotChecked />;
  const chosen = go.chosen.finding === null ? undefined : check.findings[go.chosen.finding];
  return (
    <>
      {chosen !== undefined && (
        <FindingDetail fleet={fleet} number={go.chosen.finding!} finding={chosen} go={go} />
      )}
      {check.errors.length > 0 && (
        <div class="advice-card">
          <h3>{countOf(check.errors.length, 'image')} could not be read</h3>
          <ul>
            {check.errors.map(({ name, message }) => (
              <li key={name}>
                <Text of={name} />: <Text of={message} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <Table
        caption="Findings of the fleet"
        columns={[
          {
            id: 'what',
            title: 'Finding',
            draw: (number) => {
              const { message, place, folder, ignored } = check.findings[number]!;
              return (
                <>
                  <Text of={message} />{' '}
                  <span class="faint">
                    {place !== null ? <Text of={place} /> : folder !== '' && <Text of={`/${folder}`} />}
                    {ignored !== null && ' ignored'}
                  </span>
                </>
              );
            },
            sortBy: (number) => check.findings[number]!.message,
          },
          {
            id: 'severity',
            title: 'Severity',
            draw: (number) => <Severity of={check.findings[number]!} />,
            sortBy: (number) => ['error', 'warning', 'advice'].indexOf(check.findings[number]!.severity),
            width: '6.5em',
          },
          {
            id: 'bytes',
            title: 'Bytes',
            draw: (number) => formatBytes(check.findings[number]!.bytes),
            sortBy: (number) => check.findings[number]!.bytes,
            isAmount: true,
            width: '6.5em',
          },
          {
            id: 'images',
            title: 'Images',
            draw: (number) => formatCount(check.findings[number]!.imageCount),
            sortBy: (number) => check.findings[number]!.imageCount,
            isAmount: true,
            width: '6em',
          },
          {
            id: 'layer',
            title: 'Brought by',
            draw: (number) => {
              const { home } = check.findings[number]!;
              return home === null ? 'configs' : <Text of={`layer ${home.index + 1} of ${home.image}`} />;
            },
            isExtra: true,
            width: '16em',
          },
        ]}
        rows={check.findings.map((_, number) => number)}
        keyOf={(number) => number}
        onOpen={(finding) => go.choose({ finding })}
        empty="Nothing was found."
      />
    </>
  );
}

function NotChecked() {
  return (
    <div class="advice-card">
      <h3>Nobody looked into the images yet</h3>
      <p>
        This report was made from what lists and manifests say. Read the layers, each once, for what they
        carry:
      </p>
      <pre>
        <code>plimsoll report --fleet SOURCE --contents</code>
      </pre>
    </div>
  );
}

function Severity({ of: { severity } }: { readonly of: FleetPageFinding }) {
  return <span class={`severity ${severity}`}>{severity}</span>;
}

function FindingDetail(props: {
  readonly fleet: OpenedFleet;
  readonly number: number;
  readonly finding: FleetPageFinding;
  readonly go: Navigation;
}) {
  const { fleet, number, finding, go } = props;
  const { home, layer, paths, fileCount, packages, fingerprints, images, imageCount } = finding;
  const notes = [
    finding.hiddenIn > 0 && `hidden in ${finding.hiddenIn}, shipped all the same`,
    finding.inheritedIn > 0 && `inherited in ${finding.inheritedIn}`,
    finding.failingIn > 0 &&
      `${countOf(finding.failingIn, 'image')} ${finding.failingIn === 1 ? 'fails' : 'fail'} for it`,
  ].filter((note) => note !== false);
  return (
    <Detail
      id={`finding ${number}`}
      kind={finding.rule}
      title={<Text of={finding.message} />}
      onClose={() => go.choose({ finding: null })}
    >
      <p>
        <Severity of={finding} /> {formatBytes(finding.bytes)} in {countOf(imageCount, 'image')}
        {notes.length > 0 && `: ${notes.join('; ')}`}.
      </p>
      {finding.ignored !== null && (
        <p class="faint">
          Ignored: <Text of={finding.ignored.reason} />
          {finding.ignored.until !== null && ` until ${finding.ignored.until}`}
        </p>
      )}
      {finding.fix !== null && (
        <div class="line">
          <h4>Fix</h4>
          <p>
            <Text of={finding.fix} />
          </p>
        </div>
      )}
      {home !== null && (
        <div class="line">
          <h4>Brought by</h4>
          <p>
            {layer === null ? (
              <Text of={`layer ${home.index + 1} of ${home.image}`} />
            ) : (
              <button type="button" class="row-button" onClick={() => go.openLayer(layer)}>
                <Text of={`layer ${home.index + 1} of ${home.image}`} />
              </button>
            )}
            {home.instruction !== null && (
              <>
                : <code class="path">{<Text of={home.instruction} />}</code>
              </>
            )}
          </p>
        </div>
      )}
      {packages.length > 0 && (
        <div class="line">
          <h4>Packages</h4>
          <p>
            <Text of={packages.join(', ')} />
          </p>
        </div>
      )}
      {paths.length > 0 && (
        <details class="more">
          <summary>{countOf(fileCount, 'file')}</summary>
          <ul>
            {paths.map(({ path, bytes }) => (
              <li key={path}>
                <PathText of={path} /> <span class="faint">{formatBytes(bytes)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {fingerprints.length > 0 && <p class="hint path">{fingerprints.join(' ')}</p>}
      <div class="line">
        <h4>Images</h4>
        <NameList
          names={images.map((i) => ({ key: i, name: <Text of={fleet.page.images[i]!.name} /> }))}
          onOpen={go.openImage}
        />
      </div>
    </Detail>
  );
}
