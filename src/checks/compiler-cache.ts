// What compilers' caches keep: ccache, sccache, Zig, vcpkg's binary cache and Bazel's downloads. Bazel's output base is
// left alone: bazel-bin points into it.
import type { PathRule } from './rule.ts';

export const compilerCache: PathRule = {
  kind: 'paths',
  id: 'compiler-cache',
  title: 'Compiler caches (ccache, sccache and others)',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/.ccache/',
    '**/.cache/ccache/',
    '**/.cache/sccache/',
    '**/.cache/zig/',
    '**/.cache/vcpkg/archives/',
    '**/.cache/bazel/*/cache/repos/',
  ],
  what: 'compiled files in a compiler cache',
  fix: ({ folder }) => {
    const cache =
      /^(?:.*\/)?(?:\.ccache|\.cache\/(?:ccache|sccache|zig|vcpkg|bazel\/[^/]*\/cache\/repos))(?=$|\/)/.exec(
        folder,
      )?.[0];
    // All of Bazel's folder would take its results away too.
    return `Give that RUN \`--mount=type=cache,target=/${cache ?? 'root/.cache/ccache'}\`, and build in a stage of its own.`;
  },
};
