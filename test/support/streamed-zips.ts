// Zip archives whose local headers can be read from front to back, as real ones can, right or wrong in any field.
import { crc32, deflateRawSync } from 'node:zlib';

/** A member to write; the claims default to the truth. */
export interface StreamedZipMember {
  readonly name: string | Uint8Array;
  readonly content: string | Uint8Array;
  readonly isStored?: boolean;
  readonly isEncrypted?: boolean;
  readonly method?: number;
  /** Sizes after the data: with or without the signature, in four or in eight bytes. */
  readonly descriptor?: 'signed' | 'bare' | 'zip64';
  /** Sizes in a zip64 extra field. */
  readonly isZip64?: boolean;
  readonly claimedCompressedBytes?: number;
  /** What stands in place of the compressed data. */
  readonly data?: Uint8Array;
}

/** Members, a central directory of the names, and an end record. */
export function streamedZip(members: readonly StreamedZipMember[], comment = ''): Buffer {
  const centrals = members.map(({ name }) => {
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(Buffer.from(name as string).length, 28);
    return Buffer.concat([central, Buffer.from(name as string)]);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...members.map(writeMember), ...centrals, end, Buffer.from(comment)]);
}

function writeMember(member: StreamedZipMember): Buffer {
  const content = Buffer.from(member.content as string);
  const name = Buffer.from(member.name as string);
  const data = member.data ?? (member.isStored === true ? content : deflateRawSync(content));
  const compressed = member.claimedCompressedBytes ?? data.length;
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE((member.descriptor === undefined ? 0 : 8) | (member.isEncrypted === true ? 1 : 0), 6);
  header.writeUInt16LE(member.method ?? (member.isStored === true ? 0 : 8), 8);
  header.writeUInt16LE(name.length, 26);
  if (member.descriptor === undefined) {
    header.writeUInt32LE(member.isZip64 === true ? 0xffffffff : compressed, 18);
    header.writeUInt32LE(member.isZip64 === true ? 0xffffffff : content.length, 22);
  }
  const extra = Buffer.alloc(member.isZip64 === true ? 26 : 0);
  if (member.isZip64 === true) {
    // An unknown field before it, as archives have them.
    extra.writeUInt16LE(0x5455, 0);
    extra.writeUInt16LE(2, 2);
    extra.writeUInt16LE(1, 6);
    extra.writeUInt16LE(16, 8);
    extra.writeBigUInt64LE(BigInt(content.length), 10);
    extra.writeBigUInt64LE(BigInt(compressed), 18);
    header.writeUInt16LE(extra.length, 28);
  }
  return Buffer.concat([header, name, extra, data, writeDescriptor(member, content, data.length)]);
}

function writeDescriptor({ descriptor }: StreamedZipMember, content: Buffer, compressed: number): Buffer {
  if (descriptor === undefined) return Buffer.alloc(0);
  const isLong = descriptor === 'zip64';
  const bytes = Buffer.alloc(isLong ? 24 : 16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(crc32(content), 4);
  if (isLong) {
    bytes.writeBigUInt64LE(BigInt(compressed), 8);
    bytes.writeBigUInt64LE(BigInt(content.length), 16);
  } else {
    bytes.writeUInt32LE(compressed, 8);
    bytes.writeUInt32LE(content.length, 12);
  }
  return descriptor === 'bare' ? bytes.subarray(4) : bytes;
}
