// Zip archives read from front to back by their local headers (APPNOTE.TXT 4.3): the central directory comes too late for
// streams, and may hide members that unpackers of other kinds see. What is no member is searched as it is.
import { type ArchiveHandler, type ArchiveReader, GROWS_TOO_MUCH } from './archive-handler.ts';
import { Inflater } from './inflater.ts';
import {
  DESCRIPTOR_LIMIT_BYTES,
  isCentralSignature,
  isFrontMark,
  isLocalSignature,
  LOCAL_HEADER_BYTES,
  type LocalHeader,
  measureDescriptor,
  measureNameAndExtra,
  readLocalHeader,
  SIGNATURE_BYTES,
} from './zip-header.ts';

type State =
  | 'signature'
  | 'header'
  | 'name'
  | 'deflated'
  | 'stored'
  | 'skipped'
  | 'descriptor'
  | 'plain'
  | 'unread';

/** What a member costs whatever its size, in bytes of growth: so that a million of them is soon enough. */
const MEMBER_COST_BYTES = 1024;

/** How much came out of a member that was skipped. */
const UNKNOWN = -1;

export class ZipReader implements ArchiveReader {
  readonly #handler: ArchiveHandler;
  readonly #inflater = new Inflater('raw');
  /** The header at hand, with its name and extra field; a descriptor and what is behind it. */
  #held = Buffer.allocUnsafe(1024);
  #filled = 0;
  #wanted = SIGNATURE_BYTES;
  #state: State = 'signature';
  #position = 0;
  #member: LocalHeader | undefined;
  /** Stored bytes of the member that are still to come, where its header tells. */
  #left = 0;
  #taken = 0;
  #produced = 0;
  #unreadBytes = 0;
  #reason = '';

  constructor(handler: ArchiveHandler) {
    this.#handler = handler;
  }

  start(): void {
    this.#position = 0;
    this.#unreadBytes = 0;
    this.#reason = '';
    this.#expect('signature', SIGNATURE_BYTES);
  }

  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const taken = this.#take(bytes, at);
      at += taken;
      this.#position += taken;
    }
  }

  finish(): void {
    if (this.#state === 'descriptor') this.#finishDescriptor();
    switch (this.#state) {
      case 'signature':
      case 'header':
      case 'name':
        if (this.#filled > 0) this.#handler.unread(this.#filled, 'cut off zip');
        break;
      case 'deflated':
        if (this.#member!.compressedBytes === undefined && this.#inflater.finish()) this.#handler.endMember();
        else this.#cutOff();
        break;
      case 'stored':
        this.#cutOff();
        break;
      case 'skipped':
        this.#handler.unread(this.#unreadBytes, this.#reason, this.#name());
        this.#unreadBytes = 0;
        break;
    }
    if (this.#unreadBytes > 0) this.#handler.unread(this.#unreadBytes, this.#reason);
  }

  /** Takes some of the bytes from `at` on, one at least. */
  #take(bytes: Uint8Array, at: number): number {
    const available = bytes.length - at;
    switch (this.#state) {
      case 'deflated':
        return this.#takeDeflated(bytes, at, available);
      case 'stored': {
        const taken = Math.min(available, this.#left);
        this.#handler.content(bytes.subarray(at, at + taken));
        this.#pass(taken);
        return taken;
      }
      case 'skipped': {
        const taken = Math.min(available, this.#left);
        this.#unreadBytes += taken;
        this.#pass(taken);
        return taken;
      }
      case 'plain':
        this.#handler.plain(at === 0 ? bytes : bytes.subarray(at), this.#position);
        if (this.#reason !== '') this.#unreadBytes += available;
        return available;
      case 'unread':
        this.#unreadBytes += available;
        return available;
      default: {
        const taken = Math.min(available, this.#wanted - this.#filled);
        this.#held.set(bytes.subarray(at, at + taken), this.#filled);
        this.#filled += taken;
        if (this.#filled < this.#wanted) return taken;
        // What is held counts as taken before this call, the piece at hand after it.
        this.#position += taken;
        this.#takeHeld();
        this.#position -= taken;
        return taken;
      }
    }
  }

  #takeHeld(): void {
    switch (this.#state) {
      case 'signature': {
        const signature = this.#held.subarray(0, SIGNATURE_BYTES);
        if (isLocalSignature(signature)) return this.#grow('header', LOCAL_HEADER_BYTES);
        if (this.#position === SIGNATURE_BYTES && isFrontMark(signature))
          return this.#expect('signature', SIGNATURE_BYTES);
        return this.#goPlain(isCentralSignature(signature) ? '' : 'corrupt zip, searched as it is');
      }
      case 'header':
        return this.#grow('name', LOCAL_HEADER_BYTES + measureNameAndExtra(this.#held));
      case 'name':
        return this.#startMember();
      default:
        return this.#finishDescriptor();
    }
  }

  #startMember(): void {
    const member = readLocalHeader(this.#held.subarray(0, this.#filled));
    this.#member = member;
    this.#left = member.compressedBytes ?? Number.POSITIVE_INFINITY;
    this.#taken = 0;
    this.#produced = 0;
    if (!this.#handler.mayGrow(MEMBER_COST_BYTES)) {
      this.#unreadBytes += this.#filled;
      return this.#goUnread(GROWS_TOO_MUCH);
    }
    if (member.unreadable !== undefined) {
      this.#reason = member.unreadable;
      this.#state = 'skipped';
      if (this.#left === 0) this.#pass(0);
      return;
    }
    // Where it ends cannot be told, but what it holds can be searched as it is.
    if (member.method === 'stored' && member.compressedBytes === undefined) {
      this.#filled = 0;
      return this.#goPlain('stored members without sizes, searched as they are');
    }
    const from = LOCAL_HEADER_BYTES;
    this.#handler.startMember(this.#held, from, from + member.nameBytes, member.sizeBytes);
    if (member.method === 'deflated') this.#inflater.start();
    this.#state = member.method === 'deflated' ? 'deflated' : 'stored';
    if (this.#left === 0) this.#pass(0);
  }

  /** Notes that stored bytes of the member were taken, and ends it where they were the last. */
  #pass(taken: number): void {
    this.#left -= taken;
    this.#taken += taken;
    if (this.#left > 0) return;
    if (this.#state === 'skipped') {
      if (this.#taken > 0) this.#handler.unread(this.#unreadBytes, this.#reason, this.#name());
      this.#unreadBytes = 0;
      this.#reason = '';
      this.#produced = UNKNOWN;
    } else {
      this.#handler.endMember();
      if (this.#state === 'deflated' && this.#taken > 0 && !this.#inflater.finish())
        this.#handler.unread(0, 'cut off', this.#name());
      if (this.#state === 'stored') this.#produced = this.#taken;
    }
    this.#endData();
  }

  #takeDeflated(bytes: Uint8Array, at: number, available: number): number {
    const wanted = Math.min(available, this.#left);
    const taken = this.#inflater.write(bytes, at, at + wanted, this.#sink);
    if (this.#state !== 'deflated') return taken;
    if (!this.#inflater.isCorrupt && !this.#inflater.isEnded) {
      this.#pass(taken);
      return taken;
    }
    const isKnown = this.#member!.compressedBytes !== undefined;
    this.#left -= taken;
    this.#taken += taken;
    this.#handler.endMember();
    if (isKnown) {
      // The header tells where the next member is.
      this.#reason = this.#inflater.isCorrupt ? 'corrupt' : 'after the end of its compressed data';
      this.#state = 'skipped';
    } else if (this.#inflater.isCorrupt) this.#goPlain('corrupt zip, searched as it is', false);
    else this.#endData();
    return taken;
  }

  readonly #sink = (output: Uint8Array): boolean => {
    this.#produced += output.length;
    if (!this.#handler.mayGrow(output.length)) {
      this.#handler.endMember();
      this.#goUnread(GROWS_TOO_MUCH);
      return false;
    }
    this.#handler.content(output);
    return true;
  };

  #endData(): void {
    if (this.#member!.hasDescriptor) this.#expect('descriptor', DESCRIPTOR_LIMIT_BYTES);
    else this.#expect('signature', SIGNATURE_BYTES);
  }

  /** What is held begins with the descriptor, or with the next header where there is none. */
  #finishDescriptor(): void {
    const held = Buffer.from(this.#held.subarray(0, this.#filled));
    const rest = held.subarray(measureDescriptor(held, this.#taken, this.#produced));
    this.#expect('signature', SIGNATURE_BYTES);
    this.#position -= rest.length;
    this.push(rest);
  }

  #expect(state: State, wanted: number): void {
    this.#filled = 0;
    this.#grow(state, wanted);
  }

  /** Waits until `wanted` bytes are held, those that are held now among them. */
  #grow(state: State, wanted: number): void {
    if (wanted > this.#held.length) {
      const held = Buffer.allocUnsafe(wanted);
      this.#held.copy(held, 0, 0, this.#filled);
      this.#held = held;
    }
    this.#state = state;
    this.#wanted = wanted;
    if (this.#filled === wanted) this.#takeHeld();
  }

  #goPlain(reason: string, isHeldLeft = true): void {
    this.#state = 'plain';
    this.#reason = reason;
    const held = isHeldLeft ? this.#held.subarray(0, this.#filled) : this.#held.subarray(0, 0);
    if (held.length === 0) return;
    this.#handler.plain(held, this.#position - held.length);
    if (reason !== '') this.#unreadBytes += held.length;
  }

  #goUnread(reason: string): void {
    this.#state = 'unread';
    this.#reason = reason;
  }

  #cutOff(): void {
    this.#handler.endMember();
    this.#handler.unread(0, 'cut off', this.#name());
  }

  #name(): Buffer {
    return this.#held.subarray(LOCAL_HEADER_BYTES, LOCAL_HEADER_BYTES + this.#member!.nameBytes);
  }
}
