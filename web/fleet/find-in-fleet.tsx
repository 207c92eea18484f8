// Search over a fleet: images by name, tag and digest; layers by digest and place; findings by what they say.
import { formatBytes } from '../../src/report/format-amount.ts';
import type { SearchGroup, SearchHit } from '../shared/search.tsx';
import { Text } from '../shared/text.tsx';
import type { Navigation } from './navigation.ts';
import { type OpenedFleet, placeOf, shortDigest } from './opened.ts';

const MOST_HITS = 8;

/** What has all of `words` in it. */
export function findInFleet(fleet: OpenedFleet, words: string, go: Navigation): readonly SearchGroup[] {
  const { images, layers, check } = fleet.page;
  const parts = words.split(/\s+/);
  const hasAll = (text: string): boolean => {
    const lower = text.toLowerCase();
    return parts.every((part) => lower.includes(part));
  };
  return [
    group('Images', images.length, {
      textOf: (i) => `${images[i]!.name} ${images[i]!.tags.join(' ')} ${images[i]!.digest ?? ''}`,
      hitOf: (i) => ({
        key: `image ${i}`,
        what: <Text of={images[i]!.name} />,
        note: formatBytes(images[i]!.bytes),
        open: () => go.openImage(i),
      }),
    }),
    group('Layers', layers.count, {
      textOf: (layer) => `${layers.digests[layer]} ${placeOf(fleet, layer)}`,
      hitOf: (layer) => ({
        key: `layer ${layer}`,
        what: (
          <>
            <Text of={placeOf(fleet, layer)} />{' '}
            <span class="path faint">{shortDigest(layers.digests[layer]!)}</span>
          </>
        ),
        note: formatBytes(layers.shippedBytes[layer]!),
        open: () => go.openLayer(layer),
      }),
    }),
    group('Findings', check?.findings.length ?? 0, {
      textOf: (i) => {
        const { rule, message, folder, packages } = check!.findings[i]!;
        return `${rule} ${message} ${folder} ${packages.join(' ')}`;
      },
      hitOf: (i) => ({
        key: `finding ${i}`,
        what: <Text of={check!.findings[i]!.message} />,
        note: formatBytes(check!.findings[i]!.bytes),
        open: () => go.openFinding(i),
      }),
    }),
  ];

  function group(
    title: string,
    length: number,
    { textOf, hitOf }: { textOf: (i: number) => string; hitOf: (i: number) => SearchHit },
  ): SearchGroup {
    const hits: SearchHit[] = [];
    let count = 0;
    for (let i = 0; i < length; i++) {
      if (!hasAll(textOf(i))) continue;
      count++;
      if (hits.length < MOST_HITS) hits.push(hitOf(i));
    }
    return { title, count, hits };
  }
}
