// One layer of a fleet: who has it, and what follows when it changes.
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { Figures } from '../shared/figures.tsx';
import { Text } from '../shared/text.tsx';
import { Detail, NameList } from './detail.tsx';
import type { Navigation } from './navigation.ts';
import { type OpenedFleet, placeOf, shortDigest } from './opened.ts';

/** The card. */
export function LayerDetail(props: {
  readonly fleet: OpenedFleet;
  readonly layer: number;
  readonly go: Navigation;
}) {
  const { fleet, layer, go } = props;
  const { page, users, copies, layersAbove, placeChanges } = fleet;
  const { layers } = page;
  const isPlacedOtherwise = copies[layer] === 0;
  return (
    <Detail
      id={`layer ${layer}`}
      kind="Layer"
      title={
        <>
          <span class="path">{shortDigest(layers.digests[layer]!)}</span> <Text of={placeOf(fleet, layer)} />
        </>
      }
      onClose={() => go.choose({ layer: null })}
    >
      <p class="hint path">{layers.digests[layer]!}</p>
      <Figures
        of={[
          {
            label: 'Size',
            value: formatBytes(layers.shippedBytes[layer]!),
            note: `about ${formatBytes(layers.entryBytes[layer]!)} unpacked`,
          },
          {
            label: 'On a node',
            value: isPlacedOtherwise ? 'as another' : copies[layer] === 1 ? 'once' : `${copies[layer]} times`,
            note: isPlacedOtherwise ? 'the same in another compression' : 'by what lies below it',
          },
          {
            label: 'A change pushes',
            value: formatBytes(layers.blast.pushBytes[layer]!),
            note: `it and ${countOf(layersAbove[layer]!, 'layer')} above`,
          },
          {
            label: 'A change pulls',
            value: formatBytes(layers.blast.pullBytes[layer]!),
            note: 'each image on a node of its own',
          },
          ...(placeChanges === null
            ? []
            : [
                {
                  label: 'Its place changed',
                  value: placeChanges[layer] === 1 ? 'once' : `${placeChanges[layer]} times`,
                  note: 'over the history',
                },
              ]),
        ]}
      />
      <div class="line">
        <h4>
          {users[layer]!.length === 1
            ? 'The image that has it'
            : `${users[layer]!.length} images that have it, and follow`}
        </h4>
        <NameList
          names={users[layer]!.map((i) => ({ key: i, name: <Text of={page.images[i]!.name} /> }))}
          onOpen={go.openImage}
        />
      </div>
    </Detail>
  );
}
