// Where what stands in an image's config comes from in its Dockerfile: the last instruction that says it.
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import type { InstructionPlace } from '../../report/judgements/judgement.ts';
import { listLayerSteps } from '../dockerfile/match-layers.ts';

/** Fields of the config that one instruction sets. */
const FIELDS: Readonly<Record<string, string>> = {
  cmd: 'Cmd',
  entrypoint: 'Entrypoint',
  user: 'User',
  workdir: 'WorkingDir',
  healthcheck: 'Healthcheck',
  shell: 'Shell',
  onbuild: 'OnBuild',
};

/** By field, and by field and name as `Env TOKEN` for variables and labels. */
export function placeConfig(model: DockerfileModel, file: string): ReadonlyMap<string, InstructionPlace> {
  const places = new Map<string, InstructionPlace>();
  for (const { evaluated, line, endLine } of listLayerSteps(model)) {
    const { expanded } = evaluated;
    const place = { file, line, endLine };
    if (expanded.kind === 'env') for (const { name } of expanded.pairs) places.set(`Env ${name}`, place);
    else if (expanded.kind === 'label')
      for (const { name } of expanded.pairs) places.set(`Labels ${name}`, place);
    else if (Object.hasOwn(FIELDS, expanded.kind)) places.set(FIELDS[expanded.kind]!, place);
  }
  return places;
}
