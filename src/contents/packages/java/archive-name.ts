// What the file name of a jar tells: Maven's `artifactId-version[-classifier].jar`, and the habits of those who do without Maven.
import { baseNameOf } from '../metadata-text.ts';

/** The two halves of a file name; either may be empty. */
export interface ArchiveName {
  readonly name: string;
  readonly version: string;
}

/** Words of letters, digits, `_` and `.`, each beginning with a letter, with `-` between. */
const NAME = /^[a-z][\w.]*(?:-[a-z][\w.]*)*-?$/i;
/** Where a version begins: a digit, `build7`, `r2`, `rc1`. */
const VERSION = /^(?:\d.*|build\d.*|rc?\d+)$/i;
/** As `name_1.2` and `name.1.2`. */
const UNUSUAL_VERSION = /[._-](\d.*|build\d.*|rc?\d+)$/;
/** Linux's NAME_MAX. */
const NAME_LIMIT = 255;

/** Splits the base name of `path`, without its ending. A name of no known form gives two empty halves. */
export function splitArchiveName(path: string): ArchiveName {
  const base = baseNameOf(path);
  const whole = base.slice(0, Math.max(0, base.lastIndexOf('.')));
  if (whole.length > NAME_LIMIT) return { name: '', version: '' };
  for (let dash = whole.indexOf('-'); dash >= 0; dash = whole.indexOf('-', dash + 1)) {
    const name = whole.slice(0, dash);
    const version = whole.slice(dash + 1);
    if (VERSION.test(version) && NAME.test(name)) return { name, version };
  }
  if (!NAME.test(whole)) return { name: '', version: '' };
  const unusual = UNUSUAL_VERSION.exec(whole);
  if (unusual === null) return { name: whole, version: '' };
  return { name: whole.slice(0, unusual.index), version: unusual[1]! };
}

/** The artifact that a name means: `com.acme.tool` is most often group and artifact, but Eclipse's artifacts have dots. */
export function artifactOfName(name: string): string {
  if (!name.includes('.') || name.startsWith('org.eclipse.')) return name;
  const words = name.split('.');
  return words.every((word) => /^[\p{L}\p{Nl}\p{Sc}\p{Pc}]/u.test(word)) ? words.at(-1)! : name;
}
