// Which build of the program this is. What an older build made of an image must not be taken for what this one would make.

/** A digest of the whole program, written by `tools/build.mjs`; empty where it runs from its sources, so that nothing is kept. */
export const BUILD_ID: string = '';
