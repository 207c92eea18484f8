// What the readers of archives tell, and what they ask.

/** What a reader says of the archive that is pushed through it. Views are valid only during the call. */
export interface ArchiveHandler {
  /** A member begins; its name is `name[from..to]`. `sizeBytes` is what the archive claims, 0 where it does not say. */
  startMember(name: Uint8Array, from: number, to: number, sizeBytes: number): void;
  content(bytes: Uint8Array): void;
  hole(sizeBytes: number): void;
  endMember(): void;
  /** Bytes of the archive that were not read, of the member of this name or of no member. */
  unread(bytes: number, reason: string, name?: Uint8Array): void;
  /** Bytes of the archive that are searched as they are; those after the first call follow it without a gap. */
  plain(bytes: Uint8Array, offsetBytes: number): void;
  /** Whether so much more may come out than went in; once refused, always refused. */
  mayGrow(bytes: number): boolean;
}

/** Takes an archive's bytes in any pieces. Never throws: what cannot be read is told as unread. */
export interface ArchiveReader {
  start(): void;
  push(bytes: Uint8Array): void;
  finish(): void;
}

/** Why the rest of an archive is left out that grows too much. */
export const GROWS_TOO_MUCH = 'grows too much when inflated';
