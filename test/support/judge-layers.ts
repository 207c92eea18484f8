// Judging a stack of layers through the real reading, for rules about layers: a hand-made image whose layers stream.
import type { Finding } from '../../src/checks/finding.ts';
import { judgeImage } from '../../src/checks/judging/judge-image.ts';
import type { Rule } from '../../src/checks/rule.ts';
import { readImage } from '../../src/contents/read-image.ts';
import { imageOfStreams, store } from './opened-images.ts';

/** The findings about an image of these uncompressed layers, base first; the lowest `baseLayerCount` are the base's. */
export async function judgeLayers(
  rules: readonly Rule[],
  tars: readonly Uint8Array[],
  baseLayerCount = 0,
): Promise<readonly Finding[]> {
  const image = imageOfStreams(tars.map((tar) => store(tar)));
  return judgeImage(await readImage(image, { workers: 0, baseLayerCount }), rules).findings;
}
