import { defineConfig } from 'vitest/config';

/** Tests against package managers, scanners and linkers: dpkg, apt, rpm, apk, syft, readelf, go. They need root and the archive. */
export default defineConfig({
  test: {
    include: ['test/engines/packages/**/*.test.ts', 'test/engines/elf/**/*.test.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 1_800_000,
    fileParallelism: false,
  },
});
