// Users and groups by name: the one that the image runs as is still there, and no file of the application is left to a number
// that means somebody else now (passwd(5), group(5); the config's `User` is `user[:group]`, by name or number).

import { entryAt } from '../../contents/compare/compare-entries.ts';
import type { LayerPlace } from '../../contents/read-nodes.ts';
import { readNodes } from '../../contents/read-nodes.ts';
import { followPath } from '../../contents/view/follow-link.ts';
import { locateEntry } from '../../contents/view/locate-entry.ts';
import { NO_NODE } from '../../contents/view/path-tree.ts';
import { NO_ENTRY, type SquashedView } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import type { MergedFile } from './merge-shared.ts';
import type { RebaseNote } from './rebase-note.ts';
import type { RebaseSubject } from './rebase-side.ts';
import type { RebaseViews } from './rebase-views.ts';
import type { StackedImage } from './stacked-view.ts';

const FILE_LIMIT_BYTES = 16 * 2 ** 20;
const WALK_LIMIT_BYTES = 2 ** 20;
const USERS = 'etc/passwd';
const GROUPS = 'etc/group';

/** Numbers by name. */
type Accounts = ReadonlyMap<string, string>;

/** Judges them; `stacked` is the result without the merged `files`, `user` what it runs as. Throws as reading layers does. */
export async function judgeUsers(
  { image }: RebaseSubject,
  views: RebaseViews,
  stacked: StackedImage,
  files: readonly MergedFile[],
  user: unknown,
  signal?: AbortSignal,
): Promise<readonly RebaseNote[]> {
  const placeOf = (layer: number): LayerPlace => ({ image: image.opened, layer });
  const before = await readBoth(views.image, placeOf, [], signal);
  const after = await readBoth(stacked.view, (layer) => stacked.placeOf(layer), files, signal);
  const [userName = '', groupName = ''] = typeof user === 'string' ? user.split(':') : [];
  const notes: RebaseNote[] = [];
  const judgeName = (what: string, name: string, path: string, then: Accounts, now: Accounts): void => {
    if (!then.has(name) || now.has(name)) return;
    const message = `the image runs as the ${what} ${name}, which is not there any more`;
    notes.push({ kind: 'lost-user', level: 'conflict', path, message });
  };
  judgeName('user', userName, USERS, before.users, after.users);
  judgeName('group', groupName, GROUPS, before.groups, after.groups);
  const owners = listOwners(views);
  notes.push(...judgeNumbers('user', USERS, owners.uids, before.users, after.users));
  notes.push(...judgeNumbers('group', GROUPS, owners.gids, before.groups, after.groups));
  return notes;
}

function judgeNumbers(
  what: string,
  path: string,
  owners: ReadonlySet<string>,
  then: Accounts,
  now: Accounts,
): readonly RebaseNote[] {
  return [...then].flatMap(([name, number]): readonly RebaseNote[] => {
    const found = now.get(name);
    if (!owners.has(number) || found === number) return [];
    const files = `files of the application belong to the ${what} ${name} (${number})`;
    return found === undefined
      ? [{ kind: 'lost-user', level: 'checked', path, message: `${files}, which is not there any more` }]
      : [{ kind: 'moved-user', level: 'conflict', path, message: `${files}, whose number is ${found} now` }];
  });
}

/** The numbers that own what the application wrote itself; root's are the same everywhere. */
function listOwners(views: RebaseViews): {
  readonly uids: ReadonlySet<string>;
  readonly gids: ReadonlySet<string>;
} {
  const [uids, gids] = [new Set<string>(), new Set<string>()];
  for (const change of views.listChanges()) {
    if (change.kind === 'deleted') continue;
    if (change.inOld !== NO_NODE && views.compareWithOld(change) === 0) continue;
    const entry = entryAt(views.image, change.inImage);
    if (entry === NO_ENTRY) continue;
    const { facts, i } = locateEntry(views.image, entry);
    if (facts.uids[i] !== 0) uids.add(String(facts.uids[i]));
    if (facts.gids[i] !== 0) gids.add(String(facts.gids[i]));
  }
  return { uids, gids };
}

async function readBoth(
  view: SquashedView,
  placeOf: (layer: number) => LayerPlace,
  merged: readonly MergedFile[],
  signal: AbortSignal | undefined,
): Promise<{ readonly users: Accounts; readonly groups: Accounts }> {
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  const nodeOf = (path: string): number => followPath(view, finder, path).at(-1) ?? NO_NODE;
  const nodes = [USERS, GROUPS].map(nodeOf);
  const options = { limitBytes: FILE_LIMIT_BYTES, ...(signal === undefined ? {} : { signal }) };
  const read = await readNodes(
    view,
    nodes.filter((node) => node !== NO_NODE),
    placeOf,
    options,
  );
  const [users, groups] = [USERS, GROUPS].map((path, i) =>
    parseAccounts(merged.find((file) => file.path === path)?.content ?? read.get(nodes[i]!)),
  );
  return { users: users!, groups: groups! };
}

/** The first line of a name counts, as for getpwnam(3). */
function parseAccounts(content: Buffer | undefined): Accounts {
  const accounts = new Map<string, string>();
  for (const line of (content?.toString('latin1') ?? '').split('\n')) {
    const [name = '', , number = ''] = line.split(':');
    if (name !== '' && /^\d+$/.test(number) && !accounts.has(name)) accounts.set(name, number);
  }
  return accounts;
}
