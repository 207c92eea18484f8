// What ONBUILD brings into the stages that are built on its own (initOnBuildTriggers of BuildKit).
import { PlimsollError } from '../../errors.ts';
import type { Instruction } from '../parsing/instruction.ts';
import { parseDockerfile } from '../parsing/parse-dockerfile.ts';
import { checkInstruction } from '../stages/check-instruction.ts';
import type { StageInstruction } from '../stages/checked-instruction.ts';

/** The instruction of an ONBUILD; its places are those of the ONBUILD. The escape is `\` again, as in BuildKit. */
export function readTrigger(onbuild: Instruction): StageInstruction {
  const { start, end, startLine, endLine } = onbuild;
  const text = onbuild.joined.replace(/^\s*ONBUILD\s*/i, '');
  const heredocs = onbuild.heredocs.map(({ content, name }) => `\n${content}${name}`);
  return checkTrigger(text + heredocs.join(''), { start, end, startLine, endLine });
}

/** A trigger of a base image, which stands nowhere in the file; its places are those of FROM. */
export function readImageTrigger(expression: string, from: Instruction): StageInstruction {
  const { start, end, startLine, endLine } = from;
  return checkTrigger(expression, { start, end, startLine, endLine });
}

function checkTrigger(
  text: string,
  place: Pick<Instruction, 'start' | 'end' | 'startLine' | 'endLine'>,
): StageInstruction {
  const [instruction, ...others] = parseDockerfile({ text, encoding: 'utf8' }).instructions;
  const checked = others.length === 0 ? checkInstruction({ ...instruction!, ...place }) : undefined;
  if (checked === undefined || checked.kind === 'from')
    throw new PlimsollError('DOCKERFILE_INVALID', 'ONBUILD takes one instruction, and no FROM', {
      line: place.startLine,
    });
  return checked;
}
