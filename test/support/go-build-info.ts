// The blob of Go's build info, in both of its forms.
import { BASE_ADDRESS, type MadeElf, NumberWriter } from './elf-files.ts';

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');

/** As Go has written it since 1.18. */
export function makeInlineBuildInfo(goVersion: string, text: string): Buffer {
  return Buffer.concat([
    MAGIC,
    Buffer.from([0, 2]),
    Buffer.alloc(16),
    ...[Buffer.from(goVersion), frame(text)].flatMap((bytes) => [varint(bytes.length), bytes]),
  ]);
}

/** As Go wrote it up to 1.17, for data that is at `dataOffset` of the file. */
export function makePointedBuildInfo(
  goVersion: string,
  text: string,
  dataOffset: number,
  made: MadeElf,
): Buffer {
  const { is64 = true, isBigEndian = false } = made;
  const numbers = new NumberWriter(made);
  const [version, modules] = [Buffer.from(goVersion), frame(text)];
  const wordBytes = is64 ? 8 : 4;
  const headersAt = dataOffset + BASE_ADDRESS + 32;
  const versionAt = headersAt + 4 * wordBytes;
  const header = Buffer.concat([
    MAGIC,
    Buffer.from([wordBytes, isBigEndian ? 1 : 0]),
    numbers.word(headersAt, headersAt + 2 * wordBytes),
    Buffer.alloc(16 - 2 * wordBytes),
  ]);
  const strings = numbers.word(versionAt, version.length, versionAt + version.length, modules.length);
  return Buffer.concat([header, strings, version, modules]);
}

function frame(text: string): Buffer {
  return text === '' ? Buffer.alloc(0) : Buffer.from(`${'0w'.repeat(8)}${text}${'2C'.repeat(8)}`);
}

function varint(number: number): Buffer {
  const bytes: number[] = [];
  let left = number;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) + 0x80);
  return Buffer.from([...bytes, left]);
}
