// Ignores that ended no longer count.
import type { StatusLine } from '../terminal/status-line.ts';
import type { IgnoreSetting, Settings } from './settings.ts';

/** The ignores that still hold on the day of `now`, in UTC; the others are told of. */
export function dropEnded(
  { file, ignore }: Settings,
  now: Date,
  status: StatusLine,
): readonly IgnoreSetting[] {
  const today = now.toISOString().slice(0, 10);
  const hasEnded = ({ until }: IgnoreSetting): boolean => until !== null && until < today;
  for (const { rule, until, line } of ignore.filter(hasEnded))
    status.notice(`${file}:${line}: the ignore of '${rule}' ended with ${until} and no longer works`);
  return ignore.filter((setting) => !hasEnded(setting));
}
