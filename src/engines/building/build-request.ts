// What a build is asked for, in the words that all engines share.

/** One build. Paths are those of this machine. */
export interface BuildRequest {
  readonly contextFolder: string;
  readonly dockerfilePath: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Folders by name, or what the engine knows itself (`docker-image://NAME`, `oci-layout://FOLDER@DIGEST`). */
  readonly namedContexts?: Readonly<Record<string, string>>;
  /** Files by the id under which RUN mounts them. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** `os/architecture[/variant]`. */
  readonly platform?: string;
  readonly tags?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** What RUN reaches; the engine's own way where it is left out. */
  readonly network?: 'host' | 'none';
  readonly noCache?: boolean;
  /** Lets podman and buildah pull over plain http; BuildKit and docker know loopback themselves, and others by their settings. */
  readonly insecure?: boolean;
  readonly signal?: AbortSignal;
  /** Progress, as the engine tells it. May hold what the build prints, secrets too. */
  readonly onLine?: (line: string) => void;
}

/** Pairs of a record as `OPTION NAME=VALUE`. */
export function pairArgs(
  option: string,
  record: Readonly<Record<string, string>> | undefined,
  separator = '=',
): readonly string[] {
  return Object.entries(record ?? {}).flatMap(([name, value]) => [option, `${name}${separator}${value}`]);
}

/** Secrets as `--secret` takes them: a CSV record each, so that a path with a comma stays whole. */
export function secretArgs(secrets: Readonly<Record<string, string>> | undefined): readonly string[] {
  return Object.entries(secrets ?? {}).flatMap(([id, path]) => [
    '--secret',
    `id=${id},${csvField(`src=${path}`)}`,
  ]);
}

/** A field of a CSV record. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What `docker build`, `podman build` and `buildah build` call alike, from the file of the image's id on. */
export function sharedArgs(request: BuildRequest, idPath: string): readonly string[] {
  const { dockerfilePath, target, buildArgs, namedContexts } = request;
  const { platform, tags = [], labels, network, noCache } = request;
  return [
    '--iidfile',
    idPath,
    '--file',
    dockerfilePath,
    ...(target === undefined ? [] : ['--target', target]),
    ...(platform === undefined ? [] : ['--platform', platform]),
    ...(network === undefined ? [] : ['--network', network]),
    ...(noCache === true ? ['--no-cache'] : []),
    ...tags.flatMap((tag) => ['--tag', tag]),
    ...pairArgs('--label', labels),
    ...pairArgs('--build-arg', buildArgs),
    ...pairArgs('--build-context', namedContexts),
  ];
}
