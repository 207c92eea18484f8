// A build argument that carries a credential made a secret mount of the RUNs that use it.
import type { DockerfileModel, ModelStep } from '../../../dockerfile/model/dockerfile-model.ts';
import type { ArgInstruction } from '../../../dockerfile/stages/checked-instruction.ts';
import type { DockerfileFix } from '../dockerfile-rule.ts';
import { removeInstruction } from './remove-instruction.ts';

/** The fix; undefined where something else than RUN uses the argument, or the front end knows no such mounts. */
export function mountSecret(
  { instruction, args }: ArgInstruction,
  name: string,
  { stages, frontEnd, staged }: DockerfileModel,
): DockerfileFix | undefined {
  if (!frontEnd.hasSecretEnv || args.length !== 1) return undefined;
  const stage = stages.find(({ steps }) => steps.some((step) => step.instruction === instruction));
  const removal = removeInstruction(instruction, staged.dockerfile);
  if (stage === undefined || removal === undefined) return undefined;
  // Stages that are built on this one have the argument too.
  if (stages.some(({ base }) => base.kind === 'stage' && base.index === stage.index)) return undefined;
  const later = stage.steps.slice(stage.steps.findIndex((step) => step.instruction === instruction) + 1);
  const users = later.filter((step) => mentions(step, name));
  if (users.length === 0 || !users.every(canMount)) return undefined;
  const mount = `--mount=type=secret,id=${name},env=${name} `;
  return {
    safety: 'named',
    edits: [
      removal,
      ...users.map(({ instruction: run }) => {
        const at = run.flags[0]?.start ?? run.args[0]!.start;
        return { start: at, end: at, text: mount };
      }),
    ],
    changes: `the history holds nothing of ${name}; the build takes it with --secret id=${name} instead of --build-arg`,
    addedInstructions: -1,
  };
}

function mentions({ instruction }: ModelStep, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(
    [instruction.joined, ...instruction.heredocs.map(({ content }) => content)].join('\n'),
  );
}

function canMount({ evaluated, instruction, shell }: ModelStep): boolean {
  return (
    evaluated.written.kind === 'run' &&
    !evaluated.isTriggered &&
    shell !== 'other' &&
    !instruction.isJson &&
    instruction.args.length > 0
  );
}
