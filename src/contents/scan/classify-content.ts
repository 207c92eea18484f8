// What a file is by its first bytes: the magic numbers of file(1), only those that a rule asks for.
import { CONTENT_TYPE } from '../facts/layer-facts.ts';

/** How many bytes of a file's beginning `classifyContent` wants; a tar shows itself at offset 257. */
export const HEAD_BYTES = 264;

/** The number in CONTENT_TYPE for a file that begins with `head` (all of it where it is shorter than HEAD_BYTES). */
export function classifyContent(head: Uint8Array): number {
  switch (head[0]) {
    case 0x7f:
      return startsWith(head, 'ELF', 1) ? elfType(head) : CONTENT_TYPE.unknown;
    case 0x23:
      return head[1] === 0x21 ? CONTENT_TYPE.script : byTar(head);
    case 0x21:
      if (!startsWith(head, '!<arch>\n', 0)) return byTar(head);
      return startsWith(head, 'debian-binary', 8) ? CONTENT_TYPE.deb : CONTENT_TYPE.archive;
    case 0x1f:
      return head[1] === 0x8b ? CONTENT_TYPE.gzip : byTar(head);
    case 0x50:
      return startsWith(head, 'PK\x03\x04', 0) || startsWith(head, 'PK\x05\x06', 0)
        ? CONTENT_TYPE.zip
        : byTar(head);
    case 0xfd:
      return startsWith(head, '7zXZ\0', 1) ? CONTENT_TYPE.xz : byTar(head);
    case 0x42:
      return startsWith(head, 'BZh', 0) ? CONTENT_TYPE.bzip2 : byTar(head);
    case 0x28:
      return startsWith(head, '\xb5\x2f\xfd', 1) ? CONTENT_TYPE.zstd : byTar(head);
    case 0xed:
      return startsWith(head, '\xab\xee\xdb', 1) ? CONTENT_TYPE.rpm : byTar(head);
    case 0x53:
      return startsWith(head, 'SQLite format 3\0', 0) ? CONTENT_TYPE.sqlite : byTar(head);
    default:
      return byTar(head);
  }
}

function byTar(head: Uint8Array): number {
  return startsWith(head, 'ustar', 257) ? CONTENT_TYPE.tar : CONTENT_TYPE.unknown;
}

/** e_type of the ELF header (System V ABI, chapter 4), at offset 16 in the file's own byte order. */
function elfType(head: Uint8Array): number {
  if (head.length < 18) return CONTENT_TYPE.unknown;
  const isBigEndian = head[5] === 2;
  const type = isBigEndian ? (head[16]! << 8) | head[17]! : head[16]! | (head[17]! << 8);
  return (
    [
      CONTENT_TYPE.unknown,
      CONTENT_TYPE.elfObject,
      CONTENT_TYPE.elfExecutable,
      CONTENT_TYPE.elfShared,
      CONTENT_TYPE.elfCore,
    ][type] ?? CONTENT_TYPE.unknown
  );
}

function startsWith(head: Uint8Array, text: string, offset: number): boolean {
  if (head.length < offset + text.length) return false;
  for (let i = 0; i < text.length; i++) if (head[offset + i] !== text.charCodeAt(i)) return false;
  return true;
}
