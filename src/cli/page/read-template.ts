// The page's template lies beside the program, where the build puts it.
import { readFile } from 'node:fs/promises';
import { PlimsollError } from '../../errors.ts';
import { PACKAGE_ROOT } from '../package-root.ts';

/** Its text; throws INTERNAL where the package was not built whole. */
export async function readTemplate(): Promise<string> {
  try {
    return await readFile(new URL('dist/page.html', PACKAGE_ROOT), 'utf8');
  } catch (cause) {
    throw new PlimsollError('INTERNAL', "the report page's template is missing", {
      hint: 'Install Plimsoll again; in a clone, run npm run build.',
      cause,
    });
  }
}
