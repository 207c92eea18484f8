// What a user should know before an image is rewritten: it can differ from what some engine showed of the old one, and
// secrets of its config stay in it.
import type { ImageContents } from '../../contents/image-contents.ts';
import { readConfig } from '../../contents/secrets/read-config.ts';
import { describeAmbiguities } from '../../contents/view/describe-ambiguities.ts';
import { countOf } from '../../report/format-amount.ts';
import type { StatusLine } from '../terminal/status-line.ts';

/** Prints a notice for each. */
export async function warnBefore(
  { view, reference, storedConfig, annotations }: ImageContents,
  status: StatusLine,
): Promise<void> {
  for (const { layer, differences, kinds } of describeAmbiguities(view)) {
    const path = differences.find((difference) => difference.path !== '')?.path;
    if (path === undefined && differences.length > 0) continue;
    const where = path === undefined ? '' : `, '${path}' for one`;
    status.notice(
      `${reference}: engines read layer ${layer} in different ways (${kinds.join(', ')})${where}; the result is what the image spec says, in all of them`,
    );
  }
  const { secrets } = await readConfig(storedConfig, annotations, '');
  if (secrets.inConfig.length > 0)
    status.notice(
      `${reference}: ${countOf(secrets.inConfig.length, 'secret')} in its config or history will still be there; 'plimsoll check' shows them`,
    );
}
