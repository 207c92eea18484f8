// What apk, yum, dnf, zypper and pacman leave in their caches.
import type { Effect, ManagerId } from '../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileFix, DockerfileLook, DockerfileRule, DockerfileVerdict } from './dockerfile-rule.ts';
import { appendCommand } from './fixes/append-command.ts';
import { isEmptied, isMounted, sudoOf } from './judging/left-behind.ts';
import { isWithin } from './judging/paths.ts';
import { listShippedSteps, type ShippedStep } from './judging/shipped-steps.ts';
import { findToldSteps } from './judging/told-later.ts';

/** Where a manager keeps what it fetched, and how it is emptied. */
interface ManagerCache {
  readonly folders: readonly string[];
  readonly what: string;
  readonly clean: string;
  readonly advice: string;
}

const RPM = 'the metadata of the repositories';
const CACHES: Readonly<Partial<Record<ManagerId, ManagerCache>>> = {
  apk: {
    folders: ['/var/cache/apk', '/etc/apk/cache'],
    what: 'the index of the repositories',
    clean: 'rm -rf /var/cache/apk/*',
    advice: 'Use `apk add --no-cache`.',
  },
  yum: {
    folders: ['/var/cache/yum', '/var/cache/dnf'],
    what: RPM,
    clean: 'yum clean all',
    advice: 'End the RUN with `yum clean all`.',
  },
  dnf: {
    folders: ['/var/cache/dnf', '/var/cache/yum', '/var/cache/libdnf5'],
    what: RPM,
    clean: 'dnf clean all',
    advice: 'End the RUN with `dnf clean all`.',
  },
  microdnf: {
    folders: ['/var/cache/yum', '/var/cache/dnf', '/var/cache/libdnf5'],
    what: RPM,
    clean: 'microdnf clean all',
    advice: 'End the RUN with `microdnf clean all`.',
  },
  tdnf: {
    folders: ['/var/cache/tdnf'],
    what: RPM,
    clean: 'tdnf clean all',
    advice: 'End the RUN with `tdnf clean all`.',
  },
  zypper: {
    folders: ['/var/cache/zypp'],
    what: RPM,
    clean: 'zypper clean --all',
    advice: 'End the RUN with `zypper clean --all`.',
  },
  pacman: {
    folders: ['/var/cache/pacman'],
    what: 'the packages that pacman downloaded',
    clean: 'rm -rf /var/cache/pacman/pkg/*',
    advice: 'End the RUN with `rm -rf /var/cache/pacman/pkg/*`.',
  },
};
/** yum and dnf clean each other's folders where one is a name of the other. */
const SAME: Readonly<Partial<Record<ManagerId, readonly ManagerId[]>>> = {
  yum: ['dnf'],
  dnf: ['yum', 'microdnf'],
  microdnf: ['dnf', 'yum'],
};

export const systemCacheKept: DockerfileRule = {
  kind: 'dockerfile',
  id: 'system-cache-kept',
  title: 'Caches of apk, dnf, yum, zypper and pacman that stay in a layer',
  severity: 'warning',
  peers: ['DL3019', 'DL3032', 'DL3036', 'DL3040'],
  fixSafety: 'safe',
  judge: (model, look) => {
    const shipped = listShippedSteps(model);
    const isTold = findToldSteps<ManagerId>(
      shipped,
      (effects, manager) => effects.some((effect) => fills(effect) && effect.manager === manager),
      isDone,
    );
    return shipped.flatMap((each, at) => judgeStep(each, (manager) => isTold(manager, at), model, look));
  },
};

function judgeStep(
  { step }: ShippedStep,
  isToldLater: (manager: ManagerId) => boolean,
  model: DockerfileModel,
  { pricing }: DockerfileLook,
): readonly DockerfileVerdict[] {
  const managers = new Set(step.effects.flatMap((effect) => (fills(effect) ? [effect.manager] : [])));
  return [...managers].flatMap((manager) => {
    const cache = CACHES[manager];
    const at = step.effects.findLastIndex((effect) => fills(effect) && effect.manager === manager);
    const filler = step.effects[at]!;
    if (cache === undefined || cache.folders.some((folder) => isMounted(folder, step))) return [];
    // An index that is fetched alone is told by lone-index-update.
    if (
      !step.effects.some(
        (effect) => (effect.kind === 'install' || effect.kind === 'upgrade') && effect.manager === manager,
      )
    )
      return [];
    // What a later layer removes is told there.
    if (isDone(step.effects.slice(at + 1), manager) || isToldLater(manager)) return [];
    const price = pricing.priceFiles(step.evaluated, (path) =>
      cache.folders.some((folder) => isWithin(path, folder)),
    );
    const fix = makeFix(manager, cache, filler, step, model);
    return [
      {
        range: filler.command,
        message: `${cache.what} ${cache.what.includes('packages') ? 'stay' : 'stays'} in the layer`,
        ...(price === undefined ? {} : { price }),
        fixText: cache.advice,
        ...(fix === undefined ? {} : { fix }),
      },
    ];
  });
}

function isDone(effects: readonly Effect[], manager: ManagerId): boolean {
  return (
    CACHES[manager]?.folders.some((folder) => isEmptied(folder, effects)) === true ||
    effects.some((effect) => cleans(effect, manager))
  );
}

function fills(
  effect: Effect,
): effect is Extract<Effect, { kind: 'install' | 'upgrade' | 'update-index' | 'clean-cache' }> {
  if (effect.kind === 'install')
    return (
      effect.keepsCache !== false &&
      effect.isDownloadOnly !== true &&
      effect.manager in CACHES &&
      effect.into === undefined
    );
  if (effect.kind === 'upgrade' && effect.manager === 'apk')
    return effect.argv.every(({ value }) => value !== '--no-cache');
  if (effect.kind === 'update-index' && effect.manager === 'apk')
    return effect.argv.every(({ value }) => value !== '--no-cache');
  return (effect.kind === 'upgrade' || effect.kind === 'update-index') && effect.manager in CACHES;
}

/** `dnf clean metadata` and `zypper clean` leave much of it. */
function cleans(effect: Effect, manager: ManagerId): boolean {
  if (effect.kind !== 'clean-cache' || effect.isWhole !== true) return false;
  return effect.manager === manager || SAME[manager]?.includes(effect.manager) === true;
}

function makeFix(
  manager: ManagerId,
  { clean, folders }: ManagerCache,
  filler: Effect,
  step: ModelStep,
  { staged }: DockerfileModel,
): DockerfileFix | undefined {
  const changes = `${folders[0]} is empty`;
  const adds = step.effects.filter((effect) => effect.kind === 'install' && effect.manager === manager);
  const isAlone = step.effects.every(
    (effect) => !fills(effect) || effect.manager !== manager || effect.kind === 'install',
  );
  // apk add that keeps nothing needs no cleaning; with an index fetched before it does.
  if (manager === 'apk' && isAlone) {
    const verbs = adds.flatMap((effect) =>
      effect.kind === 'install' && effect.keepsCache !== false ? [effect.verb] : [],
    );
    const edits = verbs.flatMap((verb) =>
      verb?.isPlain === true && verb.via === undefined
        ? [{ start: verb.end, end: verb.end, text: ' --no-cache' }]
        : [],
    );
    if (edits.length > 0 && edits.length === verbs.length && !step.evaluated.isTriggered)
      return { safety: 'safe', edits, changes };
  }
  const edit = appendCommand(step, sudoOf(filler) + clean, staged.dockerfile);
  return edit === undefined ? undefined : { safety: 'safe', edits: [edit], changes };
}
