// COPY . . before the dependencies are installed: any change of any file makes the build install them again.
import { posix } from 'node:path';
import type { Effect, InstallEffect } from '../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStage, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { CopyInstruction } from '../../dockerfile/stages/checked-instruction.ts';
import type { DockerfileFix, DockerfileRule, DockerfileVerdict } from './dockerfile-rule.ts';
import { removeInstruction } from './fixes/remove-instruction.ts';
import { findManifests } from './judging/project-installers.ts';

/** Files that say what is installed, as patterns of COPY of which at least the first is there. */
const MANIFESTS: Readonly<Partial<Record<InstallEffect['manager'], readonly string[]>>> = {
  npm: ['package*.json'],
  yarn: ['package.json', 'yarn.lock*'],
  pnpm: ['package.json', 'pnpm-lock.yaml*'],
  bun: ['package.json', 'bun.lock*'],
  composer: ['composer.json', 'composer.lock*'],
  bundler: ['Gemfile', 'Gemfile.lock*'],
  poetry: ['pyproject.toml', 'poetry.lock*'],
  pipenv: ['Pipfile', 'Pipfile.lock*'],
  nuget: ['*.csproj'],
  conda: ['environment.yml'],
};
/** Managers that install what the project itself says; pip only with a list. */
const PROJECT_MANAGERS: ReadonlySet<InstallEffect['manager']> = new Set([
  'npm',
  'yarn',
  'pnpm',
  'bun',
  'composer',
  'bundler',
  'poetry',
  'pipenv',
  'pip',
  'nuget',
  'conda',
]);
/** Managers whose named packages need no file of the project. */
const INDEPENDENT: ReadonlySet<InstallEffect['manager']> = new Set([
  'apt',
  'apk',
  'yum',
  'dnf',
  'microdnf',
  'tdnf',
  'zypper',
  'pacman',
  'pip',
  'gem',
]);
/** What a RUN may do beside that without looking at the project. */
const BESIDE: ReadonlySet<Effect['kind']> = new Set([
  'install',
  'update-index',
  'clean-cache',
  'remove',
  'shell-option',
]);

export const copyBeforeInstall: DockerfileRule = {
  kind: 'dockerfile',
  id: 'copy-before-install',
  title: 'All files copied before dependencies are installed',
  severity: 'warning',
  fixSafety: 'named',
  judge: (model) =>
    model.stages.flatMap((stage) => {
      if (!stage.isBuilt) return [];
      const copyAt = stage.steps.findIndex(copiesAll);
      if (copyAt < 0) return [];
      const copy = stage.steps[copyAt]!;
      const before = stage.steps.slice(0, copyAt).flatMap(({ effects }) => effects);
      for (const step of stage.steps.slice(copyAt + 1)) {
        const effect = step.effects.find(installsProject);
        if (effect === undefined) continue;
        // It was done before with the manifest alone: this one only adds the project itself.
        if (before.some((each) => installsProject(each) && isOfSame(each, effect))) continue;
        const fix = makeFix(copy, step, effect, stage, model);
        return [
          {
            range: copy.instruction,
            message: `any change of any file makes line ${step.line} install everything again`,
            fixText: `Copy ${tellManifests(effect)} first, install, and copy the rest then.`,
            ...(fix === undefined ? {} : { fix }),
          },
        ];
      }
      return judgeIndependent(copy, stage.steps.slice(copyAt + 1));
    }),
};

/** Packages that are named, and would be there already had they been installed before. */
function judgeIndependent(copy: ModelStep, later: readonly ModelStep[]): readonly DockerfileVerdict[] {
  const step = later.find(({ effects, evaluated }) => {
    const installs = effects.filter((each) => each.kind === 'install');
    return (
      !evaluated.isTriggered &&
      installs.length > 0 &&
      effects.every(({ kind }) => BESIDE.has(kind)) &&
      installs.every(isIndependent)
    );
  });
  if (step === undefined) return [];
  return [
    {
      range: copy.instruction,
      message: `any change of any file makes line ${step.line} install its packages again, which need none of them`,
      fixText: `Move line ${step.line} before the ${copy.instruction.name}.`,
    },
  ];
}

function isIndependent({ manager, packages, isComplete, lists, files, certainty }: InstallEffect): boolean {
  return (
    INDEPENDENT.has(manager) &&
    certainty === 'always' &&
    packages.length > 0 &&
    isComplete &&
    lists.length === 0 &&
    files.length === 0
  );
}

/** COPY or ADD of the context's root. */
function copiesAll({ evaluated: { expanded, isTriggered } }: ModelStep): boolean {
  return (
    !isTriggered &&
    (expanded.kind === 'copy' || expanded.kind === 'add') &&
    expanded.from === undefined &&
    expanded.sources.some((source) => /^(?:\.\/?|\/|\*|\.\/\*)$/.test(source))
  );
}

/** Whether a command installs what the project's own files name. */
function installsProject(effect: Effect): boolean {
  if (findManifests(effect) !== undefined) return true;
  if (effect.kind !== 'install') return false;
  const { manager, packages, isGlobal, lists, certainty, files } = effect;
  if (!PROJECT_MANAGERS.has(manager) || isGlobal === true || certainty !== 'always') return false;
  if (manager === 'pip') return lists.length > 0 && files.length === 0;
  return packages.length === 0;
}

function isOfSame(before: Effect, effect: Effect): boolean {
  if (before.kind === 'install' && effect.kind === 'install') return before.manager === effect.manager;
  return before.program === effect.program;
}

function manifestsOf(effect: Effect): readonly string[] {
  const own = findManifests(effect);
  if (own !== undefined || effect.kind !== 'install') return own ?? [];
  return effect.manager === 'pip' ? effect.lists : (MANIFESTS[effect.manager] ?? []);
}

function tellManifests(effect: Effect): string {
  return manifestsOf(effect)
    .map((name) => name.replace(/\*$/, ''))
    .join(' and ');
}

/** Right behind the COPY, a RUN that only installs goes before it, with the files that it reads. */
function makeFix(
  copy: ModelStep,
  step: ModelStep,
  effect: Effect,
  { steps }: ModelStage,
  { staged }: DockerfileModel,
): DockerfileFix | undefined {
  const { source, escape: escapeToken } = staged.dockerfile;
  const written = copy.evaluated.written as CopyInstruction;
  const expanded = copy.evaluated.expanded as CopyInstruction;
  if (steps[steps.indexOf(copy) + 1] !== step || copy.instruction.isJson) return undefined;
  if (written.sources.length !== 1 || written.inlineFiles.length > 0 || step.evaluated.isTriggered)
    return undefined;
  // The RUN does nothing that wants the other files.
  if (step.script?.list.items.length !== 1 || step.script.list.items[0]!.node !== effect.command)
    return undefined;
  const folder = absoluteIn(expanded.destination, copy.cwd);
  if (folder === undefined || effect.cwd === undefined || folder !== effect.cwd) return undefined;
  // Projects of several modules have a manifest in each.
  if (effect.kind !== 'install' || effect.manager === 'maven') return undefined;
  const manifests = manifestsOf(effect);
  if (manifests.length === 0 || !manifests.every((name) => /^[\w.-]+\*?(?:\.json)?$/.test(name)))
    return undefined;
  const removal = removeInstruction(step.instruction, staged.dockerfile);
  if (removal === undefined || step.instruction.heredocs.length > 0) return undefined;
  const { start, end } = step.instruction;
  const flags = copy.instruction.flags.map((flag) => `${source.text.slice(flag.start, flag.end)} `).join('');
  const destination = written.destination.endsWith('/') ? written.destination : `${written.destination}/`;
  const keyword = copy.instruction.keyword.value;
  if (source.text.slice(start, end).endsWith(escapeToken)) return undefined;
  return {
    safety: 'named',
    edits: [
      {
        start: copy.instruction.start,
        end: copy.instruction.start,
        text: `${keyword} ${flags}${manifests.join(' ')} ${destination}\n${source.text.slice(start, end)}\n`,
      },
      removal,
    ],
    changes: `dependencies are installed before the other files are there: their scripts cannot use these, and a folder of dependencies that is copied comes over what was installed`,
    addedInstructions: 1,
  };
}

function absoluteIn(path: string, cwd: string | undefined): string | undefined {
  const joined = path.startsWith('/') ? path : cwd === undefined ? undefined : posix.join(cwd, path);
  return joined === undefined ? undefined : posix.normalize(joined).replace(/(.)\/$/, '$1');
}
