// The layers of an image that was built from a Dockerfile, by the instructions that made them.
import type { DockerfilePricing } from '../../checks/dockerfile/pricing.ts';
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import type { InstructionLayer } from '../../report/dockerfile-report.ts';
import type { ReportLayer } from '../../report/image-report.ts';
import type { CliIo } from '../cli-io.ts';
import type { CheckFlags } from '../image-flags.ts';
import { inspectImage } from '../inspect-image.ts';
import { prepareRun } from '../prepare-run.ts';
import { matchLayers } from './match-layers.ts';

const INSTRUCTION_CELLS = 200;

/** Reads and judges the image; throws what that throws. */
export async function readImageLayers(
  reference: string,
  flags: CheckFlags,
  io: CliIo,
): Promise<readonly ReportLayer[]> {
  const run = await prepareRun(flags, io, {
    limitsOf: () => ({ failOn: 'never' }),
    allowsOtherBase: false,
    wantsFreed: false,
  });
  return (await inspectImage(reference, run)).report.layers;
}

/** Prices by layers; instructions are told by their text, because a repair moves them. */
export function priceByLayers(
  model: DockerfileModel,
  layers: readonly ReportLayer[],
): DockerfilePricing['priceLayer'] {
  const byText = new Map(
    matchLayers(model, layers).map(({ step, layer }) => [step.instruction.joined, layer]),
  );
  return ({ expanded }) => {
    const layer = byText.get(expanded.instruction.joined);
    return layer === undefined ? undefined : { kind: 'layer', bytes: layer.entryBytes, layer: layer.index };
  };
}

/** Each instruction with what it made. */
export function tellLayers(
  model: DockerfileModel,
  layers: readonly ReportLayer[],
): readonly InstructionLayer[] {
  return matchLayers(model, layers).map(({ step, layer }) => ({
    line: step.line,
    instruction: (layer.instruction ?? step.instruction.joined).slice(0, INSTRUCTION_CELLS),
    layer: layer.index,
    bytes: layer.entryBytes,
    ballastBytes: layer.ballastBytes,
  }));
}
