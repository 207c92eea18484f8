import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/own-temporary-folder.ts'],
    setupFiles: ['test/support/choose-seed.ts'],
    exclude: ['test/engines/**', 'test/fuzz/**'],
    // A machine that does other work too may be ten times slower: nothing here may fail for that.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
