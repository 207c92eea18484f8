// `plimsoll check IMAGE...`: the verdict on images.
import { formatReportJson } from '../../report/json.ts';
import { formatCheckText } from '../../report/text.ts';
import type { CliIo } from '../cli-io.ts';
import type { ImageFlags } from '../image-flags.ts';
import { runTargets } from '../run-targets.ts';

/** Checks the images and resolves to the exit code. */
export function runCheck(images: readonly string[], flags: ImageFlags, io: CliIo): Promise<number> {
  return runTargets(images, flags, { text: formatCheckText, json: formatReportJson }, io);
}
