// An image of the graph before its Dockerfile was read and its name compared with others.
import type { DefinitionPlace, ImageBuild } from './update-graph.ts';

/** What a definition says of an image. */
export interface ImageDraft {
  readonly place: DefinitionPlace;
  /** What it is called where it has no reference: unique but for files that define one thing twice. */
  readonly name: string;
  /** As its definition writes them. */
  readonly references: readonly string[];
  /** Undefined where its Dockerfile is elsewhere. */
  readonly build: ImageBuild | undefined;
  /** The target or service, as others in its file call it. */
  readonly definition?: string;
  readonly refreshSeconds?: number;
}
