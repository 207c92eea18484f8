// Zip archives made in code, right or wrong in any field.
import { deflateRawSync } from 'node:zlib';

/** An entry to write; the claims default to the truth. */
export interface ZipItem {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly isStored?: boolean;
  readonly method?: number;
  readonly flags?: number;
  readonly claimedSizeBytes?: number;
  readonly claimedCompressedBytes?: number;
  /** Where the central directory says that the local header is. */
  readonly claimedOffset?: number;
  /** Sizes and offset in a zip64 extra field, all ones in the short ones. */
  readonly isZip64?: boolean;
  /** Only in the central directory: for entries that share a body. */
  readonly isGhost?: boolean;
}

/** What stands around the entries. */
export interface ZipShape {
  /** Before the archive, not counted by its offsets: a launch script. */
  readonly prefix?: string;
  readonly comment?: string;
  /** A zip64 end record and its locator. */
  readonly isZip64?: boolean;
}

/** Writes an archive. */
export function zip(items: readonly ZipItem[], shape: ZipShape = {}): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const item of items) {
    const content = Buffer.from(item.content as Uint8Array);
    const body = item.isStored === true ? content : deflateRawSync(content);
    const name = Buffer.from(item.name);
    const sizes = {
      method: item.method ?? (item.isStored === true ? 0 : 8),
      flags: item.flags ?? 0,
      size: item.claimedSizeBytes ?? content.length,
      compressed: item.claimedCompressedBytes ?? body.length,
      offset: item.claimedOffset ?? offset,
    };
    centrals.push(central(name, sizes, item.isZip64 === true));
    if (item.isGhost === true) continue;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(sizes.method, 8);
    local.writeUInt16LE(name.length, 26);
    locals.push(local, name, body);
    offset += 30 + name.length + body.length;
  }
  const directory = Buffer.concat(centrals);
  const comment = Buffer.from(shape.comment ?? '');
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(shape.isZip64 === true ? 0xffffffff : directory.length, 12);
  end.writeUInt32LE(shape.isZip64 === true ? 0xffffffff : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  const end64 = shape.isZip64 === true ? zip64End(offset, directory.length) : Buffer.alloc(0);
  return Buffer.concat([Buffer.from(shape.prefix ?? ''), ...locals, directory, end64, end, comment]);
}

function central(
  name: Buffer,
  sizes: { method: number; flags: number; size: number; compressed: number; offset: number },
  isZip64: boolean,
): Buffer {
  const extra = Buffer.alloc(isZip64 ? 28 : 0);
  if (isZip64) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(BigInt(sizes.size), 4);
    extra.writeBigUInt64LE(BigInt(sizes.compressed), 12);
    extra.writeBigUInt64LE(BigInt(sizes.offset), 20);
  }
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(sizes.flags, 8);
  header.writeUInt16LE(sizes.method, 10);
  header.writeUInt32LE(isZip64 ? 0xffffffff : sizes.compressed, 20);
  header.writeUInt32LE(isZip64 ? 0xffffffff : sizes.size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(isZip64 ? 0xffffffff : sizes.offset, 42);
  return Buffer.concat([header, name, extra]);
}

function zip64End(offset: number, length: number): Buffer {
  const end = Buffer.alloc(76);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(length), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(offset + length), 64);
  return end;
}
