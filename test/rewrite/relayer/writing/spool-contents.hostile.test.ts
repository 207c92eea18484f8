// Layers that change between two readings, and contents that only look the same.
import { describe, expect, test } from 'vitest';
import type { LayerFacts } from '../../../../src/contents/facts/layer-facts.ts';
import type { TarItem } from '../../../../src/oci/tar/write-tar.ts';
import { gatherFleet } from '../../../../src/rewrite/relayer/components/gather-fleet.ts';
import { ContentSpool } from '../../../../src/rewrite/relayer/writing/content-spool.ts';
import { spoolContents } from '../../../../src/rewrite/relayer/writing/spool-contents.ts';
import { file, layer } from '../../../support/layers.ts';
import { imageOfExport, imageOfStreams, store, streamPieces } from '../../../support/opened-images.ts';
import { type ReadStack, readStack } from '../../../support/relayered-fleets.ts';

/** The facts with one content's checksum in the place of another's, as an image made for it would have them. */
function forge(read: ReadStack, checksum: Uint8Array): ReadStack {
  const facts: LayerFacts = { ...read.view.layers[0]!, contents: Uint8Array.from(checksum) };
  const layers = [{ ...read.layers[0]!, facts }];
  return { ...read, layers, view: { ...read.view, layers: [facts] } };
}

async function spool(reads: readonly ReadStack[], stacks: readonly (readonly TarItem[])[], served = stacks) {
  const fleet = gatherFleet(reads);
  const contents = await ContentSpool.open();
  try {
    await spoolContents({
      images: reads.map((read, i) => ({
        image: imageOfStreams([store(layer(stacks[i]!))], () => streamPieces(layer(served[i]!))),
        contents: read,
      })),
      entries: fleet.entries,
      spool: contents,
      signal: new AbortController().signal,
    });
    return contents.sizeBytes;
  } finally {
    await contents.close();
  }
}

describe('reading the contents of a fleet', () => {
  test('refuses two contents of one checksum, and names the file', async () => {
    const stacks = [[file('usr/bin/sudo', 'the real one')], [file('usr/bin/sudo', 'an evil one!')]];
    const [one, other] = (await Promise.all(stacks.map((items) => readStack([items])))) as [
      ReadStack,
      ReadStack,
    ];
    const forged = forge(other, one.view.layers[0]!.contents);
    await expect(spool([one, forged], stacks)).rejects.toMatchObject({
      code: 'IMAGE_UNSUPPORTED',
      message: expect.stringContaining('usr/bin/sudo'),
    });
    expect(await spool([one, other], stacks)).toBe(24);
  });

  test('keeps equal contents once', async () => {
    const stacks = [[file('a', 'same content')], [file('b', 'same content'), file('c', 'same content')]];
    const reads = await Promise.all(stacks.map((items) => readStack([items])));
    expect(await spool(reads, stacks)).toBe('same content'.length);
  });

  test.each([
    ['another content', [file('a', 'changed!')]],
    ['more', [file('a', 'original'), file('b', 'x')]],
    ['less', []],
  ])('refuses a layer that has %s by now', async (_, served) => {
    const stack = [file('a', 'original')];
    await expect(spool([await readStack([stack])], [stack], [served])).rejects.toMatchObject({
      code: 'LAYER_CORRUPT',
    });
  });

  test("reads an engine's export", async () => {
    const stack = [file('a', 'exported')];
    const read = await readStack([stack]);
    const fleet = gatherFleet([read]);
    const contents = await ContentSpool.open();
    try {
      await spoolContents({
        images: [{ image: imageOfExport([store(layer(stack))]), contents: read }],
        entries: fleet.entries,
        spool: contents,
        signal: new AbortController().signal,
      });
      expect(contents.sizeBytes).toBe(8);
    } finally {
      await contents.close();
    }
  });
});
