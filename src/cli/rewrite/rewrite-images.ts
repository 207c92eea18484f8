// What all commands that write images do around their own work: open the image, of one platform or of all, open the
// destination, prove what was made, show it, and keep the certificates.
import { FactsCache } from '../../contents/cache/facts-cache.ts';
import type { FactsReadings } from '../../contents/facts/facts-readings.ts';
import type { LayerFacts } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { readImage } from '../../contents/read-image.ts';
import { spoolExport } from '../../contents/spool-export.ts';
import { PlimsollError } from '../../errors.ts';
import { CompressionPool } from '../../oci/compression/compression-pool.ts';
import type { Document, ImageDestination } from '../../oci/image/destination.ts';
import type { OpenedImage, OpenOptions } from '../../oci/image/image.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import { openDestination } from '../../oci/open-destination.ts';
import { formatBytes } from '../../report/format-amount.ts';
import { listImages, rewriteIndex } from '../../rewrite/index-rewrite.ts';
import { MadeBlobs } from '../../rewrite/made-blobs.ts';
import { attachCertificates } from '../../rewrite/proof/attach-certificates.ts';
import type { Certificate } from '../../rewrite/proof/certificate.ts';
import { certifyImage } from '../../rewrite/proof/certify-image.ts';
import { ReadAlong } from '../../rewrite/proof/read-along.ts';
import { unproven } from '../../rewrite/proof/unproven.ts';
import type { RewrittenImage } from '../../rewrite/rewritten-image.ts';
import { storedIndex } from '../../rewrite/stored-documents.ts';
import type { CliIo } from '../cli-io.ts';
import { openAnd } from '../open-and.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { nameStale } from './name-stale.ts';
import { readSourceDate } from './read-source-date.ts';
import type { RewriteFlags } from './rewrite-flags.ts';
import { writeCertificates } from './write-certificates.ts';

/** What the work on one image of one platform is given. */
export interface RewriteWork {
  readonly image: OpenedImage;
  readonly contents: ImageContents;
  readonly destination: ImageDestination;
  readonly gzip: CompressionPool;
  /** Reads new layers back while they are written; where no threads are wanted there is none. */
  readonly readAlong: ReadAlong | undefined;
  readonly options: OpenOptions;
  readonly signal: AbortSignal;
  readonly status: StatusLine;
  readonly cache: FactsCache | undefined;
  /** What earlier runs made. */
  readonly made: MadeBlobs;
  /** RFC 3339, from SOURCE_DATE_EPOCH. */
  readonly created: string | undefined;
  readonly onWritten: (sizeBytes: number) => void;
  /** Whether the image is one platform of an index that is written whole. */
  readonly isOneOfSeveral: boolean;
}

/** Rewrites one image of one platform; undefined where nothing is to be written, of the other platforms neither. */
export type RewriteImage = (work: RewriteWork) => Promise<RewrittenImage | undefined>;

/** One image that was rewritten and proven. */
export interface RewriteOutcome {
  readonly image: OpenedImage;
  readonly contents: ImageContents;
  readonly rewritten: RewrittenImage;
  readonly certificate: Certificate;
  /** Those of the result's layers. */
  readonly facts: readonly LayerFacts[];
}

/** All that was written. */
export interface RewriteResult {
  /** As a user can type it; null where nothing was written. */
  readonly reference: string | null;
  readonly images: readonly RewriteOutcome[];
  /** What speaks of the old images and was left out: of the input's index, and beside it at its place. */
  readonly leftOut: readonly string[];
}

const NOTHING: RewriteResult = { reference: null, images: [], leftOut: [] };

/** What most rewrites need to know of files. */
const PATHS_ONLY: FactsReadings = { packages: false, secretRules: null };

/** Rewrites the image that `name` means by `rewrite`, once for each platform that is written; `readings` are what it asks of files. */
export async function rewriteImages(
  name: string,
  flags: RewriteFlags,
  io: CliIo,
  rewrite: RewriteImage,
  readings: FactsReadings = PATHS_ONLY,
): Promise<RewriteResult> {
  const run = new RewriteRun(name, flags, io, rewrite, readings);
  return run.run();
}

class RewriteRun {
  readonly #name: string;
  readonly #flags: RewriteFlags;
  readonly #io: CliIo;
  readonly #rewrite: RewriteImage;
  readonly #readings: FactsReadings;
  readonly #status: StatusLine;
  readonly #cache: FactsCache | undefined;
  readonly #created: string | undefined;
  readonly #gzip: CompressionPool;
  readonly #readAlong: ReadAlong | undefined;

  constructor(name: string, flags: RewriteFlags, io: CliIo, rewrite: RewriteImage, readings: FactsReadings) {
    this.#readings = readings;
    this.#name = name;
    this.#flags = flags;
    this.#io = io;
    this.#rewrite = rewrite;
    this.#status = new StatusLine(io.stderr, io.env, flags.quiet === true);
    this.#cache = flags.cache
      ? new FactsCache(flags.cacheDir === undefined ? {} : { folder: flags.cacheDir })
      : undefined;
    this.#gzip = new CompressionPool(flags.workers);
    this.#readAlong = flags.workers === 0 ? undefined : new ReadAlong();
    this.#created = readSourceDate(io.env['SOURCE_DATE_EPOCH']);
  }

  async run(): Promise<RewriteResult> {
    const { output, insecure, replace } = this.#flags;
    const destination = await openDestination(output, {
      insecure: insecure === true,
      ...(replace === undefined ? {} : { replace }),
      signal: this.#io.signal,
      onNotice: (line) => this.#status.notice(line),
    });
    try {
      return await this.#fill(destination);
    } finally {
      this.#status.clear();
      await this.#gzip.close();
      await this.#readAlong?.close();
      await destination.close();
    }
  }

  #fill(destination: ImageDestination): Promise<RewriteResult> {
    const run = { flags: this.#flags, cache: this.#cache, signal: this.#io.signal, status: this.#status };
    return openAnd(this.#name, run, async (image, options) => {
      const index = storedIndex(image);
      const images = index === undefined ? [] : listImages(index.document);
      const isWhole = this.#flags.platform === undefined && destination.takesIndexes && images.length > 0;
      if (index === undefined || !isWhole) {
        if (images.length > 1)
          this.#status.notice(`only ${formatPlatform(image.config.platform)} of the index is written`);
        const one = await this.#rewriteOne(image, options, destination, false);
        if (one === undefined) return NOTHING;
        const stale = await nameStale(image, [image.digest], this.#status, this.#io.signal);
        return this.#show(destination, [one], [], stale);
      }
      const made: RewriteOutcome[] = [];
      for (const entry of images) {
        const child = entry.digest === image.digest ? image : await image.stored!.openImage(entry);
        const one = await this.#rewriteOne(child, options, destination, images.length > 1);
        if (one !== undefined) made.push(one);
      }
      if (made.length < images.length) return NOTHING;
      const manifests = new Map(made.map((one) => [one.image.digest, one.rewritten.manifest]));
      const { document, leftOut } = rewriteIndex(index, manifests);
      const digests = [...(image.stored?.documents ?? []), ...made.map((one) => one.image)].map(
        (one) => one.digest,
      );
      const stale = await nameStale(image, digests, this.#status, this.#io.signal);
      return this.#show(destination, made, [document], [...leftOut, ...stale]);
    });
  }

  async #show(
    destination: ImageDestination,
    made: readonly RewriteOutcome[],
    indexes: readonly Document[],
    leftOut: readonly string[],
  ): Promise<RewriteResult> {
    const { signal } = this.#io;
    const documents = [...made.map(({ rewritten }) => rewritten.manifest), ...indexes];
    await destination.commit({ documents }, signal);
    try {
      await attachCertificates(destination, made, signal);
    } catch (error) {
      // The image is there and proven; a registry that takes no artifacts takes nothing from that.
      if (!(error instanceof PlimsollError) || error.code === 'ABORTED') throw error;
      this.#status.notice(`${destination.reference}: no certificate is stored beside it (${error.message})`);
    }
    if (this.#flags.certificate !== undefined)
      await writeCertificates(
        this.#flags.certificate,
        made.map(({ certificate }) => certificate),
      );
    return { reference: destination.reference, images: made, leftOut };
  }

  async #rewriteOne(
    opened: OpenedImage,
    options: OpenOptions,
    destination: ImageDestination,
    isOneOfSeveral: boolean,
  ): Promise<RewriteOutcome | undefined> {
    const [status, cache, signal] = [this.#status, this.#cache, this.#io.signal];
    const contents = await readImage(opened, {
      ...(cache === undefined ? {} : { cache }),
      ...this.#workers(),
      readings: this.#readings,
      verify: this.#flags.verify === true,
      signal,
      onProgress: (progress) => status.showReading(this.#name, progress),
    });
    status.showStep(`keeping the layers of ${this.#name} for the second reading`);
    const spooled = await spoolExport(opened, signal);
    try {
      return await this.#rewriteRead(spooled.image, contents, options, destination, isOneOfSeveral);
    } finally {
      await spooled.remove();
    }
  }

  async #rewriteRead(
    image: OpenedImage,
    contents: ImageContents,
    options: OpenOptions,
    destination: ImageDestination,
    isOneOfSeveral: boolean,
  ): Promise<RewriteOutcome | undefined> {
    const [status, signal] = [this.#status, this.#io.signal];
    let written = 0;
    const onWritten = (sizeBytes: number): void => {
      written += sizeBytes;
      status.showStep(`writing ${destination.reference}: ${formatBytes(written)}`);
    };
    const [gzip, readAlong, created] = [this.#gzip, this.#readAlong, this.#created];
    const cache = this.#cache;
    const made = new MadeBlobs(cache);
    const run = { gzip, readAlong, options, signal, status, cache, made, created, onWritten, isOneOfSeveral };
    const rewritten = await this.#rewrite({ image, contents, destination, ...run });
    if (rewritten === undefined) return undefined;
    const { certificate, facts } = await certifyImage({
      image,
      contents,
      rewritten,
      destination,
      readAlong,
      program: `plimsoll ${this.#io.version}`,
      ...this.#workers(),
      signal,
      onProgress: (progress) => status.showReading('the result', progress),
    });
    if (certificate.verdict === 'failed') throw unproven(certificate, image);
    return { image, contents, rewritten, certificate, facts };
  }

  #workers(): { readonly workers?: number } {
    return this.#flags.workers === undefined ? {} : { workers: this.#flags.workers };
  }
}
