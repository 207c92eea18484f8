// Programs that come with folders of their own when no package manager installs them: what must be there to tell them, and what
// goes with them. Only what a run time of the same name does not need.
import type { RoleName } from './package-role.ts';

/** One program and what comes with it; paths from the folder that `bin` is in. */
export interface ToolKit {
  readonly role: RoleName;
  readonly what: string;
  /** All of these must exist, so that a program that only has the name is left alone. */
  readonly needs: readonly string[];
  /** Whether all below the root is the kit's, where nothing else lives there. */
  readonly isWhole: boolean;
  /** Files and folders that are the kit's in any case. */
  readonly parts: readonly string[];
  /** Whether the program lies in the root itself. */
  readonly isBesideRoot: boolean;
  /** Whether the program serves by itself: `dotnet` runs what is built. */
  readonly servesItself: boolean;
}

const only = (role: RoleName, what: string, more: Partial<ToolKit> = {}): ToolKit => ({
  role,
  what,
  needs: [],
  isWhole: false,
  parts: [],
  isBesideRoot: false,
  servesItself: false,
  ...more,
});

/** `java`, `keytool` and the tools for a running JVM (`jcmd`, `jstack`) stay. */
const JDK_PROGRAMS = words(`
  bin/javac bin/javadoc bin/javap bin/jdeps bin/jdeprscan bin/jlink bin/jmod bin/jpackage bin/jshell bin/jar bin/jarsigner
  bin/jconsole bin/serialver bin/jimage bin/jwebserver`);

const GCC: ToolKit = only('compiler', 'GCC', { parts: ['libexec/gcc', 'lib/gcc', 'include/c++'] });
const CLANG: ToolKit = only('compiler', 'Clang', { parts: ['lib/clang'] });
const GIT: ToolKit = only('version-control', 'Git', { parts: ['libexec/git-core', 'share/git-core'] });

/** Kits by the name of the program that tells them. */
export const KITS: ReadonlyMap<string, ToolKit> = new Map<string, ToolKit>([
  ['go', only('compiler', 'the Go toolchain', { needs: ['pkg/tool'], isWhole: true, parts: ['pkg/tool'] })],
  [
    'rustc',
    only('compiler', 'a Rust toolchain', {
      needs: ['lib/rustlib'],
      isWhole: true,
      parts: [
        'lib/rustlib',
        'bin/cargo',
        'bin/rustdoc',
        'bin/cargo-clippy',
        'bin/clippy-driver',
        'bin/rustfmt',
      ],
    }),
  ],
  ['cargo', only('compiler', 'Cargo')],
  ['rustup', only('compiler', 'rustup')],
  [
    'javac',
    only('compiler', 'a Java development kit', {
      parts: [
        ...JDK_PROGRAMS,
        'jmods',
        'include',
        'demo',
        'sample',
        'src.zip',
        'lib/src.zip',
        'lib/ct.sym',
        'lib/tools.jar',
      ],
    }),
  ],
  [
    'dotnet',
    only('compiler', 'the .NET SDK', {
      needs: ['sdk'],
      isBesideRoot: true,
      servesItself: true,
      parts: ['sdk', 'sdk-manifests', 'packs', 'templates'],
    }),
  ],
  [
    'zig',
    only('compiler', 'Zig', { needs: ['lib/std'], isBesideRoot: true, isWhole: true, parts: ['lib/std'] }),
  ],
  ['gcc', GCC],
  ['g++', GCC],
  ['cc', GCC],
  ['c++', GCC],
  ['gfortran', GCC],
  ['clang', CLANG],
  ['clang++', CLANG],
  ...words(
    'tcc ghc ocamlopt ocamlc nim nvcc rustdoc crystal ldc2 dmd fpc as ld ld.lld ld.gold ld.bfd lld',
  ).map((name): [string, ToolKit] => [name, only('compiler', 'a compiler or linker')]),
  ...words('gdb gdbserver lldb lldb-server strace ltrace valgrind dlv rr perf bpftrace tcpdump htop').map(
    (name): [string, ToolKit] => [name, only('debugger', 'a debugger or tracer')],
  ),
  ...words('vim nvim nano emacs micro hx').map((name): [string, ToolKit] => [
    name,
    only('editor', 'an editor'),
  ]),
  ...words('sshd dropbear ttyd gotty').map((name): [string, ToolKit] => [
    name,
    only('remote-access', 'a server that lets people in'),
  ]),
  ['git', GIT],
  ['hg', only('version-control', 'Mercurial')],
  ['svn', only('version-control', 'Subversion')],
  ...words('make gmake cmake ninja ccache meson bazel').map((name): [string, ToolKit] => [
    name,
    only('development', 'a build tool'),
  ]),
]);

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
