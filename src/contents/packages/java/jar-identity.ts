// Which artifacts a jar is and bundles, from its file name, its manifest, and each pom.properties and pom.xml in it. A shaded jar
// has those of all that went into it, so the jar's own must be found among them.
import type { ArchiveName } from './archive-name.ts';
import type { JarManifest } from './jar-manifest.ts';
import { findKnownGroup } from './known-groups.ts';
import { guessArtifact, guessGroup, guessVersion, readManifestLicence } from './manifest-identity.ts';
import type { MavenCoordinates } from './maven-coordinates.ts';
import type { PomProject } from './pom-project.ts';

/** What Maven left of one artifact: the files of one folder of META-INF/maven. */
export interface MavenTrace {
  readonly folder: string;
  readonly properties: MavenCoordinates | undefined;
  readonly project: PomProject | undefined;
}

/** An artifact with the licence that its pom.xml or manifest states. */
export interface JarArtifact extends MavenCoordinates {
  readonly licence: string;
}

/** The artifact that a jar is, where that can be told, and those that it bundles unpacked. */
export interface JarIdentity {
  readonly own: JarArtifact | undefined;
  readonly bundled: readonly JarArtifact[];
}

type NamedTrace = MavenTrace & { readonly properties: MavenCoordinates };

/** Tells a jar's artifacts; the traces in the order of their folders. */
export function identifyJar(
  fileName: ArchiveName,
  manifest: JarManifest | undefined,
  traces: readonly MavenTrace[],
): JarIdentity {
  const named = traces.filter(isNamed);
  const chosen =
    chooseOwn(fileName.name, named) ?? (named.length === 0 && traces.length === 1 ? traces[0] : undefined);
  // A file name with a version is an artifact even where nothing inside says so; one without is just any zip file.
  const isArtifact = chosen !== undefined || manifest !== undefined || fileName.version !== '';
  const guessed = isArtifact ? describeOwn(fileName, manifest, chosen) : undefined;
  if (guessed === undefined) return { own: undefined, bundled: named.map(describeTrace) };
  const same = named.find((trace) => trace === chosen) ?? named.find((trace) => isSame(trace, guessed));
  const own = same === undefined ? guessed : { ...describeTrace(same), licence: guessed.licence };
  return { own, bundled: named.filter((trace) => trace !== same).map(describeTrace) };
}

function isNamed(trace: MavenTrace): trace is NamedTrace {
  return (
    trace.properties !== undefined && trace.properties.artifact !== '' && trace.properties.version !== ''
  );
}

/** The trace that fits the file name: the first, but rather one with a pom.xml, and best one with exactly that name. */
function chooseOwn(name: string, traces: readonly NamedTrace[]): NamedTrace | undefined {
  const isExactKnown = traces.some(({ properties }) => properties.artifact === name);
  const isExact = ({ properties, project }: NamedTrace): boolean =>
    project !== undefined && (name.includes(properties.group) || name === properties.artifact);
  let best: NamedTrace | undefined;
  for (const trace of traces) {
    const { artifact } = trace.properties;
    const fits = isExactKnown ? artifact === name : artifact.startsWith(name) || name.endsWith(artifact);
    if (name === '' || !fits) continue;
    if (best === undefined) best = trace;
    else if (trace.project !== undefined && (best.project === undefined || isExact(trace))) best = trace;
    if (isExact(best)) break;
  }
  return best;
}

function describeOwn(
  fileName: ArchiveName,
  manifest: JarManifest | undefined,
  chosen: MavenTrace | undefined,
): JarArtifact | undefined {
  const stated = { ...chosen?.project, ...chosen?.properties };
  const artifact = stated.artifact || guessArtifact(manifest, fileName);
  if (artifact === '') return undefined;
  return {
    group: stated.group || chosen?.project?.group || findKnownGroup(artifact) || guessGroup(manifest),
    artifact,
    version: stated.version || guessVersion(manifest, fileName),
    licence: readManifestLicence(manifest) || chosen?.project?.licence || '',
  };
}

/** The same artifact, though the group was but guessed or the file name has another version. */
function isSame({ properties }: NamedTrace, own: MavenCoordinates): boolean {
  return properties.artifact === own.artifact;
}

function describeTrace({ properties, project }: NamedTrace): JarArtifact {
  return {
    ...properties,
    group:
      properties.group || (properties.artifact.includes('.') ? properties.artifact : (project?.group ?? '')),
    licence: project?.licence ?? '',
  };
}
