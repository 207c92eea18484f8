// What may be written in a Dockerfile, by the front end that reads it (docs of docker/dockerfile, release notes).
import type { StagedDockerfile } from '../stages/read-stages.ts';

/** Features that a fix may want to use. All false where the front end is not known: then a `# syntax` line is needed. */
export interface FrontEnd {
  /** The value of `# syntax`. */
  readonly syntax?: string;
  /** Its version as [major, minor]; undefined where it is not known. */
  readonly version?: readonly [major: number, minor: number];
  readonly hasMounts: boolean;
  readonly hasCopyChmod: boolean;
  readonly hasHeredocs: boolean;
  readonly hasCopyLink: boolean;
  readonly hasAddChecksum: boolean;
  readonly hasAddGit: boolean;
  /** `--mount=type=secret,env=`. */
  readonly hasSecretEnv: boolean;
  /** `--chmod=u+x`, beside octal modes. */
  readonly hasSymbolicChmod: boolean;
  readonly hasCopyParents: boolean;
  readonly hasCopyExclude: boolean;
}

const OFFICIAL = /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?::([\w.-]+))?(?:@.*)?$/;
/** What `docker/dockerfile:1` is at least, for a while now. */
const NEWEST: readonly [number, number] = [1, 20];

/** Reads what a file and the engine that builds it allow. `engineVersion` is the built-in front end's, as `1.4`. */
export function readFrontEnd({ dockerfile }: StagedDockerfile, engineVersion?: string): FrontEnd {
  const syntax = dockerfile.directives.find(({ name }) => name === 'syntax')?.value;
  const version = syntax === undefined ? parseVersion(engineVersion) : versionOfImage(syntax);
  const used = usedFeatures(dockerfile.instructions);
  const since = (major: number, minor: number): boolean =>
    version !== undefined && (version[0] > major || (version[0] === major && version[1] >= minor));
  return {
    ...(syntax === undefined ? {} : { syntax }),
    ...(version === undefined ? {} : { version }),
    hasMounts: since(1, 2) || used.has('mount') || used.has('heredoc') || used.has('link'),
    hasCopyChmod: since(1, 2) || used.has('chmod') || used.has('heredoc') || used.has('link'),
    hasHeredocs: since(1, 4) || used.has('heredoc') || used.has('link'),
    hasCopyLink: since(1, 4) || used.has('heredoc') || used.has('link'),
    hasAddChecksum: since(1, 6) || used.has('checksum'),
    hasAddGit: since(1, 6),
    hasSecretEnv: since(1, 10),
    hasSymbolicChmod: since(1, 14),
    hasCopyParents: since(1, 20) || used.has('parents'),
    hasCopyExclude: since(1, 19) || used.has('exclude'),
  };
}

function versionOfImage(syntax: string): readonly [number, number] | undefined {
  const [isOfficial, tag = 'latest'] = OFFICIAL.exec(syntax) ?? [];
  if (isOfficial === undefined) return undefined;
  if (tag === 'latest' || tag === '1' || tag === 'labs' || tag === '1-labs') return NEWEST;
  return parseVersion(tag);
}

function parseVersion(text: string | undefined): readonly [number, number] | undefined {
  const [, major, minor] = /^(\d{1,3})\.(\d{1,3})/.exec(text ?? '') ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

/** A feature that a file uses is one that it may use. */
function usedFeatures(instructions: StagedDockerfile['dockerfile']['instructions']): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { name, flags, heredocs, trigger } of instructions) {
    for (const flag of [...flags, ...(trigger?.flags ?? [])])
      if ((name === 'RUN' || name === 'COPY' || name === 'ADD') && flag.name !== 'from') used.add(flag.name);
    if (heredocs.length > 0) used.add('heredoc');
  }
  return used;
}
