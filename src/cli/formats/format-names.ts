// The formats that tools of others read, by name, and where a run's documents go.

/** Values of `--format` beside those for people and scripts. */
export const JUDGEMENT_FORMATS = ['sarif', 'github', 'junit', 'markdown'] as const;

export type JudgementFormat = (typeof JUDGEMENT_FORMATS)[number];

/** A document that is written to a file beside what is printed. */
export interface WrittenFormat {
  readonly format: string;
  readonly file: string;
}

/** Whether findings are to be written for a tool of others. */
export function isJudgementFormat(format: string): format is JudgementFormat {
  return JUDGEMENT_FORMATS.some((known) => known === format);
}
