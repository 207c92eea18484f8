// What the system's refusals to write mean to a user.
import { PlimsollError } from '../../errors.ts';

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room on the disk, then run it again: what was written whole is used again.',
  EDQUOT: 'Make room within the quota, then run it again.',
  EFBIG: 'The system limits how large a file may be (ulimit -f, or the file system).',
  EROFS: 'The file system there is read-only.',
};
const DEFAULT_HINT = 'Check the permissions and the free space of the folder it is to be in.';

/** The error for a destination that the system does not let us write. */
export function unwritable(subject: string, cause: unknown): PlimsollError {
  if (cause instanceof PlimsollError) return cause;
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new PlimsollError(
    'DESTINATION_UNWRITABLE',
    isFull ? `there is no room left (${code})` : `the image cannot be written (${code})`,
    { subject, hint: HINTS[code] ?? DEFAULT_HINT, cause },
  );
}

/** Does a step of the file system; its errors come out as DESTINATION_UNWRITABLE. */
export async function orUnwritable<T>(subject: string, step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (cause) {
    throw unwritable(subject, cause);
  }
}
