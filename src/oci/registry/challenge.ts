// The WWW-Authenticate header (RFC 9110, 11.6.1): which proofs a server takes.
import { PlimsollError } from '../../errors.ts';

/** One scheme that the server offers; scheme and parameter names in lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const HEADER_LIMIT = 8192;
const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const TOKEN68 = /[A-Za-z0-9._~+/-]+=*[ \t]*(?=,|$)/y;
const SEPARATORS = /[ \t,]*/y;
const SPACE = /[ \t]+/y;
const EQUALS = /[ \t]*=[ \t]*/y;

/** Reads every challenge of the header, in its order; throws REGISTRY_INVALID where it is not well-formed. */
export function parseChallenges(header: string): readonly Challenge[] {
  if (header.length > HEADER_LIMIT) throw invalid('too long');
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(header);
    if (found === null) return undefined;
    at = pattern.lastIndex;
    return found[1] ?? found[0];
  };
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  take(SEPARATORS);
  while (at < header.length) {
    const name = take(TOKEN)?.toLowerCase();
    if (name === undefined) throw invalid('not well-formed');
    const current = challenges.at(-1);
    if (current !== undefined && take(EQUALS) !== undefined) {
      const value = take(QUOTED)?.replace(/\\(.)/g, '$1') ?? take(TOKEN);
      if (value === undefined) throw invalid('not well-formed');
      // The first one stands: a second realm must not replace the one that was looked at.
      if (!current.parameters.has(name)) current.parameters.set(name, value);
    } else {
      challenges.push({ scheme: name, parameters: new Map() });
      if (take(SPACE) === undefined && at < header.length && header[at] !== ',')
        throw invalid('not well-formed');
      // Negotiate and its like carry one bare word, which means nothing here.
      take(TOKEN68);
    }
    take(SEPARATORS);
  }
  return challenges;
}

function invalid(what: string): PlimsollError {
  return new PlimsollError('REGISTRY_INVALID', `the registry's WWW-Authenticate header is ${what}`);
}
