// The file that makes `docker plimsoll` work: a few lines that start this very program.
import { fileURLToPath } from 'node:url';
import { PACKAGE_ROOT } from '../package-root.ts';
import { PLUGIN_CALL } from './plugin-call.ts';

export const PLUGIN_FILE = 'docker-plimsoll';
const MARK = "# Docker's door to plimsoll; written by 'plimsoll docker-plugin'";

/** The file's text: for a shell, with the Node that runs now. */
export function formatPluginFile(node: string = process.execPath): string {
  const program = fileURLToPath(new URL('dist/cli/main.js', PACKAGE_ROOT));
  return `#!/bin/sh\n${MARK}\nexec ${quote(node)} ${quote(program)} ${PLUGIN_CALL} "$@"\n`;
}

/** Whether a file of that name was written by us, so that it may be replaced or removed. */
export function isPluginFile(text: string): boolean {
  return text.includes(MARK);
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
