import { describe, expect, it } from 'vitest';
import { compilerCache } from '../../src/checks/compiler-cache.ts';
import { expectFound, expectLeft, fixOf } from '../support/judge-files.ts';

describe('compiler-cache', () => {
  it('finds the caches of compilers', async () => {
    await expectFound(compilerCache, [
      'root/.ccache/0/a.o',
      'root/.cache/ccache/0/a.o',
      'home/app/.cache/sccache/0/a',
      'root/.cache/zig/o/1a/a.o',
      'root/.cache/vcpkg/archives/1a/1a.zip',
      'root/.cache/bazel/_bazel_root/cache/repos/v1/content_addressable/sha256/1a/file',
    ]);
  });

  it("leaves alone Bazel's output base, where programs are run from", async () => {
    await expectLeft(compilerCache, [
      'root/.cache/bazel/_bazel_root/1a2b/execroot/_main/bazel-out/k8-opt/bin/app',
    ]);
  });

  it('mounts the cache that was used', () => {
    expect(fixOf(compilerCache, 'home/app/.cache/sccache/0')).toContain('target=/home/app/.cache/sccache`');
    expect(fixOf(compilerCache, 'root/.ccache')).toContain('target=/root/.ccache`');
  });
});
