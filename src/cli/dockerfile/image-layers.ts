// The layers of an image that was built from a Dockerfile, by the instructions that made them.
import type { DockerfilePricing, Price } from '../../checks/dockerfile/pricing.ts';
import type { LayerContents } from '../../contents/image-contents.ts';
import type { Inventory } from '../../contents/packages/inventory.ts';
import type { EvaluatedStep } from '../../dockerfile/evaluation/evaluate-step.ts';
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import type { InstructionLayer } from '../../report/dockerfile-report.ts';
import type { ReportLayer } from '../../report/image-report.ts';
import type { CliIo } from '../cli-io.ts';
import type { CheckFlags } from '../image-flags.ts';
import { inspectWhole } from '../inspect-image.ts';
import { prepareRun } from '../prepare-run.ts';
import { sumFiles, sumHidden } from './layer-files.ts';
import { matchLayers } from './match-layers.ts';

const INSTRUCTION_CELLS = 200;

/** An image's layers: as they are reported, and with their files; and its packages. */
export interface ReadLayers {
  readonly layers: readonly ReportLayer[];
  readonly contents: readonly LayerContents[];
  readonly inventory: Inventory;
}

/** Reads and judges the image; throws what that throws. */
export async function readImageLayers(reference: string, flags: CheckFlags, io: CliIo): Promise<ReadLayers> {
  const run = await prepareRun(flags, io, {
    limitsOf: () => ({ failOn: 'never' }),
    allowsOtherBase: false,
    wantsFreed: false,
  });
  const { report, contents } = await inspectWhole(reference, run);
  return { layers: report.layers, contents: contents.layers, inventory: contents.inventory };
}

/** Prices by layers; instructions are told by their text, because a repair moves them. */
export function priceByLayers(
  model: DockerfileModel,
  { layers, contents }: Pick<ReadLayers, 'layers' | 'contents'>,
): Pick<DockerfilePricing, 'priceLayer' | 'priceFiles' | 'priceHidden'> {
  const byText = new Map<string, ReportLayer | null>();
  // Which layer is meant where two instructions have the same text cannot be told.
  for (const { step, layer } of matchLayers(model, layers))
    byText.set(step.instruction.joined, byText.has(step.instruction.joined) ? null : layer);
  const layerOf = ({ expanded }: EvaluatedStep): ReportLayer | undefined =>
    byText.get(expanded.instruction.joined) ?? undefined;
  const price = (layer: ReportLayer, bytes: number): Price => ({ kind: 'layer', bytes, layer: layer.index });
  return {
    priceLayer: (step) => {
      const layer = layerOf(step);
      return layer && price(layer, layer.entryBytes);
    },
    priceFiles: (step, isCounted) => {
      const layer = layerOf(step);
      return layer && price(layer, sumFiles(contents[layer.index]!.facts, isCounted));
    },
    priceHidden: (steps) => {
      const found = steps.map(layerOf);
      const [first] = found;
      if (first === undefined || found.includes(undefined)) return undefined;
      return price(first, sumHidden(found.map((layer) => contents[layer!.index]!.facts)));
    },
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
