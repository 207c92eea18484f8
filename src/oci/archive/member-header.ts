// The headers of an archive's members, PAX and GNU long names honoured. Both walks use it: the one that seeks in a file
// and the one that reads a stream.
import { PlimsollError } from '../../errors.ts';
import {
  BLOCK_BYTES,
  type HeaderNumbers,
  isChecksumRight,
  isZeroBlock,
  readLinkName,
  readNumbers,
  readPath,
  TYPE_OFFSET,
} from '../tar/header.ts';
import { META_LIMIT_BYTES, type PaxRecords, parsePax } from '../tar/pax.ts';
import { NAME_LIMIT_BYTES, normalizeName } from './member-name.ts';

/** One member; `sizeBytes` of content follow its header, padded to whole blocks. */
export interface Member {
  readonly kind: 'file' | 'symlink' | 'hardlink' | 'other';
  readonly name: string;
  /** The target as stored; empty where the member is no link. */
  readonly target: string;
  readonly sizeBytes: number;
}

/** What a block was: a header to be followed by `sizeBytes` of extension, a member, or a block of zeros. */
export type HeaderStep =
  | { readonly kind: 'extension'; readonly type: string; readonly sizeBytes: number }
  | { readonly kind: 'member'; readonly member: Member }
  | { readonly kind: 'zeros' };

/** Takes header blocks and extension bodies in order and puts members together; throws PlimsollError on malformed ones. */
export interface MemberParser {
  takeHeader(block: Uint8Array): HeaderStep;
  takeExtension(type: string, body: Uint8Array): void;
}

const EXTENSIONS = 'xXgLK';
/** Types that have no content whatever size they state (Go's archive/tar, `isHeaderOnly`). */
const HEADER_ONLY = '123456';

/** Makes a parser for one archive. */
export function createMemberParser(): MemberParser {
  const numbers = {} as HeaderNumbers;
  const pathField = new Uint8Array(BLOCK_BYTES);
  let pax: PaxRecords | undefined;
  let longName: string | undefined;
  let longLink: string | undefined;
  let extended = false;

  const takeMember = (block: Uint8Array, type: string): Member => {
    if (type === 'S' || pax?.sparse !== undefined)
      throw new PlimsollError('IMAGE_UNSUPPORTED', 'a member of the archive is stored as a sparse file', {
        hint: "Write the archive again without tar's --sparse.",
      });
    const path = pax?.path ?? pathField.subarray(0, readPath(block, pathField));
    const stored = pax?.path === undefined && longName !== undefined ? longName : decode(path);
    const isLink = type === '1' || type === '2';
    const target =
      pax?.linkPath === undefined ? (longLink ?? decode(readLinkName(block))) : decode(pax.linkPath);
    const sizeBytes = pax?.sizeBytes ?? numbers.sizeBytes;
    pax = longName = longLink = undefined;
    extended = false;
    return {
      kind: nameKind(type, stored),
      name: normalizeName(stored),
      target: isLink ? target : '',
      sizeBytes: HEADER_ONLY.includes(type) ? 0 : sizeBytes,
    };
  };

  return {
    takeHeader(block) {
      if (isZeroBlock(block)) {
        if (extended) throw malformed('an extended tar header has no member after it');
        return { kind: 'zeros' };
      }
      if (!isChecksumRight(block)) throw malformed('a tar header has a wrong checksum');
      readNumbers(block, numbers);
      const type = String.fromCharCode(block[TYPE_OFFSET]!);
      if (!EXTENSIONS.includes(type)) return { kind: 'member', member: takeMember(block, type) };
      if (numbers.sizeBytes > META_LIMIT_BYTES)
        throw malformed('an extended tar header is larger than 1 MiB');
      return { kind: 'extension', type, sizeBytes: numbers.sizeBytes };
    },
    takeExtension(type, body) {
      // Global headers state nothing that any engine reads.
      if (type === 'g') return;
      extended = true;
      if (type === 'L') longName = decode(upToNul(body));
      else if (type === 'K') longLink = decode(upToNul(body));
      else pax = parsePax(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    },
  };
}

function nameKind(type: string, name: string): Member['kind'] {
  if (type === '1') return 'hardlink';
  if (type === '2') return 'symlink';
  // v7 tars have no type for folders; a trailing slash tells.
  if (type === '0' || type === '7' || (type === '\0' && !name.endsWith('/'))) return 'file';
  return 'other';
}

function decode(bytes: Uint8Array): string {
  if (bytes.byteLength > NAME_LIMIT_BYTES)
    throw malformed(`a member's name is longer than ${NAME_LIMIT_BYTES} bytes`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function upToNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function malformed(message: string): PlimsollError {
  return new PlimsollError('IMAGE_INVALID', message);
}
