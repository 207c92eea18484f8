// What a stage takes from the build context, and what of it production needs beside the program that was built.
import type { ModelStage } from '../model/dockerfile-model.ts';
import type { ContextCopy, ReadStage, StageCopy } from './production-needs.ts';
import { firstFolder, resolvePath } from './read-commands.ts';

/** Folders that programs read while they run, by the names that people give them. */
const READ_AT_RUN: ReadonlySet<string> = new Set([
  'assets',
  'config',
  'conf',
  'content',
  'data',
  'fixtures',
  'i18n',
  'locale',
  'locales',
  'migrations',
  'prisma',
  'public',
  'resources',
  'sql',
  'static',
  'templates',
  'translations',
  'views',
  'web',
  'www',
]);

/** What compilers and their tools read, by name. */
const IS_SOURCE =
  /\.(?:c|cc|cpp|cxx|h|hh|hpp|go|rs|java|kt|kts|scala|ts|tsx|jsx|cs|csproj|fs|fsproj|sln|pas|f90|nim|zig|hs|cabal|s|asm|mk|gradle|cmake|toml|mod|sum|lock)$|^(?:Makefile|CMakeLists\.txt|configure(?:\.ac)?|meson\.build|build\.xml|pom\.xml|mvnw|gradlew|package(?:-lock)?\.json|tsconfig.*\.json|src|cmd|pkg|internal|include|source|crates|vendor|\.mvn|gradle)$/i;

/** COPY and ADD without `--from`. */
export function readContextCopies(stage: ModelStage): readonly ContextCopy[] {
  return stage.steps.flatMap((step): readonly ContextCopy[] => {
    const {
      evaluated: { expanded },
      instruction,
    } = step;
    const cwd = step.cwd ?? firstFolder(stage);
    if (expanded.kind !== 'copy' && expanded.kind !== 'add') return [];
    if (expanded.from !== undefined || expanded.sources.length + expanded.inlineFiles.length === 0) return [];
    const folder = expanded.destination.endsWith('/') ? '/' : '';
    const destination = resolvePath(cwd, expanded.destination);
    return [
      {
        instruction,
        sources: expanded.sources,
        destination: destination === undefined ? undefined : destination.replace(/\/$/, '') + folder,
        cwd,
      },
    ];
  });
}

/** Where a path of the context comes to lie, by the COPY that takes it whole; undefined where none does. */
export function placeInStage({ contextCopies }: ReadStage, path: string): string | undefined {
  for (const { sources, destination } of contextCopies) {
    if (destination === undefined) continue;
    for (const source of sources) {
      const from = source.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, '');
      if (from === '') return resolvePath(destination || '/', path);
      if (from === path && sources.length === 1 && !destination.endsWith('/')) return destination;
    }
  }
  return undefined;
}

/** Folders of the context that a program may read while it runs, as they lie in the stage. */
export function dataFolders(stage: ReadStage): readonly StageCopy[] {
  const { project, image } = stage.input;
  return project.list('').flatMap((name): readonly StageCopy[] => {
    const place = READ_AT_RUN.has(name) ? placeInStage(stage, name) : undefined;
    if (place === undefined || (image !== undefined && image.kindOf(place) !== 'folder')) return [];
    // Of a name alone nobody knows whether it is a folder.
    if (image === undefined && project.list(name).length === 0) return [];
    return [{ paths: [place], to: place, what: `${name}: read while it runs` }];
  });
}

/** Copies from the context to places that nothing is built in: configuration, scripts, data. */
export function copiesBeside({ contextCopies, commands }: ReadStage): readonly ContextCopy[] {
  const built = commands.flatMap(({ cwd }) => (cwd === undefined || cwd === '/' ? [] : [cwd]));
  return contextCopies.filter(({ destination, sources }) => {
    if (destination === undefined) return false;
    const names = sources.map((source) => source.replace(/\/+$/, '').split('/').at(-1) ?? '');
    if (names.length > 0 && names.every((name) => READ_AT_RUN.has(name))) return true;
    if (names.some((name) => IS_SOURCE.test(name))) return false;
    return (
      !built.some((folder) => `${destination}/`.replace(/\/+$/, '/').startsWith(`${folder}/`)) &&
      !isRoot(sources)
    );
  });
}

function isRoot(sources: readonly string[]): boolean {
  return sources.some((source) => /^(?:\.?\/*|\*)$/.test(source));
}
