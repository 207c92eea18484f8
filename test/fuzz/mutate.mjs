// What is done to bytes: flips, cuts, splices, and edits of header fields whose checksums are put right again.
import { gzipSync } from 'node:zlib';
import { fixChecksum } from './make-tar.mjs';

const BLOCK = 512;
const FIELDS = [
  [0, 100],
  [100, 8],
  [108, 8],
  [116, 8],
  [124, 12],
  [136, 12],
  [156, 1],
  [157, 100],
  [257, 8],
  [329, 8],
  [337, 8],
  [345, 155],
  [386, 96],
  [482, 1],
  [483, 12],
];
const NUMBERS = [
  '77777777777\0',
  '00000000000\0',
  '-0000000001\0',
  '8\0',
  '            ',
  '\0\0\0',
  '00000000777\0',
];

/** A few changes to a tar. */
export function mutateTar(tar, random) {
  let bytes = Buffer.from(tar);
  for (let left = random.below(4); left > 0; left--) {
    if (bytes.length === 0) return bytes;
    bytes = random.pick([editField, editField, editText, flipBits, truncate, splice, dropBlock, addZeros])(
      bytes,
      random,
    );
  }
  return bytes;
}

/** A few changes to any bytes. */
export function mutateBytes(stored, random) {
  let bytes = Buffer.from(stored);
  for (let left = 1 + random.below(3); left > 0; left--) {
    if (bytes.length === 0) return bytes;
    bytes = random.pick([flipBits, flipBits, truncate, splice, addZeros])(bytes, random);
  }
  return bytes;
}

/** One of the stored forms; gzip in several members and zstd in several frames at times. */
export function compress(tar, random) {
  const form = random.below(3);
  if (form === 0) return tar;
  const pieces = [];
  for (let at = 0; at < tar.length || at === 0; ) {
    const length = random.once(2) ? tar.length : 1 + random.below(tar.length);
    const piece = tar.subarray(at, at + length);
    pieces.push(form === 1 ? gzipSync(piece, { level: random.below(10) }) : zstdFrame(piece, random));
    at += Math.max(1, length);
  }
  return Buffer.concat(pieces);
}

/** A frame of raw blocks (RFC 8878), at times after a skippable frame. */
function zstdFrame(content, random) {
  const parts = random.once(4) ? [Buffer.from('502a4d1803000000aabbcc', 'hex')] : [];
  parts.push(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, random.below(18) << 3]));
  const blockBytes = 1 + random.below(1024);
  for (let at = 0; at < content.length || at === 0; at += blockBytes) {
    const piece = content.subarray(at, at + blockBytes);
    const header = Buffer.alloc(3);
    header.writeUIntLE((piece.length << 3) | (at + blockBytes >= content.length ? 1 : 0), 0, 3);
    parts.push(header, piece);
  }
  return Buffer.concat(parts);
}

function editField(bytes, random) {
  const header = pickHeader(bytes, random);
  if (header === undefined) return flipBits(bytes, random);
  const [offset, length] = random.pick(FIELDS);
  const value = random.pick([
    () => Buffer.from(random.pick(NUMBERS), 'latin1'),
    () => Buffer.concat([Buffer.from([random.pick([0x80, 0xff, 0xc0])]), random.bytes(length)]),
    () => Buffer.concat([Buffer.from([0x80]), Buffer.alloc(Math.max(0, length - 2)), random.bytes(1)]),
    () => random.bytes(length),
    () => Buffer.alloc(length, random.below(256)),
    () => Buffer.from(random.pick(['0', '1', '2', '5', '7', 'S', 'x', 'g', 'L', 'K', 'V', '\0'])),
  ])();
  value.copy(header, offset, 0, Math.min(length, value.length));
  if (!random.once(10)) fixChecksum(header);
  return bytes;
}

/** Changes a digit, a blank, an equals sign or a newline: the bones of PAX records and of sparse maps. */
function editText(bytes, random) {
  const start = random.below(bytes.length);
  for (let at = start; at < Math.min(bytes.length, start + 4096); at++) {
    const byte = bytes[at];
    const isBone = (byte >= 0x30 && byte <= 0x39) || byte === 0x20 || byte === 0x3d || byte === 0x0a;
    if (!isBone || !random.once(4)) continue;
    bytes[at] = random.pick([0x30, 0x39, 0x31, 0x20, 0x3d, 0x0a, 0x2c, 0x2d, 0]);
    return bytes;
  }
  return bytes;
}

function flipBits(bytes, random) {
  for (let left = random.below(4); left >= 0; left--)
    bytes[random.below(bytes.length)] ^= 1 << random.below(8);
  return bytes;
}

function truncate(bytes, random) {
  const length = random.below(bytes.length);
  return bytes.subarray(0, random.once(2) ? length : length - (length % BLOCK));
}

/** Copies a piece to another place, over what is there or between it. */
function splice(bytes, random) {
  const from = random.below(bytes.length);
  const piece = bytes.subarray(
    from,
    from + random.pick([1, 7, BLOCK, 3 * BLOCK, random.below(bytes.length)]),
  );
  const to = random.below(bytes.length);
  const at = random.once(2) ? to : to - (to % BLOCK);
  return Buffer.concat([
    bytes.subarray(0, at),
    piece,
    bytes.subarray(random.once(2) ? at : at + piece.length),
  ]);
}

function dropBlock(bytes, random) {
  const at = random.below(Math.ceil(bytes.length / BLOCK)) * BLOCK;
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + BLOCK)]);
}

function addZeros(bytes, random) {
  const at = random.below(bytes.length);
  return Buffer.concat([
    bytes.subarray(0, at - (at % BLOCK)),
    Buffer.alloc(BLOCK),
    bytes.subarray(at - (at % BLOCK)),
  ]);
}

function pickHeader(bytes, random) {
  const headers = [];
  for (let at = 0; at + BLOCK <= bytes.length; at += BLOCK)
    if (bytes.toString('latin1', at + 257, at + 262) === 'ustar')
      headers.push(bytes.subarray(at, at + BLOCK));
  return headers.length === 0 ? undefined : random.pick(headers);
}
