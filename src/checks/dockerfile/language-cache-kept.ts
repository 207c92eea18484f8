// What package managers of languages keep of their downloads: pip, npm, yarn, conda, Composer, gem and others.
import type { Effect, InstallEffect, ManagerId } from '../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { Severity } from '../finding.ts';
import type { DockerfileFix, DockerfileLook, DockerfileRule, DockerfileVerdict } from './dockerfile-rule.ts';
import { appendCommand } from './fixes/append-command.ts';
import { sudoOf } from './judging/left-behind.ts';
import { buildsAtStart } from './judging/package-roles.ts';
import { isWithin } from './judging/paths.ts';
import { listShippedSteps, startWords } from './judging/shipped-steps.ts';
import { findToldSteps } from './judging/told-later.ts';

/** A manager's cache. */
interface LanguageCache {
  /** Ends of the paths of its folders, wherever home is. */
  readonly folders: readonly string[];
  /** What of it goes when it is cleaned, in paths of the image; left out where names do not tell. */
  readonly kept?: RegExp;
  /** Variables that turn it off or lead it elsewhere. */
  readonly variables: readonly string[];
  /** The option behind its word that turns it off. */
  readonly option?: string;
  /** What empties it. */
  readonly clean?: string;
  readonly safety?: DockerfileFix['safety'];
  readonly severity?: Severity;
  /** What to do, where nothing can be done for everybody. */
  readonly advice?: string;
  /** Whether an image that builds when it is started needs it. */
  readonly isForBuilds?: boolean;
}

/** What a build downloads, and its image needs only where it builds when it is started. */
const BUILD = { severity: 'advice', isForBuilds: true } as const;

const CACHES: Readonly<Partial<Record<ManagerId, LanguageCache>>> = {
  pip: {
    folders: ['/.cache/pip'],
    kept: /\/\.cache\/pip\//,
    variables: ['PIP_NO_CACHE_DIR', 'PIP_CACHE_DIR'],
    option: '--no-cache-dir',
  },
  pipenv: {
    folders: ['/.cache/pipenv', '/.cache/pip'],
    kept: /\/\.cache\/(?:pipenv|pip)\//,
    variables: ['PIP_NO_CACHE_DIR', 'PIP_CACHE_DIR', 'PIPENV_CACHE_DIR'],
    clean: 'rm -rf ~/.cache/pipenv ~/.cache/pip',
  },
  poetry: {
    folders: ['/.cache/pypoetry'],
    kept: /\/\.cache\/pypoetry\//,
    variables: ['POETRY_CACHE_DIR', 'POETRY_NO_CACHE'],
    clean: 'rm -rf ~/.cache/pypoetry',
  },
  // Both link what they install to what they keep: only what was packed is there twice.
  uv: {
    folders: ['/.cache/uv'],
    variables: ['UV_NO_CACHE', 'UV_CACHE_DIR'],
    option: '--no-cache',
    severity: 'advice',
  },
  conda: { folders: ['/pkgs', '/.cache/conda'], variables: ['CONDA_PKGS_DIRS'], clean: 'conda clean -afy' },
  npm: {
    folders: ['/.npm', '/.npm/_cacache'],
    kept: /\/\.npm\/_cacache\//,
    variables: ['npm_config_cache', 'NPM_CONFIG_CACHE'],
    clean: 'npm cache clean --force',
  },
  // The second Yarn may run from its cache: then it is needed.
  yarn: {
    folders: ['/.cache/yarn', '/.cache', '/.yarn/cache', '/.yarn/berry/cache', '/yarn'],
    variables: ['YARN_CACHE_FOLDER', 'YARN_ENABLE_GLOBAL_CACHE'],
    clean: 'yarn cache clean',
    safety: 'named',
  },
  composer: {
    folders: ['/.composer/cache', '/.cache/composer', '/cache', '/.composer'],
    kept: /\/\.(?:composer\/cache|cache\/composer)\//,
    variables: ['COMPOSER_CACHE_DIR'],
    clean: 'composer clear-cache',
  },
  go: {
    ...BUILD,
    folders: ['/pkg', '/pkg/mod', '/.cache/go-build', '/.cache'],
    variables: ['GOMODCACHE', 'GOCACHE', 'GOFLAGS'],
    advice: 'Build in a stage of its own, or end the last RUN that builds with `go clean -cache -modcache`.',
  },
  maven: {
    ...BUILD,
    folders: ['/.m2', '/.m2/repository'],
    variables: ['MAVEN_OPTS'],
    advice: 'Build in a stage of its own, or end the last RUN that builds with `rm -rf ~/.m2/repository`.',
  },
  gradle: {
    ...BUILD,
    folders: ['/.gradle', '/.gradle/caches'],
    variables: ['GRADLE_USER_HOME'],
    advice: 'Build in a stage of its own, or end the last RUN that builds with `rm -rf ~/.gradle/caches`.',
  },
  cargo: {
    ...BUILD,
    folders: ['/registry', '/cargo', '/.cargo/registry'],
    variables: [],
    advice: 'Build in a stage of its own, or end the last RUN that builds with `rm -rf ~/.cargo/registry`.',
  },
  gem: { folders: ['/cache'], variables: ['BUNDLE_CACHE_PATH'], severity: 'advice' },
  bundler: { folders: ['/cache', '/bundle'], variables: ['BUNDLE_CACHE_PATH'], severity: 'advice' },
};

/** An offline install runs from the cache. */
const OFFLINE = /--offline|--prefer-offline/;

export const languageCacheKept: DockerfileRule = {
  kind: 'dockerfile',
  id: 'language-cache-kept',
  title: 'Caches of pip, npm and other managers that stay in a layer',
  severity: 'warning',
  peers: ['DL3042', 'DL3060'],
  fixSafety: 'safe',
  judge: (model, look) => {
    const shipped = listShippedSteps(model);
    const isTold = findToldSteps<ManagerId>(shipped, isFilled, isDone);
    const started = startWords(model);
    const lastOffline = shipped.findLastIndex(({ step }) => OFFLINE.test(step.instruction.joined));
    return shipped.flatMap(({ step }, at) =>
      judgeStep(step, (manager) => isTold(manager, at), lastOffline > at, started, model, look),
    );
  },
};

function judgeStep(
  step: ModelStep,
  isToldLater: (manager: ManagerId) => boolean,
  isWanted: boolean,
  started: readonly string[],
  model: DockerfileModel,
  { pricing }: DockerfileLook,
): readonly DockerfileVerdict[] {
  const managers = new Set(
    step.effects.flatMap((effect) => (effect.kind === 'install' ? [effect.manager] : [])),
  );
  return [...managers].flatMap((manager) => {
    const cache = CACHES[manager];
    if (cache === undefined || isMountedCache(cache, step) || isTurnedOff(cache, step)) return [];
    if (cache.isForBuilds === true && buildsAtStart(started)) return [];
    const fillers = step.effects.filter((effect) => isFiller(effect, manager, cache));
    const last = fillers.at(-1);
    if (last === undefined) return [];
    const behind = step.effects.slice(step.effects.indexOf(last) + 1);
    // What a later layer removes is told there.
    if (isDone(behind, manager) || isToldLater(manager)) return [];
    const { kept } = cache;
    const price =
      kept === undefined ? undefined : pricing.priceFiles(step.evaluated, (path) => kept.test(path));
    const fix = makeFix(cache, fillers, step, isWanted, model);
    return [
      {
        range: last.command,
        message: `what ${manager} downloads stays in its cache in the layer`,
        ...(cache.severity === undefined ? {} : { severity: cache.severity }),
        ...(price === undefined ? {} : { price }),
        fixText: adviceOf(manager, cache),
        ...(fix === undefined ? {} : { fix }),
      },
    ];
  });
}

/** Whether a step downloads more into a manager's cache. */
function isFilled(effects: readonly Effect[], manager: ManagerId): boolean {
  const cache = CACHES[manager];
  return cache !== undefined && effects.some((effect) => isFiller(effect, manager, cache));
}

function isFiller(effect: Effect, manager: ManagerId, { variables }: LanguageCache): effect is InstallEffect {
  if (effect.kind !== 'install' || effect.manager !== manager || effect.keepsCache === false) return false;
  // Local files alone are not downloaded; what they need may be.
  return !effect.command.assignments.some(
    ({ name, value }) => variables.includes(name) && !isNo(name, value),
  );
}

/** `PIP_NO_CACHE_DIR=0` turns nothing off. */
function isNo(name: string, value: string | undefined): boolean {
  return /NO_CACHE/.test(name) && value !== undefined && /^(?:0|off|no|false|n|f)?$/i.test(value);
}

function isTurnedOff({ variables }: LanguageCache, { variables: known, effects }: ModelStep): boolean {
  const isExported = effects.some(
    ({ program, argv, command }) =>
      program === 'export' &&
      argv.some(({ prefix }) => variables.includes(prefix)) &&
      !command.assignments.some(({ name, value }) => variables.includes(name) && isNo(name, value)),
  );
  return isExported || variables.some((name) => known.has(name) && !isNo(name, known.get(name)!.value));
}

function isMountedCache({ folders }: LanguageCache, { mounts }: ModelStep): boolean {
  return mounts.some(({ target, type }) => {
    const place = target.replace(/\/+$/, '');
    return (
      type !== 'secret' &&
      type !== 'ssh' &&
      (place.endsWith('/.cache') || folders.some((folder) => place.endsWith(folder)))
    );
  });
}

function isDone(effects: readonly Effect[], manager: ManagerId): boolean {
  const folders = CACHES[manager]?.folders ?? [];
  return effects.some((effect) => {
    if (effect.kind === 'clean-cache')
      return effect.manager === manager && (effect.isWhole === true || manager !== 'npm');
    if (effect.kind !== 'remove') return false;
    if (effect.paths.some((path) => isWithin('/root', path))) return true;
    return effect.paths.some((path) => {
      const place = path.replace(/\/\.?\*$/, '');
      return (
        /\/\.cache$/.test(place) ||
        folders.some((folder) => place.endsWith(folder) || path.includes(`${folder}/`))
      );
    });
  });
}

function adviceOf(manager: ManagerId, { option, clean, advice }: LanguageCache): string {
  if (advice !== undefined) return advice;
  const mount = 'or mount a cache: `RUN --mount=type=cache`';
  if (option !== undefined) return `Use \`${option}\`, ${mount}.`;
  if (clean !== undefined) return `End the RUN with \`${clean}\`, ${mount}.`;
  return `End the RUN with \`rm -rf "$(gem env gemdir)"/cache\`, ${mount}${manager === 'gem' ? '' : ' and BUNDLE_PATH'}.`;
}

function makeFix(
  cache: LanguageCache,
  fillers: readonly InstallEffect[],
  step: ModelStep,
  isWanted: boolean,
  { staged }: DockerfileModel,
): DockerfileFix | undefined {
  if (step.evaluated.isTriggered) return undefined;
  const { option, clean, safety = 'safe' } = cache;
  const changes = 'the cache of downloads is not in the image';
  if (option !== undefined) {
    const edits = fillers.flatMap(({ verb }) =>
      verb?.isPlain === true && verb.via === undefined
        ? [{ start: verb.end, end: verb.end, text: ` ${option}` }]
        : [],
    );
    return edits.length === fillers.length ? { safety, edits, changes } : undefined;
  }
  const last = fillers.at(-1)!;
  const own = last.manager === 'conda' ? clean?.replace('conda', last.program) : clean;
  // A program that is started by its path, or by another, may not be found by its name.
  const isByName = last.argv[0]?.value === last.program && own?.startsWith(`${last.program} `) === true;
  if (own === undefined || isWanted) return undefined;
  if (!own.startsWith('rm ') && (!isByName || last.certainty !== 'always')) return undefined;
  // Another folder may be home to sudo.
  if (sudoOf(last) !== '' && own.includes('~')) return undefined;
  const edit = appendCommand(step, sudoOf(last) + own, staged.dockerfile);
  return edit === undefined ? undefined : { safety, edits: [edit], changes };
}
