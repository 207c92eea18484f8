// What our rules and structures find in one file, by the same scanner that reads layers.
const PIECE_BYTES = 64 * 1024;

/** A function that gives the matches in `content`, a Buffer, as a file at `path`. */
export function createFinder({ SecretScanner, makeRuleSet }) {
  const rules = makeRuleSet();
  const scanner = new SecretScanner(rules);
  return (content, path) => {
    const name = Buffer.from(path);
    scanner.start(name, 0, name.length, content.length);
    for (let at = 0; at < content.length; at += PIECE_BYTES)
      scanner.push(content.subarray(at, at + PIECE_BYTES));
    return scanner.finish().matches;
  };
}

/** Whether a match overlaps `span`; matches in members of archives belong to the whole file. */
export function overlaps(match, span) {
  if (match.member !== undefined) return true;
  return match.offsetBytes < span.end && match.offsetBytes + match.lengthBytes > span.start;
}
