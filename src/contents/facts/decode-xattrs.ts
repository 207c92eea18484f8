// Extended attributes as layer facts keep them: `NAME\0LENGTH\0VALUE` for each, sorted by name.
import type { Xattr } from '../../oci/tar/pax.ts';

/** The attributes one by one; the values are views of the bytes. */
export function decodeXattrs(encoded: Uint8Array): readonly Xattr[] {
  if (encoded.length === 0) return [];
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const xattrs: Xattr[] = [];
  for (let at = 0; at < bytes.length; ) {
    const nameEnd = bytes.indexOf(0, at);
    const lengthEnd = bytes.indexOf(0, nameEnd + 1);
    const end = lengthEnd + 1 + Number(bytes.toString('latin1', nameEnd + 1, lengthEnd));
    xattrs.push({ name: bytes.toString('utf8', at, nameEnd), value: bytes.subarray(lengthEnd + 1, end) });
    at = end;
  }
  return xattrs;
}
