// The package lists of apt, which `apt-get update` fetches and which nothing reads when the image runs.
import type { Effect } from '../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileFix, DockerfileLook, DockerfileRule, DockerfileVerdict } from './dockerfile-rule.ts';
import { appendCommand } from './fixes/append-command.ts';
import { isEmptied, isMounted, sudoOf } from './judging/left-behind.ts';
import { isWithin } from './judging/paths.ts';
import { listShippedSteps, type ShippedStep } from './judging/shipped-steps.ts';
import { findToldSteps } from './judging/told-later.ts';
import { runsUnread } from './judging/unread-programs.ts';

const LISTS = '/var/lib/apt/lists';
const ARCHIVES = '/var/cache/apt/archives';
/** As docker-clean does it. `apt-get clean` would make folders and a lock in the lists, which may have been emptied before. */
const EMPTY_ARCHIVES = `rm -f ${ARCHIVES}/*.deb /var/cache/apt/*.bin`;
const DOCKER_CLEAN = '/etc/apt/apt.conf.d/docker-clean';

export const aptListsKept: DockerfileRule = {
  kind: 'dockerfile',
  id: 'apt-lists-kept',
  title: 'Package lists of apt that stay in a layer',
  severity: 'warning',
  peers: ['DL3009'],
  fixSafety: 'safe',
  judge: (model, look) => {
    const shipped = listShippedSteps(model);
    const own = shipped.flatMap(({ step }) => step.effects);
    // A hook of apt or dpkg that empties the folder.
    if (own.some((effect) => effect.kind === 'write' && effect.text?.includes(LISTS) === true)) return [];
    const isTold = findToldSteps(
      shipped,
      (effects) => effects.some(fetchesLists),
      (effects, folder: string) => isEmptied(folder, effects),
    );
    const keptFrom = shipped.findIndex(({ step }) => takesDockerClean(step));
    return shipped.flatMap((each, at) => [
      // What a later layer removes is told by late-removal.
      ...(isTold(LISTS, at) ? [] : judgeLists(each, () => shipped.slice(at + 1), model, look)),
      ...(keptFrom < 0 || keptFrom > at ? [] : judgeArchives(each, model, look)),
    ]);
  },
};

function judgeLists(
  { step }: ShippedStep,
  listLater: () => readonly ShippedStep[],
  model: DockerfileModel,
  { pricing }: DockerfileLook,
): readonly DockerfileVerdict[] {
  const { effects } = step;
  const at = effects.findLastIndex(fetchesLists);
  const update = effects[at];
  if (update === undefined || isMounted(LISTS, step)) return [];
  if (isEmptied(LISTS, effects.slice(at + 1))) return [];
  // An update that installs nothing is told by lone-index-update.
  if (!effects.some((effect) => effect.kind === 'install' || effect.kind === 'upgrade')) return [];
  const fix = makeFix(`rm -rf ${LISTS}/*`, update, step, listLater(), model);
  const isCleaned = effects
    .slice(at + 1)
    .some((each) => each.kind === 'clean-cache' && each.manager === 'apt');
  const price = pricing.priceFiles(step.evaluated, (path) => isWithin(path, LISTS));
  return [
    {
      range: update.command,
      message: `the package lists of apt stay in the layer${isCleaned ? ': apt-get clean does not remove them' : ''}`,
      ...(price === undefined ? {} : { price }),
      fixText: `End the RUN with \`rm -rf ${LISTS}/*\`.`,
      ...(fix === undefined ? {} : { fix }),
    },
  ];
}

/** Images of Debian and Ubuntu keep no archives, unless what sees to that is taken away. */
function judgeArchives(
  { step }: ShippedStep,
  model: DockerfileModel,
  { pricing }: DockerfileLook,
): readonly DockerfileVerdict[] {
  const installs = step.effects.findLast((effect) => effect.kind === 'install' && effect.manager === 'apt');
  if (installs === undefined || isMounted(ARCHIVES, step) || isMounted('/var/cache/apt', step)) return [];
  if (isEmptied('/var/cache/apt', step.effects)) return [];
  if (step.effects.some((effect) => effect.kind === 'clean-cache' && effect.manager === 'apt')) return [];
  const edit = appendCommand(step, sudoOf(installs) + EMPTY_ARCHIVES, model.staged.dockerfile);
  const price = pricing.priceFiles(step.evaluated, (path) => isWithin(path, '/var/cache/apt'));
  return [
    {
      range: installs.command,
      message: 'the packages that apt downloads stay in the layer, because docker-clean is removed',
      ...(price === undefined ? {} : { price }),
      fixText: `End the RUN with \`${EMPTY_ARCHIVES}\`, or mount a cache: \`--mount=type=cache,target=/var/cache/apt\`.`,
      ...(edit === undefined
        ? {}
        : {
            fix: { safety: 'safe', edits: [edit], changes: '/var/cache/apt holds no packages and no index' },
          }),
    },
  ];
}

function takesDockerClean({ effects }: ModelStep): boolean {
  return effects.some((effect) => effect.kind === 'remove' && effect.paths.includes(DOCKER_CLEAN));
}

function fetchesLists(effect: Effect): boolean {
  return effect.kind === 'update-index' && effect.manager === 'apt';
}

/** Nothing behind may want the lists: an install without an update, or a script that may hold one. */
function makeFix(
  command: string,
  update: Effect,
  step: ModelStep,
  later: readonly ShippedStep[],
  { staged, stages }: DockerfileModel,
): DockerfileFix | undefined {
  for (const each of later) {
    const { effects } = each.step;
    const updates = effects.findIndex(fetchesLists);
    const installs = effects.findIndex((effect) => effect.kind === 'install' && effect.manager === 'apt');
    if (installs >= 0 && (updates < 0 || updates > installs)) return undefined;
    if (updates >= 0) break;
    if (runsUnread(each.step)) return undefined;
  }
  // Other stages that are built on this one see its lists too.
  const isShared = stages.some(
    ({ ships, base, isBuilt }) =>
      isBuilt && ships !== 'whole' && base.kind === 'stage' && stages[base.index]?.ships === 'whole',
  );
  if (isShared) return undefined;
  const edit = appendCommand(step, sudoOf(update) + command, staged.dockerfile);
  return edit === undefined ? undefined : { safety: 'safe', edits: [edit], changes: `${LISTS} is empty` };
}
