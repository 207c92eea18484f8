// One finding of a fleet: what it is, who brought it, which images have it, and the fix.
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { Badge } from '../shared/badge.tsx';
import { Dialog } from '../shared/dialog.tsx';
import { Fields } from '../shared/fields.tsx';
import { PathText, Text } from '../shared/text.tsx';
import { NameList } from './name-list.tsx';
import type { DetailProps } from './navigation.ts';

/** The dialog. */
export function FindingDetail({ fleet, position, go, onClose }: DetailProps) {
  const finding = fleet.page.check!.findings[position]!;
  const { home, layer, paths, fileCount, packages, fingerprints, images, ignored } = finding;
  const place = home === null ? '' : `layer ${home.index + 1} of ${home.image}`;
  const reach = [
    finding.hiddenIn > 0 && `hidden in ${finding.hiddenIn}, shipped all the same`,
    finding.inheritedIn > 0 && `inherited in ${finding.inheritedIn}`,
    finding.failingIn > 0 &&
      `${countOf(finding.failingIn, 'image')} ${finding.failingIn === 1 ? 'fails' : 'fail'} for it`,
  ].filter((note) => note !== false);
  return (
    <Dialog title={<Text of={finding.message} />} onClose={onClose}>
      <p class="note">
        <Badge kind={finding.severity}>{finding.severity}</Badge> <Badge kind="plain">{finding.rule}</Badge>
      </p>
      {finding.fix !== null && (
        <p class="fix">
          <strong>Fix</strong>
          <Text of={finding.fix} />
        </p>
      )}
      <Fields
        of={[
          ['Size', `${formatBytes(finding.bytes)}, about ${formatBytes(finding.shippedBytes)} as stored`],
          ['Ignored', ignored === null ? null : <Text key="ignored" of={tellIgnored(ignored)} />],
          [
            'Brought by',
            home === null ? (
              'configs, and no layer'
            ) : layer === null ? (
              <Text key="home" of={place} />
            ) : (
              <button key="home" type="button" class="row-button" onClick={() => go.openLayer(layer)}>
                <Text of={place} />
              </button>
            ),
          ],
          [
            'Instruction',
            home === null || home.instruction === null ? null : (
              <code key="instruction" class="path">
                <Text of={home.instruction} />
              </code>
            ),
          ],
          ['Place', finding.place === null ? null : <Text key="place" of={finding.place} />],
          ['Because', finding.because === null ? null : <Text key="because" of={finding.because} />],
          ['Packages', packages.length === 0 ? null : <Text key="packages" of={packages.join(', ')} />],
          [
            'Fingerprints',
            fingerprints.length === 0 ? null : (
              <span key="prints" class="path">
                {fingerprints.join(' ')}
              </span>
            ),
          ],
          ['Reach', reach.length === 0 ? null : reach.join('; ')],
          [
            countOf(finding.imageCount, 'image'),
            <NameList
              key="images"
              names={images.map((i) => ({ key: i, name: <Text of={fleet.page.images[i]!.name} /> }))}
              onOpen={go.openImage}
            />,
          ],
        ]}
      />
      {paths.length > 0 && (
        <div class="finding-paths">
          <p class="faint">
            {paths.length < fileCount
              ? `The largest of ${countOf(fileCount, 'file')}`
              : countOf(fileCount, 'file')}
          </p>
          <ul>
            {paths.map(({ path, bytes }) => (
              <li key={path}>
                <PathText of={`/${path}`} /> <span class="faint">{formatBytes(bytes)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  );
}

function tellIgnored({ reason, until }: { readonly reason: string; readonly until: string | null }): string {
  return until === null ? reason : `${reason}, until ${until}`;
}
