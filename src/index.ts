// What programs can use of Plimsoll most often; each room has more under its own name. All else may change at any time.
export {
  type Finding,
  type FindingPath,
  type ImageBytes,
  type Judgement,
  type JudgeOptions,
  judgeImage,
  type LayerBytes,
  RULES,
  type Rule,
  type Severity,
} from './checks/index.ts';
export {
  type CacheOptions,
  FactsCache,
  type ImageContents,
  type LayerContents,
  type ReadOptions,
  type ReadProgress,
  readImage,
} from './contents/index.ts';
export { type ErrorCode, type ErrorDetails, PlimsollError } from './errors.ts';
export { type OpenedImage, type OpenOptions, openImage } from './oci/index.ts';
