// The rules about paths in the order in which they are asked: ballast first, what knows a tool before what knows only a
// place, then advice.
import { apkCache } from './apk-cache.ts';
import { aptCache } from './apt-cache.ts';
import { browserDownload } from './browser-download.ts';
import { buildTree } from './build-tree.ts';
import { bunCache } from './bun-cache.ts';
import { bytecodeCache } from './bytecode-cache.ts';
import { cargoCache } from './cargo-cache.ts';
import { compilerCache } from './compiler-cache.ts';
import { composerCache } from './composer-cache.ts';
import { condaCache } from './conda-cache.ts';
import { coreDump } from './core-dump.ts';
import { cpanCache } from './cpan-cache.ts';
import { debugSymbols } from './debug-symbols.ts';
import { desktopLeftovers } from './desktop-leftovers.ts';
import { developerToolCache } from './developer-tool-cache.ts';
import { dnfCache } from './dnf-cache.ts';
import { documentation } from './documentation.ts';
import { downloadedPackage } from './downloaded-package.ts';
import { editorLeftovers } from './editor-leftovers.ts';
import { extractedArchive } from './extracted-archive.ts';
import { gemCache } from './gem-cache.ts';
import { goCache } from './go-cache.ts';
import { gradleCache } from './gradle-cache.ts';
import { heapDump } from './heap-dump.ts';
import { locales } from './locales.ts';
import { logFiles } from './log-files.ts';
import { machineId } from './machine-id.ts';
import { mavenCache } from './maven-cache.ts';
import { modelCache } from './model-cache.ts';
import { modelLeftovers } from './model-leftovers.ts';
import { npmCache } from './npm-cache.ts';
import { nugetCache } from './nuget-cache.ts';
import { objectFile } from './object-file.ts';
import { packageDatabaseBackup } from './package-database-backup.ts';
import { pacmanCache } from './pacman-cache.ts';
import { pipCache } from './pip-cache.ts';
import { pnpmStore } from './pnpm-store.ts';
import { poetryCache } from './poetry-cache.ts';
import type { PathRule } from './rule.ts';
import { sbtCache } from './sbt-cache.ts';
import { shellHistory } from './shell-history.ts';
import { sourceMap } from './source-map.ts';
import { staticLibrary } from './static-library.ts';
import { temporaryFiles } from './temporary-files.ts';
import { testSuite } from './test-suite.ts';
import { unusableBytecode } from './unusable-bytecode.ts';
import { userCache } from './user-cache.ts';
import { uvCache } from './uv-cache.ts';
import { vcsFolder } from './vcs-folder.ts';
import { webBuildCache } from './web-build-cache.ts';
import { yarnCache } from './yarn-cache.ts';
import { zeroFilledFile } from './zero-filled-file.ts';
import { zypperCache } from './zypper-cache.ts';

/** Every path rule, first cause first. */
export const PATH_RULES: readonly PathRule[] = [
  coreDump,
  heapDump,
  aptCache,
  apkCache,
  dnfCache,
  zypperCache,
  pacmanCache,
  pipCache,
  uvCache,
  poetryCache,
  condaCache,
  npmCache,
  yarnCache,
  pnpmStore,
  bunCache,
  gemCache,
  composerCache,
  cargoCache,
  goCache,
  mavenCache,
  gradleCache,
  sbtCache,
  nugetCache,
  cpanCache,
  compilerCache,
  webBuildCache,
  developerToolCache,
  modelLeftovers,
  downloadedPackage,
  extractedArchive,
  buildTree,
  objectFile,
  vcsFolder,
  zeroFilledFile,
  temporaryFiles,
  logFiles,
  shellHistory,
  editorLeftovers,
  desktopLeftovers,
  unusableBytecode,
  packageDatabaseBackup,
  modelCache,
  browserDownload,
  testSuite,
  bytecodeCache,
  documentation,
  locales,
  sourceMap,
  staticLibrary,
  debugSymbols,
  userCache,
  machineId,
];
