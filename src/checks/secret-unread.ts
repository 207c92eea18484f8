// What was not searched for secrets, or not for all of them: a search that says nothing of its gaps promises too much.
import { pathText } from '../contents/facts/layer-facts.ts';
import type { ImageContents } from '../contents/image-contents.ts';
import { listSecretFiles } from '../contents/secrets/list-secret-files.ts';
import type { LayerRule, LayerVerdict } from './rule.ts';

const PATHS_NAMED = 20;
const REASONS_NAMED = 5;

export const secretUnread: LayerRule = {
  kind: 'layer',
  id: 'secret-unread',
  title: 'What was not searched for secrets',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  fix: 'Find out what these files hold, and do not ship what nobody can look into.',
  judge: ({ layers }) => layers.flatMap(judgeLayer),
};

function judgeLayer({ index, facts }: ImageContents['layers'][number]): readonly LayerVerdict[] {
  const paths: string[] = [];
  const sums = new Map<string, { parts: number; bytes: number }>();
  let pathCount = 0;
  for (const { entry, unread } of listSecretFiles(facts))
    for (const { reason: told, bytes, member } of unread) {
      // A number that a reason begins with is one of the part, and no reason of its own.
      const reason = told.replace(/^\d+ /, '');
      const sum = sums.get(reason) ?? { parts: 0, bytes: 0 };
      sums.set(reason, { parts: sum.parts + 1, bytes: sum.bytes + bytes });
      pathCount++;
      if (paths.length < PATHS_NAMED)
        paths.push(member === undefined ? pathText(facts, entry) : `${pathText(facts, entry)}!/${member}`);
    }
  if (pathCount === 0) return [];
  const reasons = [...sums].sort(([a, x], [b, y]) => y.bytes - x.bytes || (a < b ? -1 : 1));
  const told = reasons
    .slice(0, REASONS_NAMED)
    .map(([reason, { parts, bytes }]) => `${reason} (${countOf(parts, 'part')}, ${countOf(bytes, 'byte')})`);
  const left = reasons.length - told.length;
  const more = left > 0 ? [`and ${countOf(left, 'other reason')}`] : [];
  const message = `not searched for secrets: ${[...told, ...more].join('; ')}`;
  return [{ layer: index, severity: 'advice', message, paths, pathCount }];
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
