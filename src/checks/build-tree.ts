// Folders that build tools work in: intermediate results, of no use once there is a final one.
import { CONTENT_TYPE } from '../contents/facts/layer-facts.ts';
import { joinPath, parentOf } from './exceptions/path-parts.ts';
import { buildsWithDotnet, commandWords, runsProgram } from './exceptions/runs-program.ts';
import type { ImageLook, OfferedFile, PathRule } from './rule.ts';

const CARGO = /(?:^|\/)target\/(?:[^/]+\/)?(?:debug|release)\//;
const DOTNET = /(?:^|\/)obj\/(?:Debug|Release)$/;
const GRADLE = /(?:^|\/)build\/(?:tmp|kotlin|test-results)$/;

export const buildTree: PathRule = {
  kind: 'paths',
  id: 'build-tree',
  title: 'Build trees',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/CMakeFiles/',
    '**/autom4te.cache/',
    '**/target/debug/deps/',
    '**/target/debug/build/',
    '**/target/debug/incremental/',
    '**/target/debug/.fingerprint/',
    '**/target/release/deps/',
    '**/target/release/build/',
    '**/target/release/incremental/',
    '**/target/release/.fingerprint/',
    '**/target/*/release/deps/',
    '**/target/*/release/build/',
    '**/target/*/release/.fingerprint/',
    '**/target/test-classes/',
    '**/target/surefire-reports/',
    '**/target/maven-status/',
    '**/target/*.jar.original',
    '**/target/*.war.original',
    '**/build/Release/obj.target/',
    '**/build/Release/.deps/',
    '**/build/temp.*/',
    '**/build/bdist.*/',
    '**/build/tmp/',
    '**/build/kotlin/',
    '**/build/test-results/',
    '**/obj/Debug/',
    '**/obj/Release/',
    '**/.zig-cache/',
    '**/zig-cache/',
  ],
  isExcused,
  what: 'intermediate results of a build',
  fix: 'Build in a stage of its own and copy only the result from it (`COPY --from=build`).',
};

function isExcused(file: OfferedFile, image: ImageLook): boolean {
  const { matchedFolder } = file;
  if (commandWords(image).some((word) => word.startsWith(`/${matchedFolder}/`))) return true;
  if (CARGO.test(matchedFolder)) return runsProgram(image, 'cargo') || isLoadedFromCargo(file);
  if (DOTNET.test(matchedFolder)) return !isDotnetBuild(matchedFolder, image) || buildsWithDotnet(image);
  return (
    GRADLE.test(matchedFolder) && (!isGradleBuild(matchedFolder, image) || runsProgram(image, 'gradlew'))
  );
}

/** Shared libraries that a build script made or fetched are found there at run time. */
function isLoadedFromCargo({ path, contentType }: OfferedFile): boolean {
  return contentType === CONTENT_TYPE.elfShared && /\/build\/[^/]+\/out\//.test(path);
}

/** Many folders are called `obj`; that of .NET has the list of a project's packages in it. */
function isDotnetBuild(folder: string, image: ImageLook): boolean {
  return image.kindAt(`${parentOf(folder)}/project.assets.json`) !== undefined;
}

/** Many folders are called `build`; Gradle's has the build script beside it. */
function isGradleBuild(folder: string, image: ImageLook): boolean {
  const project = parentOf(parentOf(folder));
  return ['build.gradle', 'build.gradle.kts'].some(
    (script) => image.kindAt(joinPath(project, script)) !== undefined,
  );
}
