// One layer of a fleet: who has it, and what follows when it changes.
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { Dialog } from '../shared/dialog.tsx';
import { Fields } from '../shared/fields.tsx';
import { Text } from '../shared/text.tsx';
import { NameList } from './name-list.tsx';
import type { DetailProps } from './navigation.ts';
import { placeOf } from './opened.ts';

/** The dialog. */
export function LayerDetail({ fleet, position: layer, go, onClose }: DetailProps) {
  const { page, users, copies, layersAbove, placeChanges } = fleet;
  const { digests, shippedBytes, entryBytes, blast } = page.layers;
  const having = users[layer]!;
  const copied = copies[layer]!;
  return (
    <Dialog title={<Text of={capitalise(placeOf(fleet, layer))} />} onClose={onClose}>
      <Fields
        of={[
          [
            'Digest',
            <span key="digest" class="path">
              {digests[layer]}
            </span>,
          ],
          [
            'Size',
            `${formatBytes(shippedBytes[layer]!)} as stored, ${formatBytes(entryBytes[layer]!)} unpacked`,
          ],
          [
            'A node keeps it',
            copied === 0
              ? 'as another layer: the same in another compression'
              : copied === 1
                ? 'once'
                : `${copied} times, by what lies below it`,
          ],
          [
            'A change pushes',
            `${formatBytes(blast.pushBytes[layer]!)}: it and ${countOf(layersAbove[layer]!, 'layer')} above it, each once`,
          ],
          [
            'A change pulls',
            `${formatBytes(blast.pullBytes[layer]!)}, where each image runs on a node of its own`,
          ],
          [
            'Changed',
            placeChanges === null
              ? null
              : `${placeChanges[layer] === 1 ? 'once' : `${placeChanges[layer]} times`} in its place over the history`,
          ],
          [
            having.length === 1 ? 'Image' : `${having.length} images`,
            <NameList
              key="images"
              names={having.map((i) => ({ key: i, name: <Text of={page.images[i]!.name} /> }))}
              onOpen={go.openImage}
            />,
          ],
        ]}
      />
    </Dialog>
  );
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
