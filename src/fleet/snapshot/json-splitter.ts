// Takes JSON apart while it streams by: objects of the top level one after the other, the items of their lists in batches. So
// neither the size of a snapshot nor the longest string that there may be sets a limit.
import { PlimsollError } from '../../errors.ts';

/** One item, or one value that is no list, may have this many bytes. */
const PIECE_LIMIT_BYTES = 16 * 2 ** 20;

/** Told of what was found, in order. */
export interface SplitJson {
  /** Items of a list that is a field of a top-level object. */
  onItems(key: string, items: readonly unknown[]): void;
  /** A field that is no list. */
  onValue(key: string, value: unknown): void;
  /** A top-level object has ended. */
  onEnd(): void;
}

const STATE = { outside: 0, object: 1, key: 2, colon: 3, before: 4, value: 5, list: 6 } as const;
type State = (typeof STATE)[keyof typeof STATE];

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Splits what is pushed; throws FLEET_INVALID with the offset for what is no JSON of this shape. */
export class JsonSplitter {
  readonly #out: SplitJson;
  /** Bytes from the start of the piece at hand on. */
  #held: Buffer = Buffer.alloc(0);
  /** Offset of the first held byte in the whole text. */
  #heldOffset = 0;
  #state: State = STATE.outside;
  #depth = 0;
  #isString = false;
  #isEscaped = false;
  #key = '';
  /** In an object: a key may follow; in a list: an item must. */
  #wantsMore = false;
  #isFirst = true;

  constructor(out: SplitJson) {
    this.#out = out;
  }

  push(chunk: Uint8Array): void {
    const from = this.#held.length;
    const bytes = from === 0 ? Buffer.from(chunk) : Buffer.concat([this.#held, chunk]);
    this.#held = bytes;
    let start = this.#state === STATE.outside ? bytes.length : 0;
    let lastComma = -1;
    for (let i = from; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (this.#isString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) {
          this.#isString = false;
          if (this.#state === STATE.key) {
            this.#key = String(this.#parse(bytes, start, i + 1));
            this.#state = STATE.colon;
          }
        }
        continue;
      }
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) continue;
      switch (this.#state) {
        case STATE.outside:
          if (byte !== OPEN_OBJECT) throw this.#fail(i, 'an object should begin here');
          this.#enterObject();
          break;
        case STATE.object:
          if (byte === QUOTE && (this.#isFirst || this.#wantsMore)) {
            [this.#state, this.#isString, start] = [STATE.key, true, i];
            [this.#isFirst, this.#wantsMore] = [false, false];
          } else if (byte === COMMA && !this.#isFirst && !this.#wantsMore) this.#wantsMore = true;
          else if (byte === CLOSE_OBJECT && !this.#wantsMore) {
            this.#state = STATE.outside;
            this.#out.onEnd();
          } else throw this.#fail(i, 'a field should begin here');
          break;
        case STATE.colon:
          if (byte !== COLON) throw this.#fail(i, 'a colon should be here');
          this.#state = STATE.before;
          break;
        case STATE.before:
          start = byte === OPEN_LIST ? i + 1 : i;
          lastComma = -1;
          this.#state = byte === OPEN_LIST ? STATE.list : STATE.value;
          this.#depth = 0;
          if (byte !== OPEN_LIST) i--;
          break;
        case STATE.value:
          if (byte === QUOTE) this.#isString = true;
          else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#depth++;
          else if (this.#depth > 0) {
            if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.#depth--;
          } else if (byte === COMMA || byte === CLOSE_OBJECT) {
            this.#out.onValue(this.#key, this.#parse(bytes, start, i));
            this.#state = STATE.object;
            i--;
          } else if (byte === CLOSE_LIST) throw this.#fail(i, 'no list ends here');
          break;
        case STATE.list:
          if (byte === QUOTE) this.#isString = true;
          else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#depth++;
          else if (this.#depth > 0) {
            if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.#depth--;
          } else if (byte === COMMA) lastComma = i;
          else if (byte === CLOSE_LIST) {
            this.#giveItems(bytes, start, i, this.#wantsMore);
            [this.#state, this.#wantsMore] = [STATE.object, false];
          } else if (byte === CLOSE_OBJECT) throw this.#fail(i, 'the list should end first');
          break;
      }
    }
    if (this.#state === STATE.list && lastComma >= start) {
      this.#giveItems(bytes, start, lastComma, true);
      this.#wantsMore = true;
      start = lastComma + 1;
    }
    const isBetween =
      this.#state === STATE.outside ||
      this.#state === STATE.object ||
      this.#state === STATE.colon ||
      this.#state === STATE.before;
    this.#hold(bytes, isBetween ? bytes.length : start);
  }

  /** Throws FLEET_INVALID where the text was cut off. */
  end(): void {
    if (this.#state !== STATE.outside) throw this.#fail(this.#held.length, 'it ends too early');
  }

  #enterObject(): void {
    this.#state = STATE.object;
    this.#isFirst = true;
    this.#wantsMore = false;
  }

  #giveItems(bytes: Buffer, start: number, end: number, mustBeAny: boolean): void {
    const text = bytes.toString('utf8', start, end);
    const isEmpty = text.trim() === '';
    if (isEmpty && mustBeAny) throw this.#fail(end, 'an item should be here');
    if (isEmpty) return;
    this.#out.onItems(this.#key, this.#parseText(`[${text}]`, start) as readonly unknown[]);
  }

  #parse(bytes: Buffer, start: number, end: number): unknown {
    return this.#parseText(bytes.toString('utf8', start, end), start);
  }

  #parseText(text: string, start: number): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw this.#fail(start, 'what begins here is not JSON', cause);
    }
  }

  #hold(bytes: Buffer, start: number): void {
    this.#heldOffset += start;
    this.#held = Buffer.from(bytes.subarray(start));
    if (this.#held.length > PIECE_LIMIT_BYTES)
      throw this.#fail(0, `what begins here has more than ${PIECE_LIMIT_BYTES} bytes`);
  }

  #fail(at: number, message: string, cause?: unknown): PlimsollError {
    return new PlimsollError('FLEET_INVALID', `it is no fleet: ${message}`, {
      offsetBytes: this.#heldOffset + at,
      ...(cause === undefined ? {} : { cause }),
    });
  }
}
