// What syft lists in a root file system or an image archive.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../run-program.ts';

/** syft's program; another one can be named. */
export const SYFT = process.env['PLIMSOLL_SYFT'] ?? 'syft';

/** A package by syft. */
export interface SyftPackage {
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly purl: string;
  /** syft's cataloger. */
  readonly foundBy: string;
  /** The files it was found by, without those that only support it; no leading slash. */
  readonly paths: readonly string[];
  /** Whether it is in an archive that another one holds. */
  readonly isNested: boolean;
}

interface SyftDocument {
  readonly artifacts: readonly (Omit<SyftPackage, 'paths' | 'isNested'> & {
    readonly metadata?: { readonly virtualPath?: string };
    readonly locations: readonly {
      readonly path: string;
      readonly annotations?: Readonly<Record<string, string>>;
    }[];
  })[];
}

/** The packages in `dir:ROOT`, `docker-archive:FILE` or `docker:IMAGE`. */
export async function askSyft(source: string): Promise<readonly SyftPackage[]> {
  const work = await mkdtemp(join(tmpdir(), 'plimsoll-syft-'));
  try {
    const output = join(work, 'syft.json');
    // It would look for a newer version of itself.
    await must('env', [
      'SYFT_CHECK_FOR_APP_UPDATE=false',
      SYFT,
      'scan',
      '--quiet',
      source,
      '-o',
      `json=${output}`,
    ]);
    const { artifacts } = JSON.parse(await readFile(output, 'utf8')) as SyftDocument;
    return artifacts.map(({ name, version, type, purl, foundBy, locations, metadata }) => {
      const main = locations.filter(({ annotations }) => annotations?.['evidence'] !== 'supporting');
      const isNested = metadata?.virtualPath?.includes(':') === true;
      return { name, version, type, purl, foundBy, isNested, paths: main.map(({ path }) => path.slice(1)) };
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A package URL of syft's as we write it: syft takes Debian's point release from `etc/debian_version`, os-release(5) has 12 alone. */
export function asOurs(purl: string, versionId: string): string {
  return purl.replace(/(?<=[?&]distro=debian-)[\d.]+/, versionId);
}
