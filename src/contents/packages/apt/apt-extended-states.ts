// `var/lib/apt/extended_states`: which packages apt installed only because others needed them (apt-mark(8)).
import { keepText } from '../keep-text.ts';
import type { RecordParser } from '../record-parser.ts';
import { readStanzas, wantFields } from '../stanzas.ts';

/** Keeps apt's marks; a package that is not in them was asked for by somebody. */
export const aptExtendedStates: RecordParser = keepText({
  id: 'apt-extended-states',
  names: ['extended_states'],
  matches: (path) => path === 'var/lib/apt/extended_states',
  limitBytes: 16 * 1024 * 1024,
});

/** A package that is marked as installed automatically. */
export interface AutomaticMark {
  readonly name: string;
  /** The mark's: packages of architecture `all` are marked under the system's own. */
  readonly architecture: string;
}

const FIELDS = wantFields(['Package', 'Architecture', 'Auto-Installed']);

/** The packages that are marked as installed automatically. */
export function readExtendedStates(text: Uint8Array): readonly AutomaticMark[] {
  const marks: AutomaticMark[] = [];
  readStanzas(text, FIELDS, (stanza) => {
    const name = stanza.get('Package');
    if (name === undefined || name === '' || stanza.get('Auto-Installed') !== '1') return;
    marks.push({ name, architecture: stanza.get('Architecture') ?? '' });
  });
  return marks;
}
