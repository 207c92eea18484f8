// One image of a fleet: what it costs, its layers, what it stands on and what stands on it.
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { Dialog } from '../shared/dialog.tsx';
import { Fields } from '../shared/fields.tsx';
import { Table } from '../shared/table.tsx';
import { Text } from '../shared/text.tsx';
import { NameList } from './name-list.tsx';
import type { DetailProps } from './navigation.ts';
import { formatPlatform, shortDigest } from './opened.ts';

/** The dialog. */
export function ImageDetail({ fleet, position, go, onClose }: DetailProps) {
  const { page, users, children } = fleet;
  const image = page.images[position]!;
  const judged = page.check?.images[position];
  const nameOf = (i: number) => ({ key: i, name: <Text of={page.images[i]!.name} /> });
  const below = children[position]!;
  return (
    <Dialog title={<Text of={image.name} />} onClose={onClose}>
      <Fields
        of={[
          ['Size', `${formatBytes(image.bytes)} as stored, ${formatBytes(image.sharedBytes)} of it shared`],
          ['Deleting it frees', `${formatBytes(image.marginalBytes)} in the registry`],
          ['Its part of the bill', formatBytes(image.partBytes)],
          ['On a node', `removing it frees ${formatBytes(image.nodeMarginalBytes)}`],
          [
            'Check',
            judged == null
              ? null
              : `${judged.passes ? 'passes' : 'fails'}, ${formatBytes(judged.ballastBytes)} of ballast`,
          ],
          ['Platform', <Text key="platform" of={formatPlatform(image)} />],
          ['Tags', image.tags.length < 2 ? null : <Text key="tags" of={image.tags.join(', ')} />],
          ['Made', image.created === null ? null : image.created.slice(0, 10)],
          ['Digest', image.digest === null ? null : <span class="path">{image.digest}</span>],
          [
            'Stands on',
            image.parent !== null ? (
              <NameList key="parent" names={[nameOf(image.parent)]} onOpen={go.openImage} />
            ) : image.outsideBase !== null ? (
              <span key="base">
                <Text of={image.outsideBase} /> <span class="faint">outside the fleet</span>
              </span>
            ) : null,
          ],
          [
            'Right on it',
            below.length === 0 ? null : (
              <NameList key="below" names={below.map(nameOf)} onOpen={go.openImage} />
            ),
          ],
        ]}
      />
      <h3>{countOf(image.layers.length, 'layer')}, base first</h3>
      <Table
        caption={`Layers of ${image.name}, base first`}
        columns={[
          {
            id: 'digest',
            title: 'Layer',
            draw: ({ layer, depth }) => (
              <>
                {depth + 1}. <span class="path">{shortDigest(page.layers.digests[layer]!)}</span>
              </>
            ),
          },
          {
            id: 'bytes',
            title: 'Size',
            draw: ({ layer }) => formatBytes(page.layers.shippedBytes[layer]!),
            isAmount: true,
            width: '6.5em',
          },
          {
            id: 'users',
            title: 'Images',
            draw: ({ layer }) => users[layer]!.length,
            isAmount: true,
            width: '5.5em',
          },
        ]}
        rows={image.layers.map((layer, depth) => ({ layer, depth }))}
        keyOf={({ depth }) => depth}
        onOpen={({ layer }) => go.openLayer(layer)}
      />
    </Dialog>
  );
}
