// The images of .NET by what they stand on: bases by digest. Its data is no part of the project; PLIMSOLL_DOTNET names its folder.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LATEST = join(process.env['PLIMSOLL_DOTNET'] ?? '/work/shared/data', 'dotnet-latest.json');

export const isDotnetThere = existsSync(LATEST);
if (!isDotnetThere) process.stderr.write(`\nSKIPPED, ${LATEST} is not there (PLIMSOLL_DOTNET)\n`);

/** What each image stands on, by name. */
export function readDotnetGraph(): Readonly<Record<string, readonly string[]>> {
  const { images } = JSON.parse(readFileSync(LATEST, 'utf8')) as {
    images: readonly { repository: string; tags: readonly string[]; digest: string; base: string | null }[];
  };
  const names = images.map(({ repository, tags, digest }) => `${repository}:${tags[0] ?? digest}`);
  const byDigest = new Map(images.map(({ digest }, i) => [digest, names[i]!]));
  return Object.fromEntries(
    images.map(({ base }, i) => {
      const below = base === null ? undefined : byDigest.get(base.split('@')[1] ?? '');
      return [names[i]!, below === undefined || below === names[i] ? [] : [below]];
    }),
  );
}
