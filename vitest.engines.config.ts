import { defineConfig } from 'vitest/config';

/** Tests against real engines (umoci, buildah, podman, docker): run apart, because they need root and Debian's packages. */
export default defineConfig({
  test: {
    include: ['test/engines/*.test.ts'],
    // Builds with whole compilers, and services of half a gigabyte: every night is often enough.
    exclude:
      process.env['NIGHTLY'] === '1'
        ? []
        : [
            'context-fix',
            'context-fix-tools',
            'dockerfile-fix',
            'dockerfile-split',
            'durable-faults',
            'durable-fleet',
            'fleet-sbom',
            'fleet-storage',
            'killed-rewrite',
            'newcomer',
            'own-image',
            'fleet-tree',
            'relayer-fleet',
            'squash-images',
            'trim-images',
            'update-packages',
            'update-run',
          ].map((name) => `test/engines/${name}.test.ts`),
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
