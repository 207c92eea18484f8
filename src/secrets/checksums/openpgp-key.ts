// Secret keys of OpenPGP (RFC 4880, sections 4.2, 5.5.2 and 5.5.3).

const SECRET_KEY_TAG = 5;
const SECRET_SUBKEY_TAG = 7;
/** How many multiprecision integers the public part has, by algorithm; those on curves begin with the curve's name. */
const INTEGERS_BY_ALGORITHM: Readonly<Record<number, number>> = {
  1: 2,
  2: 2,
  3: 2,
  16: 3,
  17: 4,
  18: 1,
  19: 1,
  22: 1,
};
const CURVE_ALGORITHMS = [18, 19, 22];
const ECDH = 18;

/** Whether the secret key that `bytes` begin with needs a passphrase; undefined where there is none. */
export function readOpenPgpKey(bytes: Buffer): 'plain' | 'encrypted' | undefined {
  const packet = readPacket(bytes);
  if (packet === undefined || packet[0] !== 4) return undefined;
  const algorithm = packet[5] ?? 0;
  const integers = INTEGERS_BY_ALGORITHM[algorithm];
  if (integers === undefined) return 'encrypted';
  let position = 6;
  if (CURVE_ALGORITHMS.includes(algorithm)) position += 1 + (packet[position] ?? 0);
  for (let i = 0; i < integers; i++) {
    if (position + 2 > packet.length) return undefined;
    position += 2 + Math.ceil(packet.readUInt16BE(position) / 8);
  }
  if (algorithm === ECDH) position += 1 + (packet[position] ?? 0);
  const usage = packet[position];
  if (usage === undefined) return undefined;
  return usage === 0 ? 'plain' : 'encrypted';
}

/** The body of the first packet, where it is a secret key and all of it is there. */
function readPacket(bytes: Buffer): Buffer | undefined {
  const head = bytes[0] ?? 0;
  if ((head & 0x80) === 0 || bytes.length < 6) return undefined;
  const isNew = (head & 0x40) !== 0;
  const tag = isNew ? head & 0x3f : (head >> 2) & 0x0f;
  if (tag !== SECRET_KEY_TAG && tag !== SECRET_SUBKEY_TAG) return undefined;
  const [start, length] = isNew ? readNewLength(bytes) : readOldLength(bytes, head & 3);
  return start + length <= bytes.length ? bytes.subarray(start, start + length) : undefined;
}

function readNewLength(bytes: Buffer): readonly [number, number] {
  const first = bytes[1]!;
  if (first < 192) return [2, first];
  if (first < 224) return [3, ((first - 192) << 8) + bytes[2]! + 192];
  return [6, bytes.readUInt32BE(2)];
}

function readOldLength(bytes: Buffer, type: number): readonly [number, number] {
  if (type === 0) return [2, bytes[1]!];
  if (type === 1) return [3, bytes.readUInt16BE(1)];
  if (type === 2) return [5, bytes.readUInt32BE(1)];
  return [1, bytes.length - 1];
}
