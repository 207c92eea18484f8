// A Dockerfile as stages: what stands before the first FROM, and each FROM with what follows it.
import { PlimsollError } from '../../errors.ts';
import type { Dockerfile } from '../parsing/instruction.ts';
import { checkInstruction } from './check-instruction.ts';
import type { ArgInstruction, FromInstruction, StageInstruction } from './checked-instruction.ts';

/** One stage as it is written. */
export interface Stage {
  /** Its place among the stages, from 0. */
  readonly index: number;
  /** In lower case; undefined where FROM gives none. */
  readonly name?: string;
  readonly from: FromInstruction;
  readonly instructions: readonly StageInstruction[];
}

/** A Dockerfile whose instructions are all right. */
export interface StagedDockerfile {
  readonly dockerfile: Dockerfile;
  readonly globalArgs: readonly ArgInstruction[];
  readonly stages: readonly Stage[];
}

/** Groups a Dockerfile's instructions; throws DOCKERFILE_INVALID for the first that is wrong. */
export function readStages(dockerfile: Dockerfile): StagedDockerfile {
  const globalArgs: ArgInstruction[] = [];
  const stages: { from: FromInstruction; instructions: StageInstruction[] }[] = [];
  for (const instruction of dockerfile.instructions) {
    const checked = checkInstruction(instruction);
    const stage = stages.at(-1);
    if (checked.kind === 'from') stages.push({ from: checked, instructions: [] });
    else if (stage !== undefined) stage.instructions.push(checked);
    else if (checked.kind === 'arg') globalArgs.push(checked);
    else
      throw new PlimsollError('DOCKERFILE_INVALID', `${instruction.name} stands before the first FROM`, {
        line: instruction.startLine,
        hint: 'Only ARG may.',
      });
  }
  if (stages.length === 0)
    throw new PlimsollError('DOCKERFILE_INVALID', 'there is no FROM in it', {
      line: dockerfile.instructions[0]!.startLine,
    });
  const named = stages.map((stage, index) => ({
    index,
    ...stage,
    ...(stage.from.stageName === undefined ? {} : { name: stage.from.stageName }),
  }));
  return { dockerfile, globalArgs, stages: named };
}
