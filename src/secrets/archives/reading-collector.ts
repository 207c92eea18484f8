// What the search of one file gave, its members' findings among it, within limits that no archive can break.
import type { SecretMatch, SecretReading, UnreadPart } from '../secret-match.ts';

/** Parts with a name of their own, a reason; what comes then is summed up without names. */
const NAMED_PARTS = 20;
const REASON_LIMIT = 50;
const MATCH_LIMIT = 10_000;

export class ReadingCollector {
  #matches: SecretMatch[] = [];
  #unread: UnreadPart[] = [];
  #reasons = new Map<string, { parts: number; moreBytes: number }>();

  /** Adds a reading of `member`, or of the file itself, that began at `startBytes` there. */
  add(reading: SecretReading, member: string | undefined, startBytes: number): void {
    for (const match of reading.matches) {
      if (this.#matches.length === MATCH_LIMIT) {
        this.addUnread(0, `more than ${MATCH_LIMIT} secrets in one file`, undefined);
        break;
      }
      this.#matches.push({
        ...match,
        offsetBytes: startBytes + match.offsetBytes,
        ...(member === undefined ? {} : { member }),
      });
    }
    for (const { bytes, reason } of reading.unread) this.addUnread(bytes, reason, member);
  }

  /** Adds bytes that were not read. */
  addUnread(bytes: number, reason: string, member: string | undefined): void {
    const known = this.#reasons.get(reason) ?? { parts: 0, moreBytes: 0 };
    if (this.#reasons.size >= REASON_LIMIT && known.parts === 0) return;
    this.#reasons.set(reason, known);
    if (++known.parts > NAMED_PARTS) known.moreBytes += bytes;
    else this.#unread.push({ bytes, reason, ...(member === undefined ? {} : { member }) });
  }

  /** All that was added, and nothing is left. */
  take(): SecretReading {
    const more = [...this.#reasons].filter(([, { parts }]) => parts > NAMED_PARTS);
    const unread = [
      ...this.#unread,
      ...more.map(([reason, { moreBytes }]) => ({ bytes: moreBytes, reason })),
    ];
    const reading = { matches: this.#matches, unread };
    this.#matches = [];
    this.#unread = [];
    this.#reasons = new Map();
    return reading;
  }
}
