// NuGet's global packages folder and its caches of downloads (NuGet docs, "Managing the global packages and cache folders").
import { buildsWithDotnet, commandWords } from './exceptions/runs-program.ts';
import { mountCache } from './fixes/cache-mount.ts';
import type { ImageLook, PathRule } from './rule.ts';

export const nugetCache: PathRule = {
  kind: 'paths',
  id: 'nuget-cache',
  title: 'Packages and downloads cached by NuGet',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/.nuget/packages/',
    '**/.local/share/NuGet/v3-cache/',
    '**/.local/share/NuGet/http-cache/',
    '**/.local/share/NuGet/plugins-cache/',
  ],
  isExcused: (file, image) => file.matchedFolder.endsWith('.nuget/packages') && runsUnpublished(image),
  what: 'packages and downloads cached by NuGet',
  fix: (context) =>
    `Run \`dotnet publish\` in a stage of its own and copy its output from it; give that RUN \`${mountCache(context, '.nuget/packages', '/root/.nuget/packages')}\`.`,
};

/** Builds that were not published load assemblies from the packages folder; the SDK's commands restore from it. */
function runsUnpublished(image: ImageLook): boolean {
  const isBuildOutput = (word: string): boolean =>
    /(?:^|\/)bin\/(?:Debug|Release)\//.test(word) && !word.includes('/publish/');
  return buildsWithDotnet(image) || commandWords(image).some(isBuildOutput);
}
