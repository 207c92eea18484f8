// What should not be there and what it costs: images and Dockerfiles judged by rules.
export type { DockerfileFinding } from './dockerfile/dockerfile-finding.ts';
export type { DockerfileRule } from './dockerfile/dockerfile-rule.ts';
export { DOCKERFILE_RULES } from './dockerfile/dockerfile-rules.ts';
export { type JudgeDockerfileOptions, judgeDockerfileText } from './dockerfile/judge-dockerfile-text.ts';
export type { Finding, FindingPath, FoundSecret, Severity } from './finding.ts';
export { compareFindings, type FindingDifference } from './judging/compare-findings.ts';
export { type Judgement, type JudgeOptions, judgeImage } from './judging/judge-image.ts';
export type { ImageBytes, LayerBytes } from './judging/sum-bytes.ts';
export type { Profile } from './profile.ts';
export type { Rule } from './rule.ts';
export { RULES } from './rules.ts';
