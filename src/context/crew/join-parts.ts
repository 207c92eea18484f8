// Puts the parts of a walk together, as one walk would have met everything: each left folder at its place, folders that are
// skipped themselves before the first thing in them, and of the names of an inode the first with the content.
import type { SecretReading } from '../secrets/file-secrets.ts';
import type { ContextEntry, IgnoredEntry } from '../walk/context-entry.ts';
import type { LeftFolder, WalkedPart } from './part-walker.ts';

/** Who is told of what a walk met. */
export interface JoinTarget {
  readonly entries: ContextEntry[];
  readonly ignored: IgnoredEntry[];
  /** Told of each file in which something was found; `entry` is its index among all. */
  readonly onFound?: (entry: number, reading: SecretReading) => void;
}

/** What was found in the entries of parts. */
export type PartReadings = ReadonlyMap<WalkedPart, ReadonlyMap<number, SecretReading>>;

/** Joins all that was met from the root on; throws what ended the walk, at the first place where something did. */
export function joinParts(root: WalkedPart, readings: PartReadings, target: JoinTarget): void {
  new PartJoiner(readings, target).join(root);
}

class PartJoiner {
  readonly #readings: PartReadings;
  readonly #target: JoinTarget;
  readonly #firstNames = new Map<number | bigint, string>();
  /** Folders that are sent as soon as anything is, from the outermost. */
  #unsent: string[] = [];
  /** Of those, the ones that are sent already: their own part does not know. */
  readonly #sent = new Set<string>();

  constructor(readings: PartReadings, target: JoinTarget) {
    this.#readings = readings;
    this.#target = target;
  }

  join(part: WalkedPart): void {
    const { entries, ignored, left, failure } = part;
    const inodes = part.links.length === 0 ? undefined : new Map(part.links);
    const readings = this.#readings.get(part);
    let [at, ignoredAt] = [0, 0];
    const goTo = (end: number, ignoredEnd: number): void => {
      for (; ignoredAt < ignoredEnd; ignoredAt++) this.#target.ignored.push(ignored[ignoredAt]!);
      for (; at < end; at++) this.#send(entries[at]!, inodes?.get(at), readings?.get(at));
    };
    for (const folder of left) {
      goTo(folder.at, folder.ignoredAt);
      this.#joinLeft(folder);
    }
    goTo(entries.length, ignored.length);
    if (failure !== undefined) throw failure.error;
  }

  #joinLeft({ unsent, walked }: LeftFolder): void {
    const before = this.#unsent.length;
    for (const path of unsent) if (!this.#sent.has(path)) this.#unsent.push(path);
    this.join(walked!);
    // Where nothing was sent they are not either.
    if (this.#unsent.length > before) this.#unsent.length = before;
  }

  #send(entry: ContextEntry, inode: number | bigint | undefined, reading: SecretReading | undefined): void {
    const { entries, onFound } = this.#target;
    if (this.#unsent.length > 0) this.#sendUnsent();
    if (entry.kind === 'folder' && this.#sent.size > 0 && this.#sent.has(entry.path)) return;
    if (inode !== undefined) {
      const { path, kind } = entry;
      const hardLinkTo = this.#firstNames.get(inode);
      if (hardLinkTo !== undefined) {
        entries.push({ path, kind, sizeBytes: 0, hardLinkTo });
        return;
      }
      this.#firstNames.set(inode, path);
    }
    if (reading !== undefined) onFound?.(entries.length, reading);
    entries.push(entry);
  }

  #sendUnsent(): void {
    for (const path of this.#unsent) {
      this.#target.entries.push({ path, kind: 'folder', sizeBytes: 0 });
      this.#sent.add(path);
    }
    this.#unsent = [];
  }
}
