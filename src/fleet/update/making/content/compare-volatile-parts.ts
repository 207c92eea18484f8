// Files of which a part is another after every build: they are read on both sides and compared without that part.

/** One kind of such files. */
export interface PartlyVolatile {
  /** As reports name it. */
  readonly name: string;
  readonly pattern: RegExp;
  /** The file without what differs after every build; undefined where it is not what its name says, so that all of it counts. */
  readonly settle: (content: Buffer) => Buffer | undefined;
}

/** Flags, then the source's time and size (PEP 552). */
const BYTECODE_HEADER_BYTES = 16;

/** Bytecode without the time of its source. One that names its source by a hash has no time. */
function settleBytecode(content: Buffer): Buffer | undefined {
  if (content.length < BYTECODE_HEADER_BYTES || content[2] !== 0x0d || content[3] !== 0x0a) return undefined;
  if (content.readUInt32LE(4) !== 0) return content;
  const settled = Buffer.from(content);
  settled.fill(0, 8, 12);
  return settled;
}

/** shadow(5): the third field is the day on which the password was changed, which is that of the build for a new user. */
function settleShadow(content: Buffer): Buffer | undefined {
  const text = content.toString('latin1');
  const lines = text.split('\n');
  const isShadow = lines.every((line) => line === '' || /^[^:]+(?::[^:]*){8}$/.test(line));
  if (!isShadow) return undefined;
  // A day of 0 asks for a new password, and an empty one switches ageing off: both count.
  const settled = lines.map((line) => line.replace(/^([^:]+:[^:]*:)[1-9]\d*:/, '$1day:'));
  return Buffer.from(settled.join('\n'), 'latin1');
}

/** machine-id(5): a random number that systemd's package makes; an empty file and `uninitialized` mean that it is still to be made. */
function settleMachineId(content: Buffer): Buffer | undefined {
  return /^(?:[0-9a-f]{32}|uninitialized)?\n?$/.test(content.toString('latin1'))
    ? Buffer.alloc(0)
    : undefined;
}

/** All of them. */
export const PARTLY_VOLATILE: readonly PartlyVolatile[] = [
  { name: "the source's time in bytecode", pattern: /\.pyc$/, settle: settleBytecode },
  { name: 'the day of a password', pattern: /^etc\/g?shadow-?$/, settle: settleShadow },
  {
    name: 'the random number of a machine',
    pattern: /^(?:etc|var\/lib\/dbus)\/machine-id$/,
    settle: settleMachineId,
  },
];

/** The kind that a path is of, or undefined. */
export function findPartlyVolatile(path: string): PartlyVolatile | undefined {
  return PARTLY_VOLATILE.find(({ pattern }) => pattern.test(path));
}

/** Whether both are the same without what differs after every build. */
export function areSettledSame({ settle }: PartlyVolatile, a: Buffer, b: Buffer): boolean {
  const [one, other] = [settle(a), settle(b)];
  return one !== undefined && other !== undefined && one.equals(other);
}
