// The time that reproducible builds are given.
import { PlimsollError } from '../../errors.ts';

/** reproducible-builds.org, SOURCE_DATE_EPOCH: seconds since 1970. */
export function readSourceDate(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,11}$/.test(text))
    throw new PlimsollError('USAGE', 'SOURCE_DATE_EPOCH is no number of seconds', {
      hint: 'Unset it, or set it right.',
    });
  return new Date(Number(text) * 1000).toISOString().replace('.000Z', 'Z');
}
