// The search of one file or member, whatever form its first bytes show; members of an archive go to a search one level further in.
import { Utf16Search } from '../encodings/utf16-search.ts';
import type { SecretScanner } from '../scan/secret-scanner.ts';
import type { SecretReading } from '../secret-match.ts';
import { type ArchiveHandler, type ArchiveReader, GROWS_TOO_MUCH } from './archive-handler.ts';
import { detectForm, explainUnreadable, type FileForm, FORM_BYTES } from './detect-form.ts';
import type { GrowthAllowance } from './growth-allowance.ts';
import { GzipReader } from './gzip-reader.ts';
import { canInflate, Inflater } from './inflater.ts';
import { MEMBER_SEPARATOR, nameContent, showMemberName } from './member-name.ts';
import type { ReadingCollector } from './reading-collector.ts';
import { TarMembers } from './tar-members.ts';
import { ZipReader } from './zip-reader.ts';

/** What the searches of all levels share: one file at a time is searched, so one scanner does. */
export interface SearchRun {
  readonly scanner: SecretScanner;
  readonly collector: ReadingCollector;
  readonly allowance: GrowthAllowance;
}

type ArchiveForm = 'gzip' | 'zlib' | 'zip' | 'tar';

const DEPTH_LIMIT = 3;
/** Of longer paths the end is kept, which tells what a file is. */
const PATH_LIMIT_BYTES = 4096;
const ZEROS = new Uint8Array(64 * 1024);

/** One file after another: `start`, its bytes in order, `finish`. */
export class ContentSearch implements ArchiveHandler {
  /** Whether the bytes go to the scanner as they come. */
  isPlain = false;

  readonly #run: SearchRun;
  readonly #parent: ContentSearch | undefined;
  #child: ContentSearch | undefined;
  readonly #path = Buffer.allocUnsafe(PATH_LIMIT_BYTES);
  #pathBytes = 0;
  #sizeBytes = 0;
  /** How many archives this is in. */
  #depth = 0;
  /** Whether this is what a compressed file holds, whose name is name enough for the members of a tar in it. */
  #isContent = false;
  readonly #head = Buffer.allocUnsafe(FORM_BYTES);
  #headFilled = 0;
  #mode: 'head' | 'plain' | 'utf-16' | 'archive' | 'unread' = 'head';
  #form: FileForm = 'plain';
  readonly #readers = new Map<ArchiveForm, ArchiveReader>();
  #reader: ArchiveReader | undefined;
  #utf16: Utf16Search | undefined;
  #trial: Inflater | undefined;
  #unreadBytes = 0;
  #reason = '';
  /** Where bytes of an archive that are searched as they are begin; -1 where there are none. */
  #plainOffset = -1;

  constructor(run: SearchRun, parent: ContentSearch | undefined) {
    this.#run = run;
    this.#parent = parent;
  }

  /** Begins a file with the path `bytes[start..end]`; `sizeBytes` is what is claimed of it, 0 where nothing is. */
  start(bytes: Uint8Array, start: number, end: number, sizeBytes: number): void {
    const from = Math.max(start, end - PATH_LIMIT_BYTES);
    const path = this.#path;
    for (let i = from; i < end; i++) path[i - from] = bytes[i]!;
    this.#pathBytes = end - from;
    this.#sizeBytes = sizeBytes;
    this.#mode = 'head';
    this.#headFilled = 0;
    this.isPlain = false;
  }

  push(bytes: Uint8Array): void {
    if (this.isPlain) this.#run.scanner.push(bytes);
    else if (this.#mode === 'head') this.#takeHead(bytes);
    else this.#feed(bytes);
  }

  /** A hole of a sparse file: zeros. */
  pushHole(sizeBytes: number): void {
    let left = sizeBytes;
    while (this.#mode === 'head' && left > 0) {
      const taken = Math.min(left, FORM_BYTES - this.#headFilled);
      this.#takeHead(ZEROS.subarray(0, taken));
      left -= taken;
    }
    if (left === 0) return;
    if (this.#mode === 'plain') this.#run.scanner.pushHole(left);
    else if (this.#mode === 'utf-16') this.#utf16!.pushHole(left);
    else if (this.#mode === 'archive') this.#feedHole(left);
    else this.#unreadBytes += left;
  }

  /** Ends the file and gives what was found to the collector. */
  finish(): void {
    if (this.#mode === 'head' && this.#headFilled > 0)
      this.#leaveHead(this.#head.subarray(0, this.#headFilled));
    if (this.#mode === 'plain') this.#collect(this.#run.scanner.finish(), 0);
    else if (this.#mode === 'utf-16') this.#collect(this.#utf16!.finish(), 0);
    else if (this.#mode === 'archive') this.#finishArchive();
    else if (this.#mode === 'unread') this.unread(this.#unreadBytes, this.#reason);
  }

  startMember(name: Uint8Array, from: number, to: number, sizeBytes: number): void {
    this.#child ??= new ContentSearch(this.#run, this);
    const child = this.#child;
    const isCompressedFile = this.#form === 'gzip' || this.#form === 'zlib';
    if (isCompressedFile) {
      const path = Buffer.from(nameContent(this.#path.toString('latin1', 0, this.#pathBytes)), 'latin1');
      child.start(path, 0, path.length, 0);
    } else child.start(name, from, to, sizeBytes);
    child.#isContent = isCompressedFile;
    child.#depth = this.#isWholeTar() ? this.#depth : this.#depth + 1;
  }

  content(bytes: Uint8Array): void {
    this.#child!.push(bytes);
  }

  hole(sizeBytes: number): void {
    this.#child!.pushHole(sizeBytes);
  }

  endMember(): void {
    this.#child!.finish();
  }

  unread(bytes: number, reason: string, name?: Uint8Array): void {
    const member = name === undefined ? this.#showMember() : this.#showMembersPrefix() + showMemberName(name);
    this.#run.collector.addUnread(bytes, reason, member);
  }

  plain(bytes: Uint8Array, offsetBytes: number): void {
    if (this.#plainOffset < 0) {
      this.#plainOffset = offsetBytes;
      this.#startScanner(Math.max(0, this.#sizeBytes - offsetBytes));
    }
    this.#run.scanner.push(bytes);
  }

  mayGrow(bytes: number): boolean {
    return this.#run.allowance.take(bytes);
  }

  #takeHead(bytes: Uint8Array): void {
    const isEnough = bytes.length >= FORM_BYTES || bytes.length === this.#sizeBytes;
    if (isEnough && this.#headFilled === 0) return this.#leaveHead(bytes);
    const taken = Math.min(bytes.length, FORM_BYTES - this.#headFilled);
    this.#head.set(bytes.subarray(0, taken), this.#headFilled);
    this.#headFilled += taken;
    if (this.#headFilled < FORM_BYTES) return;
    this.#leaveHead(this.#head);
    if (taken < bytes.length) this.push(bytes.subarray(taken));
  }

  /** Decides by the first bytes what this is, and takes them and those that came with them. */
  #leaveHead(bytes: Uint8Array): void {
    const form = this.#decideForm(bytes);
    this.#form = form;
    this.#plainOffset = -1;
    this.#unreadBytes = 0;
    if (form === 'plain') {
      this.#mode = 'plain';
      this.isPlain = true;
      this.#startScanner(this.#sizeBytes);
      return this.#run.scanner.push(bytes);
    }
    if (form === 'utf-16le' || form === 'utf-16be') {
      this.#mode = 'utf-16';
      this.#utf16 ??= new Utf16Search(this.#run.scanner);
      this.#utf16.start(form, bytes);
      this.#startScanner(this.#sizeBytes >> 1);
    } else if (form === 'unreadable') this.#giveUp(explainUnreadable(bytes)!);
    else if (form === 'git-pack') this.#giveUp('a git pack');
    else if (form !== 'tar' && this.#depth >= DEPTH_LIMIT)
      this.#giveUp(`nested deeper than ${DEPTH_LIMIT} archives`);
    else if (form !== 'tar' && !canInflate())
      this.#giveUp('compressed, and this Node cannot inflate in pieces');
    else this.#startArchive(form);
    this.#feed(bytes);
  }

  #decideForm(bytes: Uint8Array): FileForm {
    const form = detectForm(bytes);
    // A tar holds its members as they are, so the plain search finds what is too deep for its reader.
    if (form === 'tar' && !this.#isContent && this.#depth >= DEPTH_LIMIT) return 'plain';
    // Two bytes are a weak sign; what is no stream shows it soon.
    if (form === 'zlib' && canInflate()) {
      this.#trial ??= new Inflater('zlib');
      this.#trial.start();
      this.#trial.write(bytes, 0, Math.min(bytes.length, FORM_BYTES), () => true);
      if (this.#trial.isCorrupt) return 'plain';
    }
    return form;
  }

  #startScanner(sizeBytes: number): void {
    this.#run.scanner.start(this.#path, 0, this.#pathBytes, sizeBytes, this.#outerPath());
  }

  /** The path of what this is a member of, as rules that look at paths see it; what is compressed alone has its own. */
  #outerPath(): string {
    const parent = this.#parent;
    if (parent === undefined) return '';
    if (this.#isContent) return parent.#outerPath();
    return `${parent.#outerPath()}${parent.#path.toString('latin1', 0, parent.#pathBytes)}/`;
  }

  #startArchive(form: ArchiveForm): void {
    this.#mode = 'archive';
    if (this.#parent === undefined) this.#run.allowance.start(this.#sizeBytes);
    this.#reader = this.#readers.get(form);
    if (this.#reader === undefined) {
      this.#reader = this.#makeReader(form);
      this.#readers.set(form, this.#reader);
    }
    this.#reader.start();
  }

  #makeReader(form: ArchiveForm): ArchiveReader {
    if (form === 'zip') return new ZipReader(this);
    return form === 'tar' ? new TarMembers(this) : new GzipReader(form, this);
  }

  #feed(bytes: Uint8Array): void {
    if (this.#mode === 'utf-16') this.#utf16!.push(bytes);
    else if (this.#mode === 'archive') this.#reader!.push(bytes);
    else this.#unreadBytes += bytes.length;
  }

  /** Zeros that cost nothing to make are bounded like those that are inflated. */
  #feedHole(sizeBytes: number): void {
    let left = sizeBytes;
    for (; left > 0; left -= Math.min(left, ZEROS.length)) {
      if (!this.mayGrow(Math.min(left, ZEROS.length))) {
        this.#finishArchive();
        this.#giveUp(GROWS_TOO_MUCH);
        this.#unreadBytes = left;
        return;
      }
      this.#reader!.push(ZEROS.subarray(0, Math.min(left, ZEROS.length)));
    }
  }

  #giveUp(reason: string): void {
    this.#mode = 'unread';
    this.#reason = reason;
  }

  #finishArchive(): void {
    this.#reader!.finish();
    if (this.#plainOffset >= 0) this.#collect(this.#run.scanner.finish(), this.#plainOffset);
  }

  #collect(reading: SecretReading, startBytes: number): void {
    if (reading.matches.length > 0 || reading.unread.length > 0)
      this.#run.collector.add(reading, this.#showMember(), startBytes);
  }

  #isWholeTar(): boolean {
    return this.#isContent && this.#form === 'tar';
  }

  /** This one's members from the outermost archive inwards; undefined for the file itself. */
  #showMember(): string | undefined {
    if (this.#parent === undefined) return undefined;
    const name = this.#path.subarray(0, this.#pathBytes);
    const last = this.#isContent ? name.subarray(name.lastIndexOf(0x2f) + 1) : name;
    return this.#parent.#showMembersPrefix() + showMemberName(last);
  }

  /** What stands before the name of a member in this. */
  #showMembersPrefix(): string {
    if (this.#parent === undefined) return '';
    if (this.#isWholeTar()) return this.#parent.#showMembersPrefix();
    return this.#showMember() + MEMBER_SEPARATOR;
  }
}
