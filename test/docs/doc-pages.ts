// The pages whose commands and links are tested.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const NOT_OURS = new Set(['node_modules', '.git', 'dist']);

/** All Markdown files of the repository, by their paths in it. */
export function listMarkdownFiles(folder = ''): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : listMarkdownFiles(path);
      return entry.name.endsWith('.md') ? [path] : [];
    })
    .sort();
}

/** The pages for users: README and what lies beside it, docs and examples. */
export function listDocPages(): readonly string[] {
  return listMarkdownFiles().filter((path) => !path.includes('/') || /^(docs|examples)\//.test(path));
}

/** A page's text. */
export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
