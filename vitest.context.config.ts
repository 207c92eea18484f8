import { defineConfig } from 'vitest/config';

/**
 * Tests against the builders' own Go code. They need Go, its module proxy, and the folders of moby/patternmatcher,
 * tonistiigi/fsutil and containers/buildah, side by side in the folder that PLIMSOLL_PEERS names.
 */
export default defineConfig({
  test: {
    include: ['test/engines/context/*.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
