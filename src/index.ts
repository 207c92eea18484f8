// What programs can use of Plimsoll most often; each room has more under its own name. All else may change at any time.

// One by one: a whole room takes longer to load.
export type { Finding, FindingPath, Severity } from './checks/finding.ts';
export { type Judgement, type JudgeOptions, judgeImage } from './checks/judging/judge-image.ts';
export type { ImageBytes, LayerBytes } from './checks/judging/sum-bytes.ts';
export type { Rule } from './checks/rule.ts';
export { RULES } from './checks/rules.ts';
export { type CacheOptions, FactsCache } from './contents/cache/facts-cache.ts';
export type { ImageContents, LayerContents } from './contents/image-contents.ts';
export { type ReadOptions, type ReadProgress, readImage } from './contents/read-image.ts';
export { type ErrorCode, type ErrorDetails, PlimsollError } from './errors.ts';
export type { OpenedImage, OpenOptions } from './oci/image/image.ts';
export { openImage } from './oci/open-image.ts';
