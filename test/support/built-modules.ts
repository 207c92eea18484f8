// Modules of dist/: only there is the file that scanning threads run. `npm test` builds it first.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Whether dist/ is there and made from the sources as they are; says so on the console where it is not. */
export function isBuilt(): boolean {
  const worker = join(ROOT, 'dist/contents/scan/layer-worker.js');
  if (existsSync(worker) && statSync(worker).mtimeMs >= newestSource()) return true;
  console.warn('SKIPPED: tests with scanning threads, because dist/ is missing or old (npm run build)');
  return false;
}

/** Imports a module of dist/ by its path there; its types are those of the source. */
export async function importBuilt<T>(path: string): Promise<T> {
  return (await import(join(ROOT, 'dist', path))) as T;
}

function newestSource(): number {
  const files = ['src/contents', 'src/oci/compression'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(ROOT, folder, name),
    ),
  );
  return Math.max(...files.filter((name) => name.endsWith('.ts')).map((name) => statSync(name).mtimeMs));
}
