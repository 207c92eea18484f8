// What a secret looks like, as data. Three forms cover nearly all of them, and each costs time that grows with the bytes looked at:
// a token that begins with a prefix of its own, a value that is assigned to a telling name, and a pattern around a keyword.

/** How a kind of secret is named and where its format is published; findings have the rule id `secret/ID`. */
export interface SecretKind {
  /** Lower case with dashes, unique: `github-fine-grained-token`. */
  readonly id: string;
  /** What it is, as it reads in a sentence: `GitHub fine-grained personal access token`. */
  readonly name: string;
  /** Where its issuer (or, where the issuer is silent, who found out) describes the format: an https address. */
  readonly source: string;
  /** `warning` where a match may well be of no use to anybody: a password's hash, a key that needs a passphrase. Default `error`. */
  readonly severity?: 'error' | 'warning';
}

interface RuleFilters {
  /** Least Shannon entropy of the secret in bits a character. */
  readonly minEntropy?: number;
  /** What else the issuer's format promises: a checksum, a structure. Never asks the network. */
  readonly isValid?: (secret: string) => boolean;
  /** Matches in tests, examples and manuals of installed packages are none: whoever has the package has those. */
  readonly skipsPackageSamples?: boolean;
  /** Nor are matches in anything that a package manager installed: the rule guesses what only an owner's file means. */
  readonly skipsPackages?: boolean;
}

/** A token that its prefix gives away: `ghp_`, `AKIA`, `xoxb-`. */
export interface TokenRule extends SecretKind, RuleFilters {
  readonly kind: 'token';
  /** Three bytes or more each, ASCII, in the case they are issued in. */
  readonly prefixes: readonly string[];
  /** A regular expression's source for what follows the prefix; every quantifier bounded. */
  readonly body: string;
  /** A character class's inside: what may not stand directly before the prefix. Default `A-Za-z0-9`. */
  readonly notBefore?: string;
  /** Likewise for what may not follow the body. Default `A-Za-z0-9_-`. */
  readonly notAfter?: string;
}

/** A value that is only told by the name it is assigned to: `ADAFRUIT_API_KEY = "…"`, `"adafruit-key": "…"`, `--adafruit-key …`. */
export interface AssignedRule extends SecretKind, RuleFilters {
  readonly kind: 'assigned';
  /** Parts of names, lower case, four bytes or more, matched in any case. More of the name may stand before and after. */
  readonly names: readonly string[];
  /** A regular expression's source for the whole name, where not every name with such a part will do; matched in any case. */
  readonly wholeName?: string;
  /** A regular expression's source for the whole value; every quantifier bounded. Letters in the case given. */
  readonly value: string;
}

/** What fits neither form: searched for in a window around each keyword. */
export interface PatternRule extends SecretKind, RuleFilters {
  readonly kind: 'pattern';
  /** Three bytes or more each, ASCII; one of them is in every match. In any case where the pattern ignores case. */
  readonly keywords: readonly string[];
  /**
   * Flags: none, `i`, `s`, `m`. A group `lead` in a lookbehind at the start belongs to the match. The secret is group `secret`,
   * else the first group that took something, else the whole match. Runs on bytes as Latin-1 text; every quantifier bounded.
   */
  readonly pattern: RegExp;
  /** How many bytes before and after the keyword's start a match may reach. Default 64 and 512; at most 512 and 16,384. */
  readonly reach?: { readonly beforeBytes: number; readonly afterBytes: number };
  /** Keywords in any case; default: as the pattern has it. Keywords are lower case then. */
  readonly ignoresCase?: boolean;
  /** How many bytes before the keyword a match may start, apart from its lead; default: as far as the reach. */
  readonly startsBefore?: number;
  /** How many steps the worst text could make the pattern take in a window, where that is many. */
  readonly steps?: number;
  /** The keyword is a part of a name that a value is assigned to: where bytes show that nothing is, the pattern is not tried. */
  readonly isAssigned?: boolean;
  /** The keyword need not be in the match, only within reach of it. */
  readonly near?: boolean;
  /** Texts, lower case, of which one must be within `COMPANY_REACH_BYTES` of the match. */
  readonly company?: readonly string[];
  /** What the file's path (Latin-1, no leading slash) must match; default: any path. */
  readonly path?: RegExp;
  /** Lets a match pass that is none after all. */
  readonly allows?: (found: FoundSecret) => boolean;
  /** Examples and references are matches too: whoever wrote the rule says what is none. */
  readonly takesPlaceholders?: boolean;
}

/** A match as `allows` sees it, Latin-1 throughout. */
export interface FoundSecret {
  readonly secret: string;
  /** All that the pattern matched. */
  readonly match: string;
  /** The lines of the match, as far as they are within reach. */
  readonly line: string;
  /** Without a leading slash; empty where there is no file. */
  readonly path: string;
}

/** A rule of any form. */
export type SecretRule = TokenRule | AssignedRule | PatternRule;
