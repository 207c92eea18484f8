// What a build sends from its folder, by the rules of the builder that is used.
export { ENGINES, type Engine, type EngineRules, engineRules } from './engines/engine-rules.ts';
export { type IgnoreFile, type IgnoreVerdict, openIgnoreFile } from './ignore-file.ts';
export { type ContextListing, type ContextRequest, listContext } from './list-context.ts';
export type { ContextEntry } from './walk/context-entry.ts';
