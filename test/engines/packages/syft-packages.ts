// What syft lists in an image, in the form that ours is compared in.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../run-program.ts';

/** syft's program; another one can be named. */
export const SYFT = process.env['PLIMSOLL_SYFT'] ?? 'syft';

/** One package at one place. */
export interface ListedPackage {
  /** syft's cataloger. */
  readonly foundBy: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly path: string;
}

interface SyftDocument {
  readonly artifacts: readonly {
    readonly name: string;
    readonly version: string;
    readonly type: string;
    readonly purl: string;
    readonly foundBy: string;
    readonly locations: readonly {
      readonly path: string;
      readonly annotations?: Readonly<Record<string, string>>;
    }[];
  }[];
}

/** Runs syft on an image of the engine and gives the packages that the named catalogers found. */
export async function listSyftPackages(
  image: string,
  catalogers: readonly string[],
): Promise<readonly ListedPackage[]> {
  const work = await mkdtemp(join(tmpdir(), 'plimsoll-syft-'));
  try {
    const output = join(work, 'syft.json');
    const args = ['scan', '--quiet', `docker:${image}`, '-o', `json=${output}`];
    const run = await runProgram(SYFT, args);
    if (!run.isDone) throw new Error(`syft: ${run.complaint}`);
    const document = JSON.parse(await readFile(output, 'utf8')) as SyftDocument;
    return document.artifacts
      .filter(({ foundBy }) => catalogers.includes(foundBy))
      .flatMap(({ foundBy, name, version, purl, locations }) =>
        locations
          .filter(({ annotations }) => annotations?.['evidence'] !== 'supporting')
          .map(({ path }) => ({ foundBy, name, version, purl, path: path.slice(1) })),
      );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
