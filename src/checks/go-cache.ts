// Go's module cache and build cache (Go Modules Reference, "Module cache"; `go help cache`), and those of its linters.
import { relativeTo } from './exceptions/path-parts.ts';
import { perImage } from './exceptions/per-image.ts';
import { runsProgram } from './exceptions/runs-program.ts';
import { mountCache } from './fixes/cache-mount.ts';
import type { ImageLook, OfferedFile, PathRule } from './rule.ts';

export const goCache: PathRule = {
  kind: 'paths',
  id: 'go-cache',
  title: 'Module and build cache of Go',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/go/pkg/mod/',
    '**/go/pkg/sumdb/',
    '**/.cache/go-build/',
    '**/.cache/golangci-lint/',
    '**/.cache/staticcheck/',
    '**/.cache/gopls/',
  ],
  isExcused,
  what: 'modules and build results cached by Go',
  fix: (context) =>
    `Build in a stage of its own and copy the binary from it; give that RUN \`${mountCache(context, 'go/pkg/mod', '/go/pkg/mod')} ${mountCache(context, '.cache/go-build', '/root/.cache/go-build')}\`.`,
};

const vendors = perImage((image) => /-mod=vendor\b/.test(image.env.get('GOFLAGS') ?? ''));

function isExcused({ path, matchedFolder }: OfferedFile, image: ImageLook): boolean {
  const isModules = matchedFolder.endsWith('go/pkg/mod');
  // The module cache holds `cache/` and folders named MODULE@VERSION; other folders of that name are somebody's source.
  if (isModules && !/^cache\/|@v/.test(relativeTo(path, matchedFolder))) return true;
  if (!runsProgram(image, 'go')) return false;
  return !isModules || !vendors(image);
}
