// The programs that build and run images, told apart by what they are and by what they can.

/** Docker's command line with buildx, with the BuildKit inside it, or with the classic builder; the others by their own names. */
export type EngineKind = 'buildx' | 'docker-buildkit' | 'docker-classic' | 'buildctl' | 'podman' | 'buildah';

/** What an engine can, as its version says. */
export interface EngineFeatures {
  /** `RUN <<EOF` with the engine's own front end, without a `# syntax` line. */
  readonly heredocs: boolean;
  /** `RUN --mount=type=cache` and `type=secret`, also without a `# syntax` line. */
  readonly mounts: boolean;
  readonly namedContexts: boolean;
  /** Whether digests are read from a metadata file, beside the id. */
  readonly metadataFile: boolean;
}

/** An engine that answers on this machine. */
export interface Engine {
  readonly kind: EngineKind;
  /** The program's path. */
  readonly program: string;
  /** The command line's version, as it says. */
  readonly version: string;
  /** The daemon's, where there is one. */
  readonly daemonVersion?: string;
  readonly features: EngineFeatures;
  /** The environment that its child processes get. */
  readonly env: Environment;
}

/** Variables as a child process gets them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** An image that an engine has made, named by what the engine itself wrote down. */
export interface BuiltImage {
  readonly engine: Engine;
  /** Digest of the config, or of the manifest where the engine keeps images by that. */
  readonly id: string;
  /** Digest of the manifest, where the engine tells it. */
  readonly manifestDigest?: string;
  /** Of buildctl, which keeps no images: the OCI archive that holds it. */
  readonly archivePath?: string;
}

/** Whether the program is Docker's command line. */
export function isDocker(kind: EngineKind): boolean {
  return kind === 'buildx' || kind === 'docker-buildkit' || kind === 'docker-classic';
}
