// One image of a fleet: what it costs, its layers, what it stands on and what stands on it.
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { Figures } from '../shared/figures.tsx';
import { Table } from '../shared/table.tsx';
import { Text } from '../shared/text.tsx';
import { Detail, NameList } from './detail.tsx';
import type { Navigation } from './navigation.ts';
import { type OpenedFleet, shortDigest } from './opened.ts';

/** The card. */
export function ImageDetail(props: {
  readonly fleet: OpenedFleet;
  readonly image: number;
  readonly go: Navigation;
}) {
  const { fleet, image: number, go } = props;
  const { page, users, children } = fleet;
  const image = page.images[number]!;
  const { os, architecture, variant } = image.platform;
  const nameOf = (i: number) => ({ key: i, name: <Text of={page.images[i]!.name} /> });
  const judged = page.check?.images[number];
  return (
    <Detail
      id={`image ${number}`}
      kind="Image"
      title={<Text of={image.name} />}
      onClose={() => go.choose({ image: null })}
    >
      <p class="hint">
        {[os, architecture, variant].filter((part) => part !== undefined && part !== '').join('/')}
        {image.osVersion !== null && (
          <>
            , <Text of={image.osVersion} />
          </>
        )}
        {image.digest !== null && (
          <>
            , <span class="path">{image.digest}</span>
          </>
        )}
        {image.tags.length > 1 && (
          <>
            , tags <Text of={image.tags.join(', ')} />
          </>
        )}
      </p>
      <Figures
        of={[
          { label: 'Size', value: formatBytes(image.bytes), note: 'as stored' },
          { label: 'Shared', value: formatBytes(image.sharedBytes), note: 'others have it too' },
          { label: 'Deleting it frees', value: formatBytes(image.marginalBytes), note: 'in the registry' },
          { label: 'Its part of the bill', value: formatBytes(image.partBytes) },
          ...(judged
            ? [
                {
                  label: 'Check',
                  value: judged.passes ? 'passes' : 'fails',
                  note: `${formatBytes(judged.ballastBytes)} of ballast`,
                },
              ]
            : []),
        ]}
      />
      {(image.parent !== null || image.outsideBase !== null) && (
        <div class="line">
          <h4>Stands on</h4>
          {image.parent !== null ? (
            <NameList names={[nameOf(image.parent)]} onOpen={go.openImage} />
          ) : (
            <p>
              <Text of={image.outsideBase!} /> <span class="faint">outside the fleet</span>
            </p>
          )}
        </div>
      )}
      {children[number]!.length > 0 && (
        <div class="line">
          <h4>{countOf(children[number]!.length, 'image')} right on it</h4>
          <NameList names={children[number]!.map(nameOf)} onOpen={go.openImage} />
        </div>
      )}
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
            width: '7em',
          },
          {
            id: 'users',
            title: 'Images',
            draw: ({ layer }) => users[layer]!.length,
            isAmount: true,
            width: '7em',
          },
        ]}
        rows={image.layers.map((layer, depth) => ({ layer, depth }))}
        keyOf={({ depth }) => depth}
        onOpen={({ layer }) => go.openLayer(layer)}
      />
    </Detail>
  );
}
