// The secret engine out of src/, put together into one file in a temporary folder: no build is needed, nothing is left behind.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const OWN_SOURCE = fileURLToPath(new URL('../../../src/secrets/', import.meta.url));
const ENTRIES = { scanner: 'scan/secret-scanner.ts', ruleSet: 'rule-set.ts' };

/** What `src/secrets` (or that of another checkout, at `source`) exports for a search: `SecretScanner`, `makeRuleSet`. */
export async function loadSecrets(source = OWN_SOURCE) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-labelled-'));
  try {
    const input = Object.fromEntries(
      Object.entries(ENTRIES).map(([name, file]) => [name, join(source, file)]),
    );
    const bundle = await rolldown({ input, platform: 'node', logLevel: 'silent' });
    await bundle.write({
      dir: folder,
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name].mjs',
    });
    await bundle.close();
    const parts = await Promise.all(
      Object.keys(ENTRIES).map((name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href)),
    );
    return Object.assign({}, ...parts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
