// Where the package lies: its pages and its package.json are read from there.

/** Its folder; the same from src/cli/ and from the program's files in dist/cli/. */
export const PACKAGE_ROOT = new URL('../../', import.meta.url);
