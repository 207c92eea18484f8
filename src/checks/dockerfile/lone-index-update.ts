// An index that is fetched in a layer of its own: no later command can take it away, and installs run with it when it is old.
import type { Effect, ManagerEffect } from '../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileFix, DockerfileRule } from './dockerfile-rule.ts';
import { joinRuns } from './fixes/join-runs.ts';
import { findLastSteps } from './judging/last-step.ts';
import { isEmptied, isMounted } from './judging/left-behind.ts';
import { isWithin } from './judging/paths.ts';
import { listShippedSteps, type ShippedStep } from './judging/shipped-steps.ts';

const FOLDERS: Readonly<Record<string, string>> = {
  apt: '/var/lib/apt/lists',
  apk: '/var/cache/apk',
  yum: '/var/cache/yum',
  dnf: '/var/cache/dnf',
  zypper: '/var/cache/zypp',
};

export const loneIndexUpdate: DockerfileRule = {
  kind: 'dockerfile',
  id: 'lone-index-update',
  title: 'Package indexes that are fetched in a RUN of their own',
  severity: 'warning',
  peers: ['DL3009', 'DS-0017', 'CKV_DOCKER_5'],
  fixSafety: 'safe',
  judge: (model, { pricing }) => {
    const shipped = listShippedSteps(model);
    const lastEmptied = findLastSteps(shipped, (effects, folder: string) => isEmptied(folder, effects));
    return shipped.flatMap(({ step }, at) => {
      const update = findLone(step);
      if (update === undefined) return [];
      const folder = FOLDERS[update.manager];
      // What a later layer removes is told there, and joined there.
      if (folder !== undefined && lastEmptied(folder) > at) return [];
      const later = shipped.slice(at + 1);
      const user = later.find((each) => uses(each.step.effects, update));
      const price =
        folder === undefined
          ? undefined
          : pricing.priceFiles(step.evaluated, (path) => isWithin(path, folder));
      const fix = user === undefined ? undefined : makeFix(step, user.step, later, model);
      return [
        {
          range: update.command,
          message: `\`${update.program} update\` in a RUN of its own: its index stays in the layer, and is old when ${user === undefined ? 'something is installed' : `line ${user.step.line} installs`} from the build cache`,
          ...(price === undefined ? {} : { price }),
          fixText:
            user === undefined
              ? 'Fetch the index in the RUN that installs.'
              : `Join it with the RUN of line ${user.step.line}.`,
          ...(fix === undefined ? {} : { fix }),
        },
      ];
    });
  },
};

/** The update of a step that installs nothing with it. */
function findLone(step: ModelStep): ManagerEffect | undefined {
  const update = step.effects.find(
    (effect): effect is ManagerEffect => effect.kind === 'update-index' && effect.argv[1] !== undefined,
  );
  if (update === undefined || update.certainty !== 'always' || /repository$/.test(update.program))
    return undefined;
  const folder = FOLDERS[update.manager];
  if (folder === undefined || isMounted(folder, step) || isEmptied(folder, step.effects)) return undefined;
  return uses(step.effects, update) ? undefined : update;
}

function uses(effects: readonly Effect[], { manager }: ManagerEffect): boolean {
  return effects.some(
    (effect) => (effect.kind === 'install' || effect.kind === 'upgrade') && effect.manager === manager,
  );
}

function makeFix(
  step: ModelStep,
  user: ModelStep,
  later: readonly ShippedStep[],
  { staged, stages }: DockerfileModel,
): DockerfileFix | undefined {
  // Only the very next instruction: what stands between would come to run earlier or later.
  const { steps } = stages.find((stage) => stage.steps.includes(step))!;
  if (steps[steps.indexOf(step) + 1] !== user || later[0]?.step !== user) return undefined;
  const edits = joinRuns([step, user], staged.dockerfile);
  if (edits === undefined) return undefined;
  return {
    safety: 'safe',
    edits,
    changes: `lines ${step.line} and ${user.line} make one layer`,
    addedInstructions: -1,
  };
}
