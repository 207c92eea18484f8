// Names that images bear inside layouts and archives, compared as Docker compares them.

/** How many names an error lists. */
const SHOWN_NAMES = 10;

/** The short form that Docker shows: no `docker.io/library/`, and `:latest` where neither tag nor digest is given. */
export function familiarName(name: string): string {
  const short = name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\/(?=[^/]+$)/, '');
  const last = short.slice(short.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? short : `${short}:latest`;
}

/** Names in one line for a message, cut short where they are many; control characters are made visible. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).map((name) => {
    const printable = name.replace(/[\x00-\x20\x7f-\x9f]/g, '?');
    return printable.length > 200 ? `${printable.slice(0, 200)}...` : printable;
  });
  return shown.join(', ') + (names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : '');
}
