// leaky-repo: whole files under their own names; `.leaky-meta/secrets.csv` says how many lines of each are a risk.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { makeCase, makeSet } from './labelled-case.mjs';

/** A file with a risk is a positive, any other a negative. */
export function readLeakyRepo(folder) {
  const risks = new Map();
  for (const line of readFileSync(join(folder, '.leaky-meta/secrets.csv'), 'utf8').split('\n')) {
    const [path, risk] = line.split(',');
    if (risk !== undefined && !line.startsWith('#')) risks.set(path.trim(), Number(risk));
  }
  const positives = [];
  const negatives = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath ?? entry.path, entry.name))
      .split(sep)
      .join('/');
    if (!entry.isFile() || /^(?:\.git|\.github|\.leaky-meta)\/|^(?:LICENSE|README\.md)$/.test(path)) continue;
    const file = makeCase(path, readFileSync(join(folder, path)), { path });
    (risks.get(path) > 0 ? positives : negatives).push(file);
  }
  return makeSet(positives, negatives);
}
