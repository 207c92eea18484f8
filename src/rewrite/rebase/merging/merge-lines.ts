// Files whose lines are independent: the user and group databases (passwd(5), group(5), shadow(5), subuid(5)), the list of
// shells, apk's world.
import { type KeyedItem, mergeItems, type SettleItem } from './merge-items.ts';
import { type FileVersions, type MergeResult, resultOf, textOf } from './merge-result.ts';

const MEMBERS_FIELD = 3;

/** Merges files whose lines are told apart as a whole; their order counts for nothing. */
export function mergeLineSets(versions: FileVersions): MergeResult {
  return mergeLines(versions, (line) => line);
}

/** Merges files whose lines begin with a name and a colon; the members of groups are merged too. */
export function mergeNamedLines(versions: FileVersions): MergeResult {
  return mergeLines(versions, (line) => line.slice(0, endOfName(line)), settleMembers);
}

/** Merges `passwd` or `group`; a number that two new names would have is a clash. */
export function mergeAccounts(versions: FileVersions): MergeResult {
  const result = mergeNamedLines(versions);
  if (result.kind === 'clash') return result;
  const taken = findTakenIds(result.content.toString('latin1'), versions);
  return taken.length === 0 ? result : { kind: 'clash', what: taken };
}

function mergeLines(
  { old, mine, theirs }: FileVersions,
  keyOf: (line: string) => string,
  settle?: SettleItem,
): MergeResult {
  const split = (content: Buffer | undefined): readonly KeyedItem[] =>
    textOf(content)
      .split('\n')
      .filter((line) => line !== '')
      .map((text) => ({ key: keyOf(text), text }));
  const { items, clashes } = mergeItems(split(old), split(mine), split(theirs), settle);
  return resultOf(items.map(({ text }) => `${text}\n`).join(''), clashes);
}

function endOfName(line: string): number {
  const colon = line.indexOf(':');
  return colon === -1 ? line.length : colon;
}

/** Lines of a group file that differ in their members only. */
const settleMembers: SettleItem = (old, mine, theirs) => {
  if (mine === undefined || theirs === undefined) return undefined;
  const [a, b] = [mine.text.split(':'), theirs.text.split(':')];
  const o = old?.text.split(':') ?? [];
  if (a.length !== MEMBERS_FIELD + 1 || b.length !== MEMBERS_FIELD + 1) return undefined;
  if (a.slice(0, MEMBERS_FIELD).join(':') !== b.slice(0, MEMBERS_FIELD).join(':')) return undefined;
  const membersOf = (fields: readonly string[]): readonly string[] =>
    (fields[MEMBERS_FIELD] ?? '').split(',').filter((name) => name !== '');
  const [before, added, others] = [membersOf(o), membersOf(a), membersOf(b)];
  const gone = new Set(before.filter((name) => !added.includes(name)));
  const members = [...new Set([...others.filter((name) => !gone.has(name)), ...added])];
  const kept = members.filter((name) => !before.includes(name) || others.includes(name));
  return { key: mine.key, text: [...b.slice(0, MEMBERS_FIELD), kept.join(',')].join(':') };
};

/** Numbers that two names have in the merged file and in neither of those that it was made from. */
function findTakenIds(merged: string, { mine, theirs }: FileVersions): readonly string[] {
  const shared = (text: string): ReadonlyMap<string, readonly string[]> => {
    const names = new Map<string, string[]>();
    for (const line of text.split('\n')) {
      const [name, , id] = line.split(':');
      if (name === undefined || id === undefined || !/^\d+$/.test(id)) continue;
      const known = names.get(id);
      if (known === undefined) names.set(id, [name]);
      else known.push(name);
    }
    return names;
  };
  const [before, after] = [shared(textOf(mine)), shared(textOf(theirs))];
  return [...shared(merged)].flatMap(([id, names]) =>
    names.length > 1 &&
    names.length > (before.get(id)?.length ?? 0) &&
    names.length > (after.get(id)?.length ?? 0)
      ? [`${names.join(' and ')} both have ${id}`]
      : [],
  );
}
