// What is kept of a compressed archive between runs: its members' index and the small files that were read of it. With
// that, and its layers' facts, the archive need not be unpacked again.
import type { BlockStore } from '../image/block-store.ts';
import type { FileIdentity } from '../image/file-identity.ts';
import type { ArchiveIndex, IndexedMember } from './index-archive.ts';

/** The index of an archive, and the contents that were read, by the offset where they begin. */
export interface ArchiveMemory {
  readonly index: ArchiveIndex;
  readonly contents: ReadonlyMap<number, Uint8Array>;
}

/** What does not fit is not kept; real archives need some hundred kilobytes. */
const LIMIT_BYTES = 8 * 1024 * 1024;
const VERSION = 1;

interface StoredMemory {
  readonly version: number;
  readonly hasEndMarker: boolean;
  readonly members: readonly IndexedMember[];
  readonly contents: readonly (readonly [offsetBytes: number, base64: string])[];
}

/** What was kept of the archive of this identity, or undefined. */
export function recallArchive(store: BlockStore, identity: FileIdentity): ArchiveMemory | undefined {
  const block = store.readBlock(keyOf(identity));
  if (block === undefined) return undefined;
  try {
    const stored = JSON.parse(Buffer.from(block).toString('utf8')) as StoredMemory;
    if (stored.version !== VERSION) return undefined;
    const { hasEndMarker, members, contents } = stored;
    return {
      index: { hasEndMarker, members: new Map(members.map((member) => [member.name, member])) },
      contents: new Map(contents.map(([offset, base64]) => [offset, Buffer.from(base64, 'base64')])),
    };
  } catch {
    return undefined;
  }
}

/** Keeps what was learned of the archive of this identity. */
export function rememberArchive(store: BlockStore, identity: FileIdentity, memory: ArchiveMemory): void {
  const { index, contents } = memory;
  let sizeBytes = 0;
  for (const { name, target } of index.members.values()) sizeBytes += name.length + target.length + 100;
  for (const content of contents.values()) sizeBytes += content.byteLength;
  if (sizeBytes > LIMIT_BYTES) return;
  const stored: StoredMemory = {
    version: VERSION,
    hasEndMarker: index.hasEndMarker,
    members: [...index.members.values()],
    contents: [...contents].map(([offset, content]) => [offset, Buffer.from(content).toString('base64')]),
  };
  store.writeBlock(keyOf(identity), Buffer.from(JSON.stringify(stored)));
}

function keyOf({ device, inode, sizeBytes, mtimeNs, ctimeNs }: FileIdentity): string {
  return `archive ${device} ${inode} ${sizeBytes} ${mtimeNs} ${ctimeNs}`;
}
