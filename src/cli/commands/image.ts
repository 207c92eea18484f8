// `plimsoll image IMAGE`: the layers of one image and what each carries.
import { formatImageJson } from '../../report/json.ts';
import { formatImageText } from '../../report/text.ts';
import type { CliIo } from '../cli-io.ts';
import type { ImageFlags } from '../image-flags.ts';
import { runTargets } from '../run-targets.ts';

/** Shows the image and resolves to the exit code. */
export function runImage(image: string, flags: ImageFlags, io: CliIo): Promise<number> {
  return runTargets([image], flags, { text: formatImageText, json: formatImageJson }, io);
}
