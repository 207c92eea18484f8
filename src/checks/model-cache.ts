// Models that libraries downloaded into their caches. An image that runs a model may well want it there, so this is advice;
// a model that is there twice is `duplicate-content`, what is left of a download `model-leftovers`.

import { foldersOf } from './exceptions/named-folders.ts';
import { isBelow } from './exceptions/path-parts.ts';
import { perImage } from './exceptions/per-image.ts';
import type { PathRule } from './rule.ts';

const PLACE_VARIABLES = [
  'HF_HOME',
  'HF_HUB_CACHE',
  'TORCH_HOME',
  'NLTK_DATA',
  'OLLAMA_MODELS',
  'TRANSFORMERS_CACHE',
];
/** A variable that names a place says that the image means to have it. */
const namedPlaces = perImage((image) => foldersOf(image, PLACE_VARIABLES));

const FIX =
  'Mount the models as a volume, or bring them in a layer of their own below the application and name the place (HF_HOME).';

export const modelCache: PathRule = {
  kind: 'paths',
  id: 'model-cache',
  title: 'Models in download caches',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  patterns: [
    '**/.cache/huggingface/',
    '**/.cache/torch/',
    '**/.cache/whisper/',
    '**/.cache/clip/',
    '**/.cache/modelscope/',
    '**/.cache/sentence_transformers/',
    '**/.cache/kagglehub/',
    '**/.keras/models/',
    '**/.keras/datasets/',
    '**/.insightface/models/',
    '**/.paddleocr/',
    '**/.EasyOCR/model/',
    '**/.u2net/',
    '**/.ollama/models/',
    '**/nltk_data/',
  ],
  isExcused: ({ path }, image) => isBelow(path, namedPlaces(image)),
  what: 'models in download caches',
  fix: FIX,
  // Who copies a model wants it.
  fixCopied: FIX,
};
