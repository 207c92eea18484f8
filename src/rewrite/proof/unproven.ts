// What is said where a proof failed.
import { PlimsollError } from '../../errors.ts';
import type { OpenedImage } from '../../oci/image/image.ts';
import type { Certificate } from './certificate.ts';

/** The error, which names the first difference. */
export function unproven({ checks }: Certificate, { reference }: OpenedImage): PlimsollError {
  const [first] = [...checks.merged.differences, ...checks.overlay.differences];
  const what =
    first === undefined
      ? 'a new layer hides or refuses something'
      : `'${first.path}' differs (${first.what})`;
  return new PlimsollError('REWRITE_UNPROVEN', `the result is not what was promised: ${what}`, {
    subject: reference,
  });
}
