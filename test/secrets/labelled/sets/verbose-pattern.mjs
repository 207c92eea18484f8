// Regular expressions as Rust's regex crate has them, as far as public rules use them: verbose mode, flags, classes.

/** The same expression for JavaScript; undefined where it uses what JavaScript has not. */
export function translateVerbosePattern(pattern) {
  let flags = '';
  let isVerbose = false;
  let source = '';
  for (let i = 0; i < pattern.length; ) {
    const rest = pattern.slice(i);
    const inline = /^\(\?([imsx]+)\)/.exec(rest);
    const taken = inline ?? /^\\[\s\S]|^\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]/.exec(rest);
    if (inline !== null) {
      flags += inline[1].replace('x', '');
      isVerbose ||= inline[1].includes('x');
    } else if (taken !== null) source += translatePiece(taken[0]);
    else if (/^\(\?#/.test(rest) || (isVerbose && /^[\s#]/.test(rest))) {
      i += /^(?:\(\?#[^)]*\)?|\s+|#[^\n]*)/.exec(rest)[0].length;
      continue;
    } else source += rest[0];
    i += taken?.[0].length ?? 1;
  }
  try {
    return new RegExp(source.replaceAll('(?P<', '(?<'), [...new Set(flags)].join(''));
  } catch {
    return undefined;
  }
}

function translatePiece(piece) {
  if (piece === '\\z' || piece === '\\Z') return '$(?![\\s\\S])';
  if (piece === '\\A') return '^(?<![\\s\\S])';
  return piece
    .replaceAll('[:alnum:]', 'A-Za-z0-9')
    .replaceAll('[:alpha:]', 'A-Za-z')
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('[:xdigit:]', '0-9A-Fa-f')
    .replace(/^\[\[/, '[\\[');
}
