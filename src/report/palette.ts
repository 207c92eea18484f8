// The colours of a report as an object, so that whoever prints decides and tests see plain text.

/** Wraps text in a colour, or gives it back as it is. */
export type Paint = (text: string) => string;

/** What may be coloured, by meaning. */
export interface Palette {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly warning: Paint;
  readonly bad: Paint;
  /** Makes the name of a rule, as it is printed, a link to its page; absent where nothing follows links. */
  readonly linkRule?: (label: string, rule: string) => string;
}

const asItIs: Paint = (text) => text;

/** No colours. */
export const PLAIN_PALETTE: Palette = {
  strong: asItIs,
  faint: asItIs,
  good: asItIs,
  warning: asItIs,
  bad: asItIs,
};
