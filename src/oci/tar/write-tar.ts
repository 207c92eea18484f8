// The tar writer: plain-data entries to the bytes of a layer, whole in memory or as a stream (layer.md).
import { PlimsollError } from '../../errors.ts';
import { BLOCK_BYTES } from './header.ts';
import { encodeHeader, padding, type SizedContent, showPath, type TarItem } from './write-header.ts';

export type { TarItem } from './write-header.ts';

/** Two zero blocks, no further padding. */
const END_BYTES = 2 * BLOCK_BYTES;
const EMPTY = Buffer.alloc(0);

/** A whole tar in memory, contents included. Throws IMAGE_UNSUPPORTED for what no tar can state. */
export function writeTar(items: Iterable<TarItem>): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const item of items) {
    const content = item.kind === 'file' ? (item.content ?? EMPTY) : EMPTY;
    if (!(content instanceof Uint8Array)) throw wrongContent('is not in memory', item);
    pieces.push(encodeHeader(item, content.byteLength), content, padding(content.byteLength));
  }
  return Buffer.concat([...pieces, Buffer.alloc(END_BYTES)]);
}

/** The same tar piece by piece; throws INTERNAL where a content is not as long as it says. */
export async function* streamTar(
  items: Iterable<TarItem> | AsyncIterable<TarItem>,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const item of items) {
    const content = item.kind === 'file' ? (item.content ?? EMPTY) : EMPTY;
    const sizeBytes = content instanceof Uint8Array ? content.byteLength : content.sizeBytes;
    yield encodeHeader(item, sizeBytes);
    if (content instanceof Uint8Array) {
      if (sizeBytes > 0) yield content;
    } else yield* checkLength(content, item);
    if (sizeBytes % BLOCK_BYTES > 0) yield padding(sizeBytes);
  }
  yield Buffer.alloc(END_BYTES);
}

async function* checkLength(content: SizedContent, item: TarItem): AsyncGenerator<Uint8Array, void, void> {
  let given = 0;
  for await (const bytes of content.bytes) {
    given += bytes.byteLength;
    if (given > content.sizeBytes) break;
    yield bytes;
  }
  if (given !== content.sizeBytes) throw wrongContent(`is not ${content.sizeBytes} bytes long`, item);
}

function wrongContent(why: string, item: TarItem): PlimsollError {
  return new PlimsollError('INTERNAL', `a tar entry's content ${why}`, { subject: showPath(item) });
}
