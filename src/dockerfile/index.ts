// What a Dockerfile says, read as BuildKit reads it.
export { type DockerfileText, decodeDockerfile, encodeDockerfile } from './dockerfile-text.ts';
export type { DockerfileModel } from './model/dockerfile-model.ts';
export { type ModelInputs, modelDockerfile } from './model/model-dockerfile.ts';
export type { Dockerfile, Instruction } from './parsing/instruction.ts';
export { parseDockerfile } from './parsing/parse-dockerfile.ts';
export { readStages, type Stage, type StagedDockerfile } from './stages/read-stages.ts';
