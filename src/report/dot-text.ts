// Words for Graphviz (the DOT language): quoted, with nothing in them that ends a quote or that a terminal would obey.
import { makeVisible } from './visible-text.ts';

/** A text as a quoted id or label; its lines become lines of the label. */
export function quoteDot(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => makeVisible(line).replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  return `"${lines.join('\\n')}"`;
}
