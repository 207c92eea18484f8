// Options that make commands about images fail.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { PlimsollError } from '../errors.ts';
import { parseSizeLimit, type SizeLimit } from './settings/parse-size-limit.ts';

/** What makes `check`, `image` and `fleet check` fail. */
export function addImageVerdict(command: Command): Command {
  return command
    .optionsGroup('Verdict:')
    .addOption(
      new Option(
        '--fail-on <severity>',
        'fail at findings of yours this severe or above (default: warning)',
      ).choices(['error', 'warning', 'advice', 'never']),
    )
    .option(
      '--max-ballast <size>',
      'fail where your ballast is more than this: 10MB, 512KiB, 5%',
      parseLimit('share'),
    )
    .option(
      '--max-size <size>',
      'fail where all files of the image are more than this: 500MB',
      parseLimit('bytes'),
    );
}

/** Parses a limit; one that is a `share` may be a part of the whole. */
export function parseLimit(kind: 'share' | 'bytes'): (text: string) => SizeLimit {
  return (text) => {
    try {
      return parseSizeLimit(text, kind === 'share');
    } catch (error) {
      if (error instanceof PlimsollError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}
