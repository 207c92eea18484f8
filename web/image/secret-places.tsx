// Where a secret is: in which layers and at which bytes of a file, or in which field of the config. Never what it is.
import { countOf, formatCount } from '../../src/report/format-amount.ts';
import type { PageFinding, PageSecret } from '../../src/report/page/image-page.ts';
import { Fields } from '../shared/fields.tsx';
import { Text } from '../shared/text.tsx';
import type { OpenedPage } from './opened.ts';

interface SecretPlacesProps {
  readonly opened: OpenedPage;
  readonly finding: PageFinding;
  readonly secret: PageSecret;
}

const OFFSETS_SHOWN = 10;

/** The places. */
export function SecretPlaces({ secret }: SecretPlacesProps) {
  const { count, layers, offsets, places, fingerprints, hiddenByInstruction } = secret;
  const at = offsets
    .slice(0, OFFSETS_SHOWN)
    .map(
      ({ offsetBytes, member }) => `${member === null ? '' : `${member}, `}byte ${formatCount(offsetBytes)}`,
    );
  return (
    <Fields
      of={[
        ['Found', countOf(count, 'time')],
        [
          'Shipped by',
          layers.length === 0 ? null : countOf(layers.length, 'layer').concat(`: ${layers.join(', ')}`),
        ],
        [
          'At',
          at.length === 0 ? null : (
            <Text key="at" of={`${at.join('; ')}${offsets.length > at.length ? ' and more' : ''}`} />
          ),
        ],
        [
          'In the config',
          places.length === 0 ? null : (
            <Text
              key="config"
              of={places.map(({ place, name }) => (name === null ? place : `${place} ${name}`)).join(', ')}
            />
          ),
        ],
        [
          'Hidden by',
          hiddenByInstruction === null ? null : (
            <code key="hidden">
              <Text of={hiddenByInstruction} />
            </code>
          ),
        ],
        [
          'Fingerprints',
          fingerprints.length === 0 ? null : (
            <code key="prints">{fingerprints.map((print) => print ?? '?').join(' ')}</code>
          ),
        ],
      ]}
    />
  );
}
