// What one part of a run has to tell, in every form that it has; each is made when it is asked for.

import type { TargetError } from '../../report/json.ts';
import type { Judgement } from '../../report/judgements/judgement.ts';
import type { TextOptions } from '../../report/text/text-options.ts';

/** A text in pieces, which may take a while to make. */
export type Pieces = Iterable<string> | Promise<Iterable<string>>;

/** The findings of a part for tools of others. */
export interface JudgedPart {
  readonly judgements: readonly Judgement[];
  /** What could not be looked at. */
  readonly errors: readonly TargetError[];
  /** Its section of a summary. */
  readonly markdown: () => Iterable<string>;
}

/** A project, Dockerfiles, images: what is told together. */
export interface ToldPart {
  readonly text: (layout: TextOptions) => Pieces;
  /** Whether the text was printed already, while there was more to do. */
  readonly isTextPrinted?: boolean;
  /** Formats of one document a part (`json`, `cyclonedx`), by name. */
  readonly documents: Readonly<Record<string, () => Pieces>>;
  /** Missing where there are no findings to tell. */
  readonly judge?: () => Promise<JudgedPart>;
}
