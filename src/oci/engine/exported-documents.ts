// Manifests and configs out of an engine's export, whose API has no other way to them. They lie among the layers in the
// order of their digests, so an export is read as far as the ones that are asked for, and what else is met is remembered.
import { checkDigest, createDigester, type Digest, digestHex } from '../bytes/digest.ts';
import { CONFIG_LIMIT_BYTES } from '../image/config.ts';
import type { DocumentStore } from '../image/document-store.ts';
import { type StreamedMember, walkExport } from './walk-export.ts';

/** All documents of one export are remembered up to this; those of a large index with attestations take a tenth. */
const REMEMBERED_LIMIT_BYTES = 64 * 1024 * 1024;
const BLOB = /^blobs\/(sha256|sha512)\/([0-9a-f]{64,128})$/;
const CONFIG_FILE = /^([0-9a-f]{64})\.json$/;
const OPENING_BRACE = 0x7b;

/** The documents that one export holds. */
export interface ExportedDocuments {
  /** The document of this digest, or undefined where the export does not hold it. */
  find(digest: Digest): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/** Reads them of an export that is asked for when it is first needed; `kept` is asked before and told what was found. */
export function readExportedDocuments(
  open: () => AsyncIterable<Uint8Array>,
  subject: string,
  kept: DocumentStore | undefined,
): ExportedDocuments {
  const remembered = new Map<string, Uint8Array>();
  let members: AsyncGenerator<StreamedMember> | undefined;
  let rememberedBytes = 0;
  let isOver = false;

  const remember = async (member: StreamedMember): Promise<void> => {
    const hex = nameDocument(member);
    if (hex === undefined || rememberedBytes + member.sizeBytes > REMEMBERED_LIMIT_BYTES) return;
    if ((await member.peek()) !== OPENING_BRACE) return;
    rememberedBytes += member.sizeBytes;
    remembered.set(hex, await member.readAll());
  };
  const seek = async (hex: string): Promise<Uint8Array | undefined> => {
    members ??= walkExport(open(), subject);
    while (!isOver && !remembered.has(hex)) {
      const next = await members.next();
      if (next.done === true) isOver = true;
      else await remember(next.value);
    }
    return remembered.get(hex);
  };

  return {
    async find(digest) {
      const known = kept?.read(digest);
      if (known !== undefined && isRight(known, digest)) return known;
      const found = await seek(digestHex(digest));
      if (found === undefined) return undefined;
      checkDigest(found, digest, 'a document of the export', subject);
      kept?.write(digest, found);
      return found;
    },
    async close() {
      isOver = true;
      await members?.return(undefined);
    },
  };
}

/** Whether bytes have the digest. */
function isRight(bytes: Uint8Array, digest: Digest): boolean {
  const digester = createDigester(digest);
  digester.update(bytes);
  return digester.digest() === digest;
}

/** The digest's hex that a member's name states, where it may be a document. */
function nameDocument({ kind, name, sizeBytes }: StreamedMember): string | undefined {
  if (kind !== 'file' || sizeBytes === 0 || sizeBytes > CONFIG_LIMIT_BYTES) return undefined;
  return BLOB.exec(name)?.[2] ?? CONFIG_FILE.exec(name)?.[1];
}
