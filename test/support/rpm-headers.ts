// rpm headers made in code: an index of tags and their values, in a region or behind it.
import { TAG, TYPE, TYPE_BYTES } from '../../src/contents/packages/rpm/header-tags.ts';

/** A tag's value: a string, strings, or numbers of a type. */
export interface HeaderValue {
  readonly tag: number;
  readonly type: number;
  readonly value: string | readonly string[] | readonly number[];
}

/** A package's facts as a header has them. */
export interface MadePackage {
  readonly name: string;
  readonly version?: string;
  readonly release?: string;
  readonly epoch?: number;
  readonly architecture?: string;
  readonly sizeBytes?: number;
  readonly sourceRpm?: string;
  readonly license?: string;
  /** Absolute paths; split at the last slash as rpm does. */
  readonly files?: readonly string[];
  readonly fileFlags?: readonly number[];
  readonly fileStates?: readonly number[];
  readonly requires?: readonly (readonly [name: string, flags: number, version: string])[];
  readonly more?: readonly HeaderValue[];
}

export const text = (tag: number, value: string): HeaderValue => ({ tag, type: TYPE.string, value });
export const texts = (tag: number, value: readonly string[]): HeaderValue => ({
  tag,
  type: TYPE.stringArray,
  value,
});
export const int32 = (tag: number, ...value: number[]): HeaderValue => ({ tag, type: TYPE.int32, value });

/** The values of a package, in the order of their tags. */
export function headerValues(made: MadePackage): HeaderValue[] {
  const values = [text(TAG.name, made.name), text(TAG.version, made.version ?? '1.0')];
  values.push(text(TAG.release, made.release ?? '1'), text(TAG.architecture, made.architecture ?? 'noarch'));
  if (made.epoch !== undefined) values.push(int32(TAG.epoch, made.epoch));
  if (made.sizeBytes !== undefined) values.push(int32(TAG.size, made.sizeBytes));
  if (made.sourceRpm !== undefined) values.push(text(TAG.sourceRpm, made.sourceRpm));
  if (made.license !== undefined) values.push(text(TAG.license, made.license));
  if (made.files !== undefined && made.files.length > 0) {
    const folders = [...new Set(made.files.map((path) => path.slice(0, path.lastIndexOf('/') + 1)))];
    values.push(texts(TAG.dirNames, folders));
    values.push(
      texts(
        TAG.baseNames,
        made.files.map((path) => path.slice(path.lastIndexOf('/') + 1)),
      ),
    );
    const indexes = made.files.map((path) => folders.indexOf(path.slice(0, path.lastIndexOf('/') + 1)));
    values.push(int32(TAG.dirIndexes, ...indexes));
    if (made.fileFlags) values.push(int32(TAG.fileFlags, ...made.fileFlags));
    if (made.fileStates) values.push({ tag: TAG.fileStates, type: TYPE.char, value: made.fileStates });
  }
  if (made.requires !== undefined && made.requires.length > 0) {
    values.push(
      texts(
        TAG.requireName,
        made.requires.map(([name]) => name),
      ),
    );
    values.push(int32(TAG.requireFlags, ...made.requires.map(([, flags]) => flags)));
    values.push(
      texts(
        TAG.requireVersion,
        made.requires.map(([, , version]) => version),
      ),
    );
  }
  values.push(...(made.more ?? []));
  return values.sort((a, b) => a.tag - b.tag);
}

/** A header blob; `behind` are entries after the region, which replace those in it. */
export function encodeHeader(values: readonly HeaderValue[], behind?: readonly HeaderValue[]): Buffer {
  const index: Buffer[] = [];
  const data: Buffer[] = [];
  let dataBytes = 0;
  const add = ({ tag, type, value }: HeaderValue): void => {
    const bytes = encodeValue(type, value);
    const padding = -dataBytes & (Math.max(1, TYPE_BYTES[type]!) - 1);
    const count = typeof value === 'string' ? 1 : value.length;
    index.push(numbersOf(tag, type, dataBytes + padding, count));
    data.push(Buffer.alloc(padding), bytes);
    dataBytes += padding + bytes.length;
  };
  for (const value of values) add(value);
  if (behind !== undefined) {
    // The region's entry points to its trailer, which has the negative length of the region's index.
    const trailer = numbersOf(TAG.headerImmutable, TYPE.binary, -(values.length + 1) * 16, 16);
    index.unshift(numbersOf(TAG.headerImmutable, TYPE.binary, dataBytes, 16));
    data.push(trailer);
    dataBytes += trailer.length;
    for (const value of behind) add(value);
  }
  return Buffer.concat([numbersOf(index.length, dataBytes), ...index, ...data]);
}

/** A package's header, in a region as rpm 4 writes it. */
export function encodePackage(made: MadePackage): Buffer {
  return encodeHeader(headerValues(made), []);
}

function encodeValue(type: number, value: HeaderValue['value']): Buffer {
  if (typeof value === 'string') return Buffer.from(`${value}\0`);
  const width = TYPE_BYTES[type]!;
  if (width === 0) return Buffer.concat(value.map((each) => Buffer.from(`${each}\0`)));
  const bytes = Buffer.alloc(width * value.length);
  for (const [i, each] of (value as readonly number[]).entries()) {
    if (width === 8) bytes.writeBigUInt64BE(BigInt(each), i * 8);
    else bytes.writeUIntBE(each, i * width, width);
  }
  return bytes;
}

function numbersOf(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [i, each] of numbers.entries()) bytes.writeInt32BE(each | 0, 4 * i);
  return bytes;
}
