// From an opened image to what is to be said of it: told again where it is kept, else read and judged.
import { analyseImage, type ImageAnalysis } from '../checks/judging/analyse-image.ts';
import { selectRules } from '../checks/select-rules.ts';
import type { FactsReadings } from '../contents/facts/facts-readings.ts';
import type { ImageContents } from '../contents/image-contents.ts';
import { readImage } from '../contents/read-image.ts';
import type { OpenedImage } from '../oci/image/image.ts';
import type { Run } from './inspect-image.ts';
import { type AnalysisOptions, KnownAnalyses } from './verdict/known-analysis.ts';

/** From what is kept where nothing is new, else by reading what is. */
export async function analyseOpened(
  name: string,
  image: OpenedImage,
  run: Run,
  options: AnalysisOptions,
): Promise<ImageAnalysis> {
  const known = recall(image, run, options);
  return known ?? judgeAndKeep(image, await readOpened(name, image, run, options), run, options);
}

/** Likewise, but reads the image in any case. */
export async function readAndAnalyse(
  name: string,
  image: OpenedImage,
  run: Run,
  options: AnalysisOptions,
): Promise<{ readonly contents: ImageContents; readonly analysis: ImageAnalysis }> {
  const contents = await readOpened(name, image, run, options);
  const analysis = recall(image, run, options) ?? judgeAndKeep(image, contents, run, options);
  return { contents, analysis };
}

function recall(
  image: OpenedImage,
  { flags, cache }: Run,
  options: AnalysisOptions,
): ImageAnalysis | undefined {
  return cache === undefined || flags.verify === true
    ? undefined
    : new KnownAnalyses(cache).recall(image, options);
}

/** The contents of an image, from what is kept and by reading what is new. */
export function readOpened(
  name: string,
  image: OpenedImage,
  { flags, cache, shared, signal, status }: Run,
  { baseLayerCount, groups, secretRules }: AnalysisOptions,
): Promise<ImageContents> {
  const readings: FactsReadings = {
    packages: groups.includes('packages'),
    secretRules: groups.includes('secrets') ? secretRules : null,
  };
  return readImage(image, {
    readings,
    ...(cache === undefined ? {} : { cache }),
    ...(flags.workers === undefined ? {} : { workers: flags.workers }),
    ...(shared === undefined ? {} : { shared }),
    verify: flags.verify === true,
    baseLayerCount,
    signal,
    onProgress: (progress) => status.showReading(name, progress),
  });
}

function judgeAndKeep(
  image: OpenedImage,
  contents: ImageContents,
  { cache }: Run,
  options: AnalysisOptions,
): ImageAnalysis {
  const analysis = analyseImage(contents, selectRules(options.groups), options);
  if (cache !== undefined) new KnownAnalyses(cache).keep(image, contents.layers, options, analysis);
  return analysis;
}
