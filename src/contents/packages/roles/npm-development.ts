// Which npm packages below an application only its development needs, where no hidden lockfile of npm says so (yarn, pnpm with
// hoisting): what its devDependencies lead to and its other dependencies, and those of applications below it, do not.
import { folderOf } from '../metadata-text.ts';
import type { PackageRecord } from '../package-record.ts';

/** A package's position in the caller's list, and where it is. */
interface Placed {
  readonly position: number;
  readonly record: PackageRecord;
  readonly folder: string;
}

const SERVING_FIELDS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;
/** Edges that are followed in all; an application with every package of a large monorepo has some 100,000. */
const EDGE_LIMIT = 2_000_000;

/** Positions of the npm records that only devDependencies lead to; empty where there are more edges than will be followed. */
export function findNpmDevelopment(records: readonly PackageRecord[]): ReadonlySet<number> {
  const placed = records.flatMap((record, position): readonly Placed[] =>
    record.type === 'npm' && record.files.kind === 'folder'
      ? [{ position, record, folder: record.files.path }]
      : [],
  );
  const applications = placed.filter(({ folder }) => !isInstalled(folder));
  if (!applications.some(({ record }) => record.fields['devDependencies'])) return new Set();
  const byFolder = new Map(placed.map((item) => [item.folder, item]));
  const budget = { edgesLeft: EDGE_LIMIT };
  const serving = follow(applications, SERVING_FIELDS, byFolder, budget);
  const developing = follow(applications, ['devDependencies'], byFolder, budget);
  if (budget.edgesLeft <= 0) return new Set();
  return new Set([...developing].filter((position) => !serving.has(position)));
}

/** All that the applications lead to by the fields named, and from there by those that npm installs for others. */
function follow(
  applications: readonly Placed[],
  fields: readonly string[],
  byFolder: ReadonlyMap<string, Placed>,
  budget: { edgesLeft: number },
): ReadonlySet<number> {
  const found = new Set<number>();
  const open: Placed[] = [];
  const visit = (from: Placed, field: string): void => {
    for (const name of (from.record.fields[field] ?? '').split(' ')) {
      if (name === '' || --budget.edgesLeft < 0) continue;
      const target = resolve(name, from.folder, byFolder);
      if (target === undefined || found.has(target.position)) continue;
      found.add(target.position);
      open.push(target);
    }
  };
  for (const application of applications) for (const field of fields) visit(application, field);
  for (let item = open.pop(); item !== undefined; item = open.pop())
    for (const field of SERVING_FIELDS) visit(item, field);
  return found;
}

/** As Node resolves a name: in `node_modules` of the folder, then of each folder above (nodejs.org/api/modules.html). */
function resolve(name: string, from: string, byFolder: ReadonlyMap<string, Placed>): Placed | undefined {
  for (let folder = from; ; folder = folderOf(folder)) {
    const modules = folder.endsWith('/node_modules') || folder === 'node_modules' ? folder : undefined;
    const candidate = modules ?? (folder === '' ? 'node_modules' : `${folder}/node_modules`);
    const found = byFolder.get(`${candidate}/${name}`);
    if (found !== undefined || folder === '') return found;
  }
}

function isInstalled(folder: string): boolean {
  return `/${folder}/`.includes('/node_modules/');
}
