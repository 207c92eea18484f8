// Where the instructions of an image's layers stand: in the Dockerfile that is named, or in the one of the working folder where it
// fits the image's history.
import { readDockerfileBytes } from '../../context/inspection/read-build.ts';
import { decodeDockerfile } from '../../dockerfile/dockerfile-text.ts';
import { modelDockerfile } from '../../dockerfile/model/model-dockerfile.ts';
import { parseDockerfile } from '../../dockerfile/parsing/parse-dockerfile.ts';
import { readStages, type StagedDockerfile } from '../../dockerfile/stages/read-stages.ts';
import { withSubject } from '../../errors.ts';
import type { ImageReport } from '../../report/image-report.ts';
import type { ImagePlaces } from '../../report/judgements/judge-images.ts';
import type { InstructionPlace } from '../../report/judgements/judgement.ts';
import { matchLayers } from '../dockerfile/match-layers.ts';

/** What is looked at of an image. */
export type PlacedImage = Pick<ImageReport, 'layers' | 'target'>;

const DEFAULT_DOCKERFILE = 'Dockerfile';
/** Each is a model of its own. */
const STAGES_TRIED = 40;

/** Places by layer for each report; throws FILE_UNREADABLE and DOCKERFILE_INVALID of a Dockerfile that was named. */
export function placeInstructions(
  reports: readonly PlacedImage[],
  dockerfile: string | undefined,
): ImagePlaces {
  const file = dockerfile ?? DEFAULT_DOCKERFILE;
  try {
    const staged = readStages(parseDockerfile(decodeDockerfile(readDockerfileBytes(file))));
    return { dockerfile: file, byReport: reports.map((report) => placeLayers(report, file, staged)) };
  } catch (error) {
    if (dockerfile !== undefined) throw withSubject(error, file);
    return { dockerfile: file, byReport: [] };
  }
}

function placeLayers(
  { layers, target: { platform } }: PlacedImage,
  file: string,
  staged: StagedDockerfile,
): ReadonlyMap<number, InstructionPlace> {
  // An image of any of the stages may be meant: the one that explains most layers is.
  const named = staged.stages.slice(0, -1).flatMap(({ name }) => name ?? []);
  let best = new Map<number, InstructionPlace>();
  for (const target of [undefined, ...named.slice(-STAGES_TRIED)]) {
    const model = modelDockerfile(staged, { platform, ...(target === undefined ? {} : { target }) });
    const matched = matchLayers(model, layers).map(({ step, layer }): [number, InstructionPlace] => [
      layer.index,
      { file, line: step.line, endLine: step.endLine },
    ]);
    if (matched.length > best.size) best = new Map(matched);
  }
  return best;
}
