// A path as SARIF names it: relative to the repository, percent-encoded (RFC 3986); absolute with its scheme where it lies outside.

/** `file` may be relative to `root`, which is absolute. Both may have the slashes of Windows. */
export function toArtifactUri(file: string, root: string): string {
  const [path, base] = [file, root].map((each) => each.replaceAll('\\', '/')) as [string, string];
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:\//.test(path);
  const whole = normalise(isAbsolute ? path : `${base}/${path}`);
  const folder = `${normalise(base).replace(/\/$/, '')}/`;
  if (whole.startsWith(folder)) return encode(whole.slice(folder.length));
  return `file://${whole.startsWith('/') ? '' : '/'}${encode(whole)}`;
}

function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return `${path.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}

function encode(path: string): string {
  // Lone surrogates have no encoding: UTF-8 has another character for them.
  const wellFormed = Buffer.from(path).toString();
  return wellFormed.split('/').map(encodeURIComponent).join('/');
}
