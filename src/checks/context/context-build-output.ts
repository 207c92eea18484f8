// What a build made on the host and makes again in the Dockerfile.
import type { ContextPathRule, OfferedPath } from './context-rule.ts';
import type { JudgedContext } from './judging/judged-context.ts';

interface Maker {
  /** One of these is beside the folder. */
  readonly project: readonly string[];
  readonly run: RegExp;
}

const NODE: Maker = {
  project: ['package.json'],
  run: /\b(?:npm|pnpm|yarn|bun)\b[^\n;&|]*\bbuild\b|\b(?:next|nuxt|nuxi|vite|astro|ng|webpack|rollup|tsc|turbo|nx|remix|gatsby|svelte-kit|parcel|esbuild|tsup)\b(?:\s+(?:build|generate|run)\b|\s*(?:$|[\n;&|])|\s+-)/,
};
const PYTHON: Maker = {
  project: ['pyproject.toml', 'setup.py'],
  run: /\bpip[\d.]*\b[^\n;&|]*\binstall\b|\bpython[\d.]*\s+(?:-m\s+build\b|setup\.py)|\b(?:poetry|uv|hatch|pdm)\b[^\n;&|]*\b(?:install|build|sync)\b/,
};
const MAVEN: Maker = { project: ['pom.xml'], run: /\bmvnw?\b/ };
const GRADLE: Maker = { project: ['build.gradle', 'build.gradle.kts'], run: /\bgradlew?\b/ };
const CARGO: Maker = {
  project: ['Cargo.toml'],
  run: /\bcargo\b[^\n;&|]*\b(?:build|install|test|run|rustc|zigbuild|chef)\b/,
};
const CMAKE: Maker = {
  project: ['CMakeLists.txt', 'meson.build', 'configure'],
  run: /\b(?:cmake|make|ninja|meson)\b/,
};
const JEKYLL: Maker = { project: ['_config.yml'], run: /\bjekyll\b[^\n;&|]*\bb(?:uild)?\b/ };
const MIX: Maker = { project: ['mix.exs'], run: /\bmix\b[^\n;&|]*\b(?:compile|release)\b/ };
const HASKELL: Maker = {
  project: ['stack.yaml', 'cabal.project', 'package.yaml'],
  run: /\b(?:stack|cabal)\b/,
};
const SBT: Maker = { project: ['build.sbt'], run: /\bsbt\b/ };

const MAKERS: Readonly<Record<string, readonly Maker[]>> = {
  dist: [NODE, PYTHON],
  build: [NODE, PYTHON, GRADLE, CMAKE],
  out: [NODE, GRADLE],
  '.next': [NODE],
  '.nuxt': [NODE],
  '.output': [NODE],
  '.svelte-kit': [NODE],
  '.astro': [NODE],
  '.vercel': [NODE],
  'storybook-static': [NODE],
  target: [CARGO, MAVEN, SBT],
  _site: [JEKYLL],
  _build: [MIX],
  'dist-newstyle': [HASKELL],
  '.stack-work': [HASKELL],
  'cmake-build-debug': [CMAKE],
  'cmake-build-release': [CMAKE],
};
const DOTNET = /\bdotnet\b[^\n;&|]*\b(?:build|publish|restore)\b/;

export const contextBuildOutput: ContextPathRule = {
  kind: 'paths',
  id: 'context-build-output',
  title: 'build output that the build makes itself',
  severity: 'warning',
  floorBytes: 1_000_000,
  silentBytes: 10_000,
  folders: [...Object.keys(MAKERS), 'bin', 'obj'],
  files: [],
  isNeedless: (path, judged) => isMade(path, judged) || isDotnet(path, judged),
  what: 'output of a build on the host, which the Dockerfile makes again',
};

function isMade({ name, parent }: OfferedPath, judged: JudgedContext): boolean {
  return (MAKERS[name] ?? []).some(
    ({ project, run }) =>
      project.some((file) => judged.hasAt(parent, file)) && judged.findRun(run) !== undefined,
  );
}

function isDotnet({ name, parent }: OfferedPath, judged: JudgedContext): boolean {
  return (
    (name === 'bin' || name === 'obj') &&
    judged.hasAt(parent, 'obj/project.assets.json') &&
    judged.findRun(DOTNET) !== undefined
  );
}
