// Nosey Parker and Kingfisher: YAML rules with `examples` and `negative_examples`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { makeCase, makeSet } from './labelled-case.mjs';

/** Examples of the rule files in `folder`. */
export function readYamlRules(folder) {
  const positives = [];
  const negatives = [];
  for (const file of readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort())
    for (const rule of parse(readFileSync(join(folder, file), 'utf8')).rules ?? []) {
      const take = (texts, kind) =>
        (texts ?? []).map((text, index) => makeCase(`${rule.id}${kind}${index + 1}`, String(text)));
      positives.push(...take(rule.examples, '+'));
      negatives.push(...take(rule.negative_examples, '-'));
    }
  return makeSet(positives, negatives);
}
