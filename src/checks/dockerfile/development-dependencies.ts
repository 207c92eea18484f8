// Packages that only development needs, installed in what is shipped.
import type { InstallEffect } from '../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStage } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileFix, DockerfileRule } from './dockerfile-rule.ts';
import { compilesInTarget } from './judging/compiling.ts';
import { listShippedSteps, type ShippedStep, startWords } from './judging/shipped-steps.ts';

/** How a manager is told to leave them out. */
interface ManagerHabit {
  readonly option: string;
  /** A variable, and the value that says the same. */
  readonly variable: readonly [name: string, value: RegExp];
  /** What takes them away again. */
  readonly prune: RegExp;
}

const NODE_ENV = ['NODE_ENV', /^production$/] as const;
const HABITS: Readonly<Partial<Record<InstallEffect['manager'], ManagerHabit>>> = {
  npm: { option: '--omit=dev', variable: NODE_ENV, prune: /npm prune|npm-prune|rm -rf? [^&;]*node_modules/ },
  yarn: {
    option: '--production',
    variable: NODE_ENV,
    prune: /yarn (?:install )?[^&;]*--prod|workspaces focus|npm prune|rm -rf? [^&;]*node_modules/,
  },
  pnpm: { option: '--prod', variable: NODE_ENV, prune: /pnpm prune|rm -rf? [^&;]*node_modules/ },
  composer: { option: '--no-dev', variable: ['COMPOSER_NO_DEV', /^1$/], prune: /composer [^&;]*--no-dev/ },
  bundler: {
    option: '',
    variable: ['BUNDLE_WITHOUT', /development|test/],
    prune: /bundle (?:config|clean)[^&;]*without/,
  },
  poetry: {
    option: '--only main',
    variable: ['POETRY_WITHOUT', /dev/],
    prune: /poetry install [^&;]*(?:--no-dev|--only)/,
  },
};
/** Commands that only development starts. */
const DEVELOPMENT_START =
  /\b(?:nodemon|ts-node-dev|webpack-dev-server|ng serve|react-scripts start|vite|(?:npm|yarn|pnpm)(?: run)? (?:dev|develop|serve|watch)|--reload|--debug|artisan serve|rails server.*development)\b/;
const DEVELOPMENT_LIST = /(?:^|[/_.-])(?:dev|develop|development|tests?|testing|local|docs?)(?:[/_.-]|$)/i;

export const developmentDependencies: DockerfileRule = {
  kind: 'dockerfile',
  id: 'development-dependencies',
  title: 'Packages for development in what is shipped',
  severity: 'warning',
  fixSafety: 'named',
  judge: (model) => {
    const shipped = listShippedSteps(model);
    const isDevelopment = DEVELOPMENT_START.test(startWords(model).join(' ')) || isNamedDevelopment(model);
    return shipped.flatMap((each, at) =>
      each.step.effects.flatMap((effect) => {
        if (effect.kind !== 'install' || !bringsDevelopment(effect, shipped, at)) return [];
        const fix = isDevelopment ? undefined : makeFix(effect, each, model);
        return [
          {
            range: effect.command,
            message: `\`${tellCommand(effect)}\` also installs what only development needs`,
            severity: isDevelopment ? ('advice' as const) : ('warning' as const),
            fixText: adviceOf(effect, model),
            ...(fix === undefined ? {} : { fix }),
          },
        ];
      }),
    );
  },
};

function bringsDevelopment(effect: InstallEffect, shipped: readonly ShippedStep[], at: number): boolean {
  const { manager, isProduction, isGlobal, packages, lists, command } = effect;
  if (manager === 'pip')
    return lists.some((list) => DEVELOPMENT_LIST.test(list.replace(/\.(?:txt|in)$/, '')));
  if (manager === 'pipenv') return command.words.some(({ value }) => value === '--dev' || value === '-d');
  const habit = HABITS[manager];
  if (habit === undefined || isProduction === true || isGlobal === true || packages.length > 0) return false;
  if (effect.files.length > 0) return false;
  const [name, value] = habit.variable;
  const before = shipped.slice(0, at + 1);
  if (before.some(({ step }) => setsVariable(step, name, value))) return false;
  const own = command.assignments.find((each) => each.name === name);
  if (own?.value !== undefined && value.test(own.value)) return false;
  const text = shipped.slice(at).map(({ step }) => step.instruction.joined);
  const earlier = before.map(({ step }) => step.instruction.joined);
  return ![...text, ...(manager === 'bundler' ? earlier : [])].some((each) => habit.prune.test(each));
}

function setsVariable(
  { evaluated: { expanded } }: ShippedStep['step'],
  name: string,
  value: RegExp,
): boolean {
  if (expanded.kind === 'env')
    return expanded.pairs.some((pair) => pair.name === name && value.test(pair.value));
  return (
    expanded.kind === 'arg' && expanded.args.some((arg) => arg.name === name && value.test(arg.value ?? ''))
  );
}

/** A target whose name says that it is for development. */
function isNamedDevelopment({ stages }: DockerfileModel): boolean {
  return stages.some((stage: ModelStage) => stage.isTarget && /dev|test|debug|ci\b/.test(stage.name ?? ''));
}

function tellCommand({ argv, verb }: InstallEffect): string {
  const words = argv.slice(0, verb === undefined ? 1 : argv.indexOf(verb) + 1);
  return words
    .map(({ value }) => value ?? '')
    .join(' ')
    .trim();
}

function adviceOf({ manager }: InstallEffect, model: DockerfileModel): string {
  if (manager === 'pip' || manager === 'pipenv') return 'Install what production needs only.';
  if (manager === 'bundler') return 'Say `ENV BUNDLE_WITHOUT=development:test` before.';
  const option = optionOf(manager, model);
  return compilesInTarget(model).length > 0
    ? `Build in a stage of its own, and install with ${option} in the one that is shipped.`
    : `Use ${option}.`;
}

function makeFix(
  effect: InstallEffect,
  { step }: ShippedStep,
  model: DockerfileModel,
): DockerfileFix | undefined {
  const { verb, manager, certainty } = effect;
  const option = optionOf(manager, model);
  if (verb === undefined || !verb.isPlain || verb.via !== undefined) return undefined;
  if (option === '' || certainty !== 'always') return undefined;
  // What builds later needs them.
  if (step.evaluated.isTriggered || compilesInTarget(model).length > 0 || runsScript(model)) return undefined;
  return {
    safety: 'named',
    edits: [{ start: verb.end, end: verb.end, text: ` ${option}` }],
    changes: 'packages that the project needs for development only are not installed',
  };
}

/** A script of the project may need any of its packages. */
function runsScript(model: DockerfileModel): boolean {
  return listShippedSteps(model).some(({ step: { instruction } }) =>
    /\b(?:npm|yarn|pnpm) (?:run|test|build)\b|\bnpx\b|\bgulp\b|\bgrunt\b|\bwebpack\b|\btsc\b|artisan|\brake\b/.test(
      instruction.name === 'RUN' ? instruction.joined : '',
    ),
  );
}

/** npm before version 7, which Node.js up to 14 has, does not know --omit. */
function optionOf(manager: InstallEffect['manager'], { stages }: DockerfileModel): string {
  const { option = '' } = HABITS[manager] ?? {};
  const image = stages.find(({ isTarget }) => isTarget)?.baseImage;
  const major = Number(/^(\d+)/.exec(image?.tag ?? '')?.[1] ?? Number.NaN);
  const isOld = image?.name === 'node' && major <= 14;
  return manager === 'npm' && isOld ? '--production' : option;
}
