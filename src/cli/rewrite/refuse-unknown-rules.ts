// Rule ids that a user gives to a rewriting command.
import { RULES } from '../../checks/rules.ts';
import { PlimsollError } from '../../errors.ts';
import { findClosestWord } from '../settings/closest-word.ts';

/** Throws USAGE for an id that is no rule about files or packages. */
export function refuseUnknownRules(ids: readonly string[]): void {
  const known = RULES.filter(({ kind }) => kind === 'paths' || kind === 'packages').map(({ id }) => id);
  for (const id of ids) {
    if (known.includes(id)) continue;
    const closest = findClosestWord(id, known);
    throw new PlimsollError('USAGE', `'${id}' is no rule about files or packages`, {
      hint: closest === undefined ? 'docs/checks has all rules.' : `Did you mean ${closest}?`,
    });
  }
}
