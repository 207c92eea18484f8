// From an image's name to what one walks through.
import { selectRules } from '../../checks/select-rules.ts';
import type { CliIo } from '../cli-io.ts';
import type { ImageFlags } from '../image-flags.ts';
import { inspectWhole } from '../inspect-image.ts';
import { prepareRun } from '../prepare-run.ts';
import { chooseLimits } from '../run-targets.ts';
import { chooseProfile } from '../verdict/choose-profile.ts';
import { type ImageWalk, makeImageWalk } from './image-walk.ts';

/** Reads and judges it as every command about images does. */
export async function readWalk(name: string, flags: ImageFlags, io: CliIo): Promise<ImageWalk> {
  const run = await prepareRun(flags, io, {
    limitsOf: (settings) => chooseLimits(flags, settings),
    allowsOtherBase: false,
    wantsFreed: false,
  });
  run.status.showStep(`looking for ${name}`);
  const { report, contents } = await inspectWhole(name, run);
  run.status.clear();
  const profile = chooseProfile(flags.profile, run.settings.profiles, {
    name,
    reference: report.target.reference,
    labels: contents.config.run.labels,
  });
  return makeImageWalk(contents, report, selectRules(run.groups), profile);
}
