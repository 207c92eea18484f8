// From a Dockerfile and the choices of one build to its model.
import type { BuildInputs } from '../evaluation/build-inputs.ts';
import { type EvaluatedStage, evaluateBuild } from '../evaluation/evaluate-build.ts';
import { createBudget, type ExpansionBudget } from '../shell/expansion-budget.ts';
import type { Stage, StagedDockerfile } from '../stages/read-stages.ts';
import { familyOfImage, parseImageName } from './base-image.ts';
import type { DockerfileModel, ModelStage, ParsedImageName } from './dockerfile-model.ts';
import { readFrontEnd } from './front-end.ts';
import { familyOfSteps } from './manager-family.ts';
import { followShipping, type Shipping } from './stage-shipping.ts';
import { modelSteps, type StageEnd } from './stage-steps.ts';
import { workingDirectoryOf } from './working-directory.ts';

/** What is known beside the file. */
export interface ModelInputs extends BuildInputs {
  /** Version of the front end that the engine has built in, as `1.4`; left out where it is not known. */
  readonly frontEndVersion?: string;
}

/**
 * Models one build of a Dockerfile; throws DOCKERFILE_INVALID where BuildKit would refuse it, but for a base that waits for
 * an argument: whoever builds gives it.
 */
export function modelDockerfile(staged: StagedDockerfile, given: ModelInputs = {}): DockerfileModel {
  const inputs = { guessFolder: workingDirectoryOf, ...given, takesOpenBases: true };
  const build = evaluateBuild(staged, inputs);
  const shipping = followShipping(staged, build);
  const evaluated = new Map(build.stages.map((stage) => [stage.index, stage]));
  const ends = new Map<number, StageEnd>();
  const budget = createBudget();
  const stages: ModelStage[] = [];
  for (const stage of staged.stages) {
    const own = evaluated.get(stage.index) ?? evaluateAlone(staged, stage.index, inputs);
    const before = own?.base.kind === 'stage' ? stages[own.base.index] : undefined;
    stages.push(
      modelStage(
        staged,
        stage,
        own,
        evaluated.has(stage.index),
        shipping[stage.index]!,
        before,
        ends,
        inputs,
        budget,
      ),
    );
  }
  return { staged, build, stages, frontEnd: readFrontEnd(staged, inputs.frontEndVersion) };
}

/** A stage that the target does not need, as it would be built for itself. */
function evaluateAlone(
  staged: StagedDockerfile,
  index: number,
  { target: _, ...inputs }: ModelInputs,
): EvaluatedStage | undefined {
  try {
    const build = evaluateBuild({ ...staged, stages: staged.stages.slice(0, index + 1) }, inputs);
    return build.stages.find((stage) => stage.index === index);
  } catch {
    // No build ever asks for it.
    return undefined;
  }
}

function modelStage(
  staged: StagedDockerfile,
  stage: Stage,
  evaluated: EvaluatedStage | undefined,
  isBuilt: boolean,
  { ships, copiedOut }: Shipping,
  before: ModelStage | undefined,
  ends: Map<number, StageEnd>,
  inputs: ModelInputs,
  budget: ExpansionBudget,
): ModelStage {
  const base = evaluated?.base ?? { kind: 'scratch' };
  const baseImage = baseImageOf(evaluated, before);
  const told = before?.family ?? (baseImage === undefined ? 'unknown' : familyOfImage(baseImage));
  const { steps, end } = modelSteps(evaluated?.steps ?? [], staged.dockerfile, {
    base: before === undefined ? undefined : ends.get(before.index),
    baseConfig: base.kind === 'image' ? inputs.readBase?.(base.reference) : undefined,
    family: told,
    budget,
  });
  ends.set(stage.index, end);
  return {
    index: stage.index,
    ...(stage.name === undefined ? {} : { name: stage.name }),
    from: stage.from,
    base,
    ...(baseImage === undefined ? {} : { baseImage }),
    family: told === 'unknown' ? familyOfSteps(steps) : told,
    steps,
    ships,
    isTarget: isBuilt && evaluated?.isTarget === true,
    isBuilt,
    copiedOut,
  };
}

function baseImageOf(
  evaluated: EvaluatedStage | undefined,
  before: ModelStage | undefined,
): ParsedImageName | undefined {
  if (evaluated?.base.kind === 'image')
    return evaluated.base.reference === '' ? undefined : parseImageName(evaluated.base.reference);
  return before?.baseImage;
}
