// What is in the folders for temporary files (FHS 3.0, 3.18 and 5.15), as far as the image's config does not use it, and in
// /dev/shm, which a container never sees because memory is mounted there.
import { usesPath } from './exceptions/uses-path.ts';
import { cachePlaces } from './fixes/cache-mount.ts';
import type { FixContext, PathRule } from './rule.ts';

export const temporaryFiles: PathRule = {
  kind: 'paths',
  id: 'temporary-files',
  title: 'Temporary files',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['tmp/', 'var/tmp/', 'usr/tmp/', 'dev/shm/'],
  isExcused: ({ path, matchedFolder }, image) =>
    matchedFolder !== 'dev/shm' && usesPath(image, path, matchedFolder),
  what: 'temporary files',
  fix: fixTemporary,
  fixCopied:
    'Use the files without copying them (`RUN --mount=type=bind`); copy what the image needs at run time to a place of its own.',
};

function fixTemporary(context: FixContext): string {
  const found = cachePlaces(context, 'var/tmp', 'usr/tmp', 'dev/shm', 'tmp');
  const mounts = (found.length > 0 ? found : ['/tmp']).map((place) => `--mount=type=tmpfs,target=${place}`);
  return `Delete them at the end of that RUN, or give it \`${mounts.join(' ')}\`.`;
}
