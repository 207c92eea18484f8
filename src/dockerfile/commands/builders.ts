// Programs that build others: compilers, make and its like, Maven, Gradle.
import { type CommandReader, parseCall } from './command-call.ts';
import type { CompileEffect } from './effect.ts';
import { hasOption } from './options.ts';

const LANGUAGES: Readonly<Record<CompileEffect['language'], readonly string[]>> = {
  c: [
    'make',
    'gmake',
    'cmake',
    'ninja',
    'meson',
    'scons',
    'qmake',
    'gcc',
    'g++',
    'cc',
    'c++',
    'clang',
    'clang++',
    'ld',
    'configure',
    'Configure',
    'config',
    'autoreconf',
    'autogen.sh',
    'buildconf',
    'bootstrap.sh',
    'b2',
    'bjam',
    'bazel',
    'docker-php-ext-install',
    'docker-php-ext-configure',
    'phpize',
    'pecl',
  ],
  go: ['godep', 'glide', 'xgo', 'gb', 'gox'],
  rust: ['rustc'],
  java: ['javac', 'ant', 'sbt', 'lein', 'kotlinc', 'activator', 'mill'],
  dotnet: ['msbuild', 'xbuild', 'mcs', 'csc'],
  javascript: ['tsc', 'webpack', 'ng', 'gulp', 'grunt', 'rollup', 'vite', 'bower', 'node-gyp', 'parcel'],
  python: ['pyinstaller', 'cython'],
  haskell: ['stack', 'cabal', 'ghc'],
  other: [
    'mix',
    'rebar3',
    'opam',
    'dune',
    'swift',
    'crystal',
    'zig',
    'nim',
    'dub',
    'elm',
    'shards',
    'rpmbuild',
    'dpkg-buildpackage',
    'debuild',
  ],
};

/** Programs whose every call builds something. */
export const BUILDERS: ReadonlyMap<string, CompileEffect['language']> = new Map(
  Object.entries(LANGUAGES).flatMap(([language, programs]) =>
    programs.map((program) => [program, language as CompileEffect['language']] as const),
  ),
);

const CLEANS: RegExp = /^(?:dist)?clean$/;

/** One of those. */
export const readBuilder: CommandReader = (call) => {
  const language = BUILDERS.get(call.program);
  const parsed = parseCall(call, { letters: 'CfjIo', names: ['directory', 'file', 'jobs'] });
  const isCleaning =
    parsed.operands.length > 0 && parsed.operands.every(({ value }) => CLEANS.test(value ?? ''));
  const isAsking = parsed.operands.length === 0 && hasOption(parsed, 'version', 'help', 'v');
  if (language === undefined || isCleaning || isAsking) return [];
  // `bower install` and the like fetch; they build nothing.
  if (call.program === 'opam' && !/^(?:install|build)$/.test(parsed.operands[0]?.value ?? '')) return [];
  return [{ kind: 'compile', tool: call.program, language }];
};

const BUILD_PHASES =
  /^(?:compile|test-compile|test|package|verify|install|deploy|jar|war|assemble|build|shadowJar|bootJar|bootWar|installDist|distZip|distTar|nativeCompile)$/;

/** mvn, gradle and their wrappers. */
export const readJavaBuild: CommandReader = (call) => {
  const isMaven = /^mvn/.test(call.program);
  const parsed = parseCall(call, {
    letters: isMaven ? 'fsPlTDtgb' : 'bcgIpxP',
    names: [
      'file',
      'settings',
      'global-settings',
      'activate-profiles',
      'projects',
      'threads',
      'build-file',
      'gradle-user-home',
      'init-script',
      'project-dir',
      'exclude-task',
      'console',
    ],
  });
  const tasks = parsed.operands.map(({ value }) => value?.split(':').at(-1) ?? '');
  if (tasks.length === 0) return [];
  const manager = isMaven ? 'maven' : 'gradle';
  const install = {
    kind: 'install',
    manager,
    packages: [],
    files: [],
    lists: [],
    isComplete: false,
  } as const;
  if (tasks.every((task) => CLEANS.test(task))) return [];
  const builds = tasks.some((task) => BUILD_PHASES.test(task));
  return builds ? [install, { kind: 'compile', tool: manager, language: 'java' }] : [install];
};
