// Comments that a text had and another has not: whole lines that begin with `#`, wherever they stand.

/** The comments of `before` that are missing in `after`, each as often as it is missing. */
export function lostComments(before, after) {
  const comments = (text) => (text.match(/^[ \t]*#.*$/gm) ?? []).map((line) => line.trim());
  const left = comments(after);
  return comments(before).filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
