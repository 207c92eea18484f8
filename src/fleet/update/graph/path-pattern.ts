// Patterns of plimsoll.yaml for paths: each `*` stands for a part of one name, and can be spoken of as `$1`, `$2`.

/** The pieces of text that the stars of a pattern stand for in a path; undefined where it does not fit. */
export function matchPath(pattern: string, path: string): readonly string[] | undefined {
  const [wanted, names] = [namesOf(pattern), namesOf(path)];
  if (wanted.length !== names.length) return undefined;
  const captures: string[] = [];
  for (const [i, name] of names.entries()) {
    const found = matchName(wanted[i]!, name);
    if (found === undefined) return undefined;
    captures.push(...found);
  }
  return captures;
}

/** Whether a pattern fits the path, or a folder that it lies in. */
export function matchesBranch(pattern: string, path: string): boolean {
  const [wanted, names] = [namesOf(pattern), namesOf(path)];
  return (
    wanted.length > 0 &&
    wanted.length <= names.length &&
    wanted.every((name, i) => matchName(name, names[i]!) !== undefined)
  );
}

/** Puts captures in the place of `$1` and `${1}`; a number that no star has stays as it is. */
export function fillCaptures(text: string, captures: readonly string[]): string {
  return text.replace(
    /\$(?:(\d)|\{(\d{1,2})\})/g,
    (whole, short, long) => captures[Number(short ?? long) - 1] ?? whole,
  );
}

function namesOf(path: string): readonly string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

/** Each star takes as little as it can, the last one all that is left: one way through, whatever the texts. */
function matchName(pattern: string, name: string): readonly string[] | undefined {
  const [first = '', ...others] = pattern.split('*');
  if (others.length === 0) return first === name ? [] : undefined;
  const last = others.pop()!;
  const end = name.length - last.length;
  if (!name.startsWith(first) || !name.endsWith(last) || end < first.length) return undefined;
  const captures: string[] = [];
  let at = first.length;
  for (const piece of others) {
    const found = name.indexOf(piece, at);
    if (found === -1 || found + piece.length > end) return undefined;
    captures.push(name.slice(at, found));
    at = found + piece.length;
  }
  return [...captures, name.slice(at, end)];
}
