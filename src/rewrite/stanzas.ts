// Databases of stanzas: dpkg's status and apt's extended states (deb-control(5)), debconf's databases, and apk's installed
// packages (apk-package(5)): the stanzas as they stand, and what each is about.

/** How the stanzas of a database are told apart. */
export type StanzaKey = (stanza: string) => string;

const DEBIAN_KEYS = ['Package', 'Architecture'];

/** `name:architecture`, as dpkg has it. */
export const keyOfDebianPackage: StanzaKey = (stanza) =>
  DEBIAN_KEYS.map((name) => fieldOf(stanza, name)).join(':');

/** A question or template of debconf. */
export const keyOfDebconf: StanzaKey = (stanza) => fieldOf(stanza, 'Name');

/** A package of apk's database. */
export const keyOfApkPackage: StanzaKey = (stanza) => /^P:(.*)$/m.exec(stanza)?.[1] ?? '';

/** The stanzas of a text, without the empty lines between them. */
export function splitStanzas(text: string): readonly string[] {
  return text
    .split(/\n[ \t]*\n+/)
    .map((stanza) => stanza.replace(/^\n+|\n+$/g, ''))
    .filter((stanza) => stanza !== '');
}

function fieldOf(stanza: string, name: string): string {
  const start = stanza.startsWith(`${name}:`) ? 0 : stanza.indexOf(`\n${name}:`) + 1;
  if (start === 0 && !stanza.startsWith(`${name}:`)) return '';
  const end = stanza.indexOf('\n', start);
  return stanza.slice(start + name.length + 1, end === -1 ? undefined : end).trim();
}
