// git clone with the whole history, which the layer keeps in .git.
import type { CloneEffect, Effect } from '../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStage, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileFix, DockerfileRule, DockerfileVerdict } from './dockerfile-rule.ts';
import { isWithin } from './judging/paths.ts';
import { listShippedSteps, type ShippedStep } from './judging/shipped-steps.ts';

export const gitCloneKept: DockerfileRule = {
  kind: 'dockerfile',
  id: 'git-clone-kept',
  title: 'Clones with their whole history',
  severity: 'warning',
  fixSafety: 'named',
  judge: (model) => {
    const shipped = listShippedSteps(model);
    const copied = model.stages.flatMap((stage) => judgeCopied(stage, model));
    const own = shipped.flatMap(({ step }, at) =>
      step.effects.flatMap((effect, i) => {
        if (effect.kind !== 'clone' || effect.isShallow || isUnderMount(effect, step)) return [];
        const behind = step.effects.slice(i + 1);
        const later = shipped.slice(at + 1);
        // What a later layer removes is told there.
        if ([...behind, ...later.flatMap((each) => each.step.effects)].some((each) => drops(each, effect)))
          return [];
        const fix = makeFix(effect, step, behind, later);
        return [
          {
            range: effect.command,
            message: 'git clone fetches the whole history, and the layer keeps it in .git',
            fixText: 'Use `git clone --depth 1`, and remove the repository, or its .git, in the same RUN.',
            ...(fix === undefined ? {} : { fix }),
          },
        ];
      }),
    );
    return [...copied, ...own];
  },
};

/** A stage that is left behind: what COPY --from takes of it may be the clone. */
function judgeCopied({ steps, ships, copiedOut }: ModelStage, { stages }: DockerfileModel) {
  if (ships !== 'parts') return [];
  return steps.flatMap((step, at) =>
    step.effects.flatMap((effect, i): readonly DockerfileVerdict[] => {
      const { into } = effect.kind === 'clone' ? effect : {};
      if (effect.kind !== 'clone' || into === undefined || effect.isShallow || isUnderMount(effect, step))
        return [];
      const later = [...step.effects.slice(i + 1), ...steps.slice(at + 1).flatMap(({ effects }) => effects)];
      if (later.some((each) => drops(each, effect))) return [];
      const taken = copiedOut.find(
        ({ kind, paths, stageIndex }) =>
          kind === 'copy' &&
          stages[stageIndex]?.ships === 'whole' &&
          paths.some((path) => isWithin(into, path) && !/[*?[]/.test(path)),
      );
      if (taken === undefined) return [];
      return [
        {
          range: effect.command,
          message: `git clone fetches the whole history, and line ${taken.line} copies it into the image with .git`,
          fixText: 'Use `git clone --depth 1`, and remove .git before it is copied.',
        },
      ];
    }),
  );
}

/** The repository, or its history, goes, or goes elsewhere. */
function drops(effect: Effect, { into }: CloneEffect): boolean {
  const paths = effect.kind === 'remove' ? effect.paths : effect.kind === 'move' ? effect.from : [];
  // A folder whose name is not known may be any that is removed.
  if (into === undefined) return paths.length > 0 && effect.kind === 'remove' && effect.recursive;
  return paths.some(
    (path) =>
      isWithin(into, path) ||
      path.replace(/\/+$/, '') === `${into}/.git` ||
      (isWithin(path, into) && effect.kind === 'move'),
  );
}

function isUnderMount({ into }: CloneEffect, { mounts }: ModelStep): boolean {
  return into !== undefined && mounts.some(({ target }) => isWithin(into, target));
}

/** Only where nobody asks for another commit, a tag or the history. */
function makeFix(
  { argv, command, certainty }: CloneEffect,
  step: ModelStep,
  behind: readonly Effect[],
  later: readonly ShippedStep[],
): DockerfileFix | undefined {
  const verb = argv.find(({ value }) => value === 'clone');
  if (
    verb === undefined ||
    !verb.isPlain ||
    verb.via !== undefined ||
    certainty !== 'always' ||
    step.evaluated.isTriggered
  )
    return undefined;
  if (behind.some(({ program }) => program === 'git')) return undefined;
  if (
    later.some(({ step: { instruction } }) =>
      /\bgit\b|describe|setuptools[_-]scm|versioneer/.test(instruction.joined),
    )
  )
    return undefined;
  const text = step.instruction.joined.slice(0);
  if (command.words.some(({ value }) => value === undefined)) return undefined;
  if (/git (?:checkout|reset|describe|log|submodule|fetch|merge|rev-parse|switch)/.test(text))
    return undefined;
  return {
    safety: 'named',
    edits: [{ start: verb.end, end: verb.end, text: ' --depth 1' }],
    changes: '.git has the last commit only',
  };
}
