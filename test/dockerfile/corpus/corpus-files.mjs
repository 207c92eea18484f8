// Dockerfiles below folders: each content once, under the id that git gives it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const NAME = /^(?:dockerfile|containerfile)(?:$|[.\-_])|\.dockerfile$/i;
const OTHERS = /\.(?:go|md|dockerignore|template|erb|j2|jinja2?|tmpl|tpl|envsubst|sh|py)$/i;

/** Git's id of a file's content. */
export function blobId(bytes) {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** The Dockerfiles below a folder in the order of their paths, each content once; templates are left out. */
export function readDockerfiles(folder) {
  const files = new Map();
  const paths = statSync(folder).isFile()
    ? [folder]
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(
          (path) =>
            isDockerfileName(path.split('/').at(-1)) && !/(?:^|\/)(?:\.git|node_modules)\//.test(path),
        )
        .sort()
        .map((path) => join(folder, path));
  for (const path of paths) {
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    const bytes = readFileSync(path);
    const text = bytes.toString('latin1');
    const blob = blobId(bytes);
    if (files.has(blob) || !/^\s*from\s/im.test(text) || /\{\{|<%/.test(text)) continue;
    files.set(blob, { path, blob, bytes });
  }
  return [...files.values()];
}

function isDockerfileName(name) {
  return NAME.test(name) && !OTHERS.test(name);
}
