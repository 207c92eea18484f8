// What `--clamp-mtime` means.
import { PlimsollError } from '../../errors.ts';

const DATE = /^\d{4}-\d{2}-\d{2}(?:T[\d:]+(?:Z|[+-]\d{2}:\d{2}))?$/;

/** The time in seconds: a date, seconds since 1970, or without a value that of SOURCE_DATE_EPOCH. Throws USAGE. */
export function readClampTime(
  flag: string | true | undefined,
  sourceDate: string | undefined,
): number | undefined {
  if (flag === undefined) return undefined;
  const text = flag === true ? sourceDate : flag;
  if (text === undefined || text === '')
    throw new PlimsollError('USAGE', '--clamp-mtime needs a time', {
      hint: 'Write --clamp-mtime 2026-01-01, or set SOURCE_DATE_EPOCH.',
    });
  const seconds = /^\d{1,11}$/.test(text)
    ? Number(text)
    : DATE.test(text)
      ? Date.parse(text) / 1000
      : Number.NaN;
  if (Number.isInteger(seconds)) return seconds;
  throw new PlimsollError('USAGE', `'${text.slice(0, 80)}' is no time`, {
    hint: 'Write a date (2026-01-01), a time (2026-01-01T12:00:00Z) or seconds since 1970.',
  });
}
