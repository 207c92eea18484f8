// node_modules/.package-lock.json: what npm 7 and later installed below that folder, and for whom
// (docs.npmjs.com/cli/configuring-npm/package-lock-json#hidden-lockfiles).
import { asObject, readJson } from '../metadata-json.ts';
import { folderOf, joinPath } from '../metadata-text.ts';
import type { RecordParser } from '../record-parser.ts';

/** Kept as text, but of it only what `readNpmPurposes` reads: the packages of the development tree. */
export const NPM_HIDDEN_LOCKFILE: RecordParser = {
  id: 'npm-hidden-lockfile',
  names: ['.package-lock.json'],
  endings: [],
  matches: (path) => `/${path}`.endsWith('/node_modules/.package-lock.json'),
  limitBytes: 32_000_000,
  parse: (content) => ({ kind: 'text', text: keepMarks(content) }),
};

/** `dev`: only development dependencies need it. `devOptional`: those, and optional ones of the others. */
export type NpmPurpose = 'dev' | 'devOptional';

const MARKS: readonly NpmPurpose[] = ['dev', 'devOptional'];

/** The folders, as paths of the image, of the packages that a hidden lockfile marks; of those it does not mark, nothing. */
export function readNpmPurposes(content: Uint8Array, path: string): ReadonlyMap<string, NpmPurpose> {
  const purposes = new Map<string, NpmPurpose>();
  const packages = asObject(asObject(readJson(content))?.['packages']) ?? {};
  const root = folderOf(folderOf(path));
  for (const [place, value] of Object.entries(packages)) {
    const entry = asObject(value);
    const folder = place === '' || entry === undefined ? undefined : joinPath(root, place);
    if (entry === undefined || folder === undefined) continue;
    if (entry['dev'] === true) purposes.set(folder, 'dev');
    else if (entry['devOptional'] === true) purposes.set(folder, 'devOptional');
  }
  return purposes;
}

/** The lockfile with the marked packages and their marks alone. */
function keepMarks(content: Uint8Array): Uint8Array {
  const packages = asObject(asObject(readJson(content))?.['packages']) ?? {};
  const marked = Object.entries(packages).flatMap(([place, value]) => {
    const entry = asObject(value);
    const marks = MARKS.filter((mark) => entry?.[mark] === true);
    return marks.length === 0
      ? []
      : [[place, Object.fromEntries(marks.map((mark) => [mark, true]))] as const];
  });
  return Buffer.from(JSON.stringify({ packages: Object.fromEntries(marked) }));
}
