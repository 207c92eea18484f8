// An opened image, wherever it lives: each place supplies the config and where each layer's bytes are, and nothing more.
import type { Digest } from '../bytes/digest.ts';
import type { BlockStore } from './block-store.ts';
import type { ImageConfig } from './config.ts';
import type { Descriptor } from './descriptor.ts';
import type { DocumentStore } from './document-store.ts';
import type { FileIdentity } from './file-identity.ts';
import type { StoredImage } from './stored-image.ts';

/** The places an image can live in, by the transport names that skopeo uses. */
export type Transport = 'oci' | 'oci-archive' | 'docker-archive' | 'docker-daemon' | 'docker';

/** A layer's stored bytes as a range of a local file, which a worker can read on its own. */
export interface FileLocation {
  readonly kind: 'file';
  readonly path: string;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  readonly identity: FileIdentity;
}

/** A layer's stored bytes as a range of what an archive holds that is compressed as a whole. */
export interface PackedLocation {
  readonly kind: 'packed';
  /** The range in the unpacked archive. */
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  /** The compressed archive's. */
  readonly identity: FileIdentity;
  /** Where the bytes are in the unpacked archive, which is made at the first call and goes with the image. */
  unpack(signal?: AbortSignal): Promise<FileLocation>;
}

/** A range of a local file, or of what it unpacks to. */
export type RangeLocation = FileLocation | PackedLocation;

/** A layer's stored bytes as a stream that is opened when it is wanted (a registry's blob). */
export interface StreamLocation {
  readonly kind: 'stream';
  /** Yields the stored bytes in order; throws where they end early or their digest is not the descriptor's. */
  open(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** A layer that comes only as a part of one long export, in the export's own order (a Docker Engine's image). */
export interface ExportLocation {
  readonly kind: 'export';
}

/** One layer of an opened image, as its manifest and config state it; nothing here is proven yet. */
export interface LayerSource {
  /** Position from the base, from 0. */
  readonly index: number;
  /** The diffId the config claims. */
  readonly diffId: Digest;
  /** The manifest's descriptor; null where the place has none (docker-archive, most engines). */
  readonly descriptor: Descriptor | null;
  readonly location: RangeLocation | StreamLocation | ExportLocation;
}

/** One member of an engine's export that may be a layer, offered while the export streams by. */
export interface ExportedBlob {
  /** The member's path in the export. */
  readonly name: string;
  readonly sizeBytes: number;
  /**
   * The layers that this member can be, by index: those with one diffId where the export tells which it is, else all that
   * were not offered yet. The diffId of the bytes decides.
   */
  readonly layerIndexes: readonly number[];
  /** Reads the member; it is skipped unread where this is not called before the next one is asked for. */
  read(): AsyncIterable<Uint8Array>;
}

/** An image of one platform, ready to be read. */
export interface OpenedImage {
  readonly transport: Transport;
  /** The reference as a user can type it again, with its transport. */
  readonly reference: string;
  /** The manifest's digest; the config's (the image id) where the place has no manifest. */
  readonly digest: Digest;
  readonly config: ImageConfig;
  /** True as long as the config does not tell which step brought which layer, and an export brings one that does. */
  readonly isConfigProvisional?: boolean;
  readonly annotations: Readonly<Record<string, string>>;
  readonly layers: readonly LayerSource[];
  /** True where the place itself vouches for the diffIds (an engine's RootFS). */
  readonly diffIdsVouched: boolean;
  /** What the place has of the image byte for byte; only layouts, OCI archives and registries give it. */
  readonly stored?: StoredImage;
  /** For a place that gives its layers only as one export: the members that may be layers, in the export's order. */
  exportLayers?(signal: AbortSignal): AsyncIterable<ExportedBlob>;
  close(): Promise<void>;
}

/** How to find and open an image. */
export interface OpenOptions {
  /** `os/architecture[/variant]`; `linux/` and the host's architecture where it is not given. */
  readonly platform?: string;
  /** Allows plain http and unchecked certificates for hosts beyond loopback. */
  readonly insecure?: boolean;
  /** Compares every blob with its digest, also where the diffId proves the content already. */
  readonly verify?: boolean;
  readonly signal?: AbortSignal;
  /** Where a place keeps what it learned by much reading; `verify` reads anew. */
  readonly store?: BlockStore;
  /** Manifests and configs of earlier runs; each is compared with its digest. */
  readonly documents?: DocumentStore;
  /** Told which place a bare name was found in, and the like; one line each, for stderr. */
  readonly onNotice?: (line: string) => void;
}
