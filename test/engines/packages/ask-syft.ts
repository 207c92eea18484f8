// What syft lists in a root file system or an image archive.
import { must } from './debian-roots.ts';

/** A package by syft. */
export interface SyftPackage {
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly purl: string;
}

/** The packages in `dir:ROOT` or `docker-archive:FILE`. */
export async function askSyft(source: string): Promise<readonly SyftPackage[]> {
  const output = await must('syft', ['scan', source, '--quiet', '--output', 'json']);
  const { artifacts } = JSON.parse(output) as { artifacts: readonly SyftPackage[] };
  return artifacts.map(({ name, version, type, purl }) => ({ name, version, type, purl }));
}

/**
 * A package URL of syft's as we write it. Two differences: the spec leaves a colon as it is, which syft encodes; and syft takes
 * Debian's point release from `etc/debian_version`, where os-release(5) has 12 alone.
 */
export function asOurs(purl: string, versionId: string): string {
  return purl.replaceAll('%3A', ':').replace(/(?<=[?&]distro=debian-)[\d.]+/, versionId);
}
