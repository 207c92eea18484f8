// Where the instructions of an image stand: in the Dockerfile that is named, or in the one of the working folder where it fits the
// image's history.
import { readDockerfileBytes } from '../../context/inspection/read-build.ts';
import { decodeDockerfile } from '../../dockerfile/dockerfile-text.ts';
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import { modelDockerfile } from '../../dockerfile/model/model-dockerfile.ts';
import { parseDockerfile } from '../../dockerfile/parsing/parse-dockerfile.ts';
import { readStages, type StagedDockerfile } from '../../dockerfile/stages/read-stages.ts';
import { withSubject } from '../../errors.ts';
import type { ImageReport } from '../../report/image-report.ts';
import type { ImagePlaces, PlacesOfImage } from '../../report/judgements/judge-images.ts';
import type { MatchedLayer } from '../dockerfile/match-layers.ts';
import { matchLayers } from '../dockerfile/match-layers.ts';
import { placeConfig } from './place-config.ts';
import { placeLayers } from './place-layers.ts';

/** What is looked at of an image. */
export type PlacedImage = Pick<ImageReport, 'layers' | 'target' | 'base'>;

const DEFAULT_DOCKERFILE = 'Dockerfile';
/** Each is a model of its own. */
const STAGES_TRIED = 40;

/** Places for each report; throws FILE_UNREADABLE and DOCKERFILE_INVALID of a Dockerfile that was named. */
export function placeInstructions(
  reports: readonly PlacedImage[],
  dockerfile: string | undefined,
): ImagePlaces {
  const file = dockerfile ?? DEFAULT_DOCKERFILE;
  try {
    const staged = readStages(parseDockerfile(decodeDockerfile(readDockerfileBytes(file))));
    return { dockerfile: file, byReport: reports.map((report) => placeImage(report, file, staged)) };
  } catch (error) {
    if (dockerfile !== undefined) throw withSubject(error, file);
    return { dockerfile: file, byReport: [] };
  }
}

function placeImage(image: PlacedImage, file: string, staged: StagedDockerfile): PlacesOfImage | undefined {
  const best = chooseTarget(image, staged);
  return (
    best && {
      byLayer: placeLayers(image, best.model, best.matched, file),
      byConfig: placeConfig(best.model, file),
    }
  );
}

/** An image of any of the stages may be meant: the one that explains most layers is. */
function chooseTarget(
  { layers, target: { platform } }: PlacedImage,
  staged: StagedDockerfile,
): { readonly model: DockerfileModel; readonly matched: readonly MatchedLayer[] } | undefined {
  const named = staged.stages.slice(0, -1).flatMap(({ name }) => name ?? []);
  let best: { model: DockerfileModel; matched: readonly MatchedLayer[] } | undefined;
  for (const target of [undefined, ...named.slice(-STAGES_TRIED)]) {
    const model = modelDockerfile(staged, { platform, ...(target === undefined ? {} : { target }) });
    const matched = matchLayers(model, layers);
    if (matched.length > (best?.matched.length ?? 0)) best = { model, matched };
  }
  return best;
}
