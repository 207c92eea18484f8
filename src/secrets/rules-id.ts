// Which rules of our own these are. What other rules found must not be taken for what these would find.

/** A digest of all rules and of what matches them, written by `tools/build.mjs`; empty where the program runs from its sources. */
export const RULES_ID: string = '';
