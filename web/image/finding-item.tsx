// One finding: a line, and behind it where it is and what to change.
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import type { PageFinding } from '../../src/report/page/image-page.ts';
import { Badge } from '../shared/badge.tsx';
import { Fields } from '../shared/fields.tsx';
import { PathText, Text } from '../shared/text.tsx';
import { Fix, LayerName } from './details.tsx';
import type { ViewProps } from './navigation.ts';
import { SecretPlaces } from './secret-places.tsx';
import { tellPlace } from './tell-place.ts';

const PATHS_SHOWN = 20;

interface FindingItemProps extends ViewProps {
  /** Of the element: the same finding may be in several views. */
  readonly id: string;
  readonly position: number;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
}

/** The line, and the rest where it is open. */
export function FindingItem({ opened, go, id, position, isOpen, onToggle }: FindingItemProps) {
  const finding = opened.page.findings[position]!;
  const title = opened.page.ruleTitles[finding.rule] ?? finding.rule;
  return (
    <details
      class="finding"
      id={id}
      open={isOpen}
      onToggle={(event) => onToggle((event.currentTarget as HTMLDetailsElement).open)}
    >
      <summary>
        <Severity of={finding} />
        <span class="finding-title">
          <strong>{title}</strong>
          <span class="hint">
            <Text of={tellPlace(finding, title)} />
          </span>
        </span>
        <span class="finding-marks">
          {finding.state === 'hidden' && <Badge kind="plain">hidden</Badge>}
          {finding.origin === 'inherited' && <Badge kind="plain">inherited</Badge>}
        </span>
        <span class="finding-bytes">{finding.bytes > 0 ? formatBytes(finding.bytes) : ''}</span>
      </summary>
      {isOpen && <FindingBody opened={opened} go={go} finding={finding} position={position} />}
    </details>
  );
}

/** How severe it is; what does not count says so. */
function Severity({ of: { severity, ignored } }: { readonly of: PageFinding }) {
  if (ignored !== null) return <Badge kind="plain">ignored</Badge>;
  return <Badge kind={severity}>{severity}</Badge>;
}

function FindingBody(props: ViewProps & { readonly finding: PageFinding; readonly position: number }) {
  const { opened, go, finding, position } = props;
  const { layer, hiddenByLayer, ignored, packages, paths, fileCount, secret } = finding;
  const shown = paths.slice(0, PATHS_SHOWN);
  return (
    <div class="finding-body">
      {finding.fix !== null && <Fix text={finding.fix} />}
      <Fields
        of={[
          ['Made by', layer === null ? null : <LayerName key="by" opened={opened} index={layer} />],
          [
            'Hidden by',
            hiddenByLayer === null ? null : <LayerName key="hidden" opened={opened} index={hiddenByLayer} />,
          ],
          ['Folder', finding.folder === '' ? null : <PathText key="folder" of={`/${finding.folder}`} />],
          [
            'Size',
            finding.bytes === 0
              ? null
              : `${formatBytes(finding.bytes)} in ${countOf(fileCount, 'file')}, about ${formatBytes(finding.shippedBytes)} as shipped`,
          ],
          ['Packages', packages.length === 0 ? null : <Text key="packages" of={packages.join(', ')} />],
          ['Because', finding.because === null ? null : <Text key="because" of={finding.because} />],
          [
            'Ignored',
            ignored === null ? null : (
              <Text
                key="ignored"
                of={ignored.until === null ? ignored.reason : `${ignored.reason} (until ${ignored.until})`}
              />
            ),
          ],
          ['Rule', <code key="rule">{finding.rule}</code>],
        ]}
      />
      {secret !== null && <SecretPlaces finding={finding} secret={secret} opened={opened} />}
      {shown.length > 0 && (
        <ul class="finding-paths">
          {shown.map(({ path, bytes, neededPath }) => (
            <li key={path}>
              <span>
                <PathText of={`/${path}`} />
                {neededPath !== undefined && (
                  <span class="hint">
                    the same as <PathText of={`/${neededPath}`} />
                  </span>
                )}
              </span>
              <span>{bytes > 0 ? formatBytes(bytes) : ''}</span>
            </li>
          ))}
          {fileCount > shown.length && (
            <li class="faint">and {countOf(fileCount - shown.length, 'more file', 'more files')}</li>
          )}
        </ul>
      )}
      {finding.bytes > 0 && (
        <div class="dialog-actions">
          <button type="button" onClick={() => go.showFiles({ finding: position })}>
            Show its files
          </button>
        </div>
      )}
    </div>
  );
}
