// Public scanners whose test data can be read, by the names that `--set` takes.
import { join } from 'node:path';
import { readGoRules } from './go-rules.mjs';
import { readLeakyRepo } from './leaky-repo.mjs';
import { readSecretlint } from './secretlint.mjs';
import { readTrivy } from './trivy.mjs';
import { readYamlRules } from './yaml-rules.mjs';

/** From a name to a function that takes the project's folder and gives `{ positives, negatives }`. */
export const ALL_SETS = {
  gitleaks: readGoRules,
  betterleaks: readGoRules,
  noseyparker: (folder) => readYamlRules(join(folder, 'crates/noseyparker/data/default/builtin/rules')),
  kingfisher: (folder) => readYamlRules(join(folder, 'data/rules')),
  secretlint: readSecretlint,
  'leaky-repo': readLeakyRepo,
  trivy: readTrivy,
};
