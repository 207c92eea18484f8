// pnpm's content-addressable store and metadata cache (pnpm docs, storeDir and cacheDir). Files that pnpm linked into
// node_modules share their bytes with it and are not judged here.
import { relativeTo } from './exceptions/path-parts.ts';
import { runsProgram } from './exceptions/runs-program.ts';
import { cachePlaces } from './fixes/cache-mount.ts';
import type { FixContext, ImageLook, OfferedFile, PathRule } from './rule.ts';

export const pnpmStore: PathRule = {
  kind: 'paths',
  id: 'pnpm-store',
  title: 'Package store of pnpm',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.pnpm-store/', '**/pnpm/store/v*/', '**/.cache/pnpm/'],
  isExcused: isRunFrom,
  what: 'packages in the store of pnpm',
  fix: fixPnpm,
};

/** The global virtual store is what node_modules points into; `pnpm dlx` runs what is in its cache. */
function isRunFrom({ path, matchedFolder }: OfferedFile, image: ImageLook): boolean {
  const inside = relativeTo(path, matchedFolder);
  if (/^(?:v\d+\/)?links\//.test(inside)) return true;
  return inside.startsWith('dlx/') && runsProgram(image, 'dlx', 'pnpx');
}

function fixPnpm(context: FixContext): string {
  const found = cachePlaces(context, '.pnpm-store', 'pnpm/store', '.cache/pnpm');
  const places = found.length > 0 ? found : ['/root/.local/share/pnpm/store'];
  // pnpm puts its store beside the project where it cannot link from PNPM_HOME.
  return `End that RUN with \`rm -rf ${places.join(' ')}\`, or give it \`--mount=type=cache,target=/pnpm/store\` with PNPM_HOME=/pnpm.`;
}
