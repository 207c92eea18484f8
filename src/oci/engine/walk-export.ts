// Walks a tar that streams by; contents that are not read are skipped as they come, and nothing is buffered.
import { PlimsollError } from '../../errors.ts';
import { createMemberParser, type Member } from '../archive/member-header.ts';
import { BLOCK_BYTES } from '../tar/header.ts';
import { createByteSource } from './byte-source.ts';

/** A member of the stream; it can be read only until the next one is asked for. */
export interface StreamedMember extends Member {
  /** The first byte of the content, without taking it; undefined where it is empty. */
  peek(): Promise<number | undefined>;
  /** The whole content in memory, for small members. */
  readAll(): Promise<Uint8Array>;
  /** The content in pieces, each valid until the next is asked for. */
  read(): AsyncIterable<Uint8Array>;
}

/** Yields each member in the stream's order; throws LAYER_TRUNCATED where it ends without a tar's end mark. */
export async function* walkExport(
  stream: AsyncIterable<Uint8Array>,
  subject: string,
): AsyncGenerator<StreamedMember> {
  const source = createByteSource(stream, subject);
  const parser = createMemberParser();
  try {
    for (;;) {
      const step = parser.takeHeader(await source.read(BLOCK_BYTES));
      if (step.kind === 'zeros') return;
      if (step.kind === 'extension') {
        parser.takeExtension(step.type, await source.read(step.sizeBytes));
        await source.skip(paddingOf(step.sizeBytes));
        continue;
      }
      const { member } = step;
      let left = member.sizeBytes;
      let isOver = false;
      const refuseLate = (): void => {
        if (isOver) throw new PlimsollError('INTERNAL', 'a member of an export was read too late');
      };
      yield {
        ...member,
        async peek() {
          refuseLate();
          return left === 0 ? undefined : source.peek();
        },
        async readAll() {
          refuseLate();
          const length = left;
          left = 0;
          return source.read(length);
        },
        async *read() {
          while (left > 0) {
            refuseLate();
            const piece = await source.readPiece(left);
            left -= piece.byteLength;
            yield piece;
          }
        },
      };
      isOver = true;
      await source.skip(left);
      await source.skip(paddingOf(member.sizeBytes));
    }
  } finally {
    await source.close();
  }
}

function paddingOf(sizeBytes: number): number {
  return (BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES;
}
