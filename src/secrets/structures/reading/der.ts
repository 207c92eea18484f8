// Distinguished Encoding Rules, as far as telling private keys from other things needs them. X.690.

/** One element's tag and where its content is. */
export interface DerElement {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

export const DER = { integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30 } as const;

/** The element at `at`; undefined where there is none, or where it ends after `limit`. Indefinite lengths end at `limit`. */
export function readDerElement(bytes: Buffer, at: number, limit = bytes.length): DerElement | undefined {
  if (at + 2 > limit) return undefined;
  const tag = bytes[at]!;
  const first = bytes[at + 1]!;
  if (first < 0x80) return finish(tag, at + 2, first, limit);
  const count = first & 0x7f;
  if (count === 0) return { tag, start: at + 2, end: limit };
  if (count > 4 || at + 2 + count > limit) return undefined;
  return finish(tag, at + 2 + count, bytes.readUIntBE(at + 2, count), limit);
}

function finish(tag: number, start: number, length: number, limit: number): DerElement | undefined {
  return start + length <= limit ? { tag, start, end: start + length } : undefined;
}

/** The elements within `parent`, at most `most`. */
export function readDerChildren(bytes: Buffer, parent: DerElement, most = 16): DerElement[] {
  const children: DerElement[] = [];
  for (let at = parent.start; at < parent.end && children.length < most; ) {
    const child = readDerElement(bytes, at, parent.end);
    if (child === undefined) break;
    children.push(child);
    at = child.end;
  }
  return children;
}
