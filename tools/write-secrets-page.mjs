// Writes docs/secret-kinds.md from the rules and structures themselves.
//
//   node tools/write-secrets-page.mjs [--check]     --check only tells whether the page is current (exit code 1 if not)
import { readFileSync, writeFileSync } from 'node:fs';
import { ALL_RULES } from '../dist/secrets/rules/all-rules.js';
import { ALL_STRUCTURES } from '../dist/secrets/structures/all-structures.js';

const page = new URL('../docs/secret-kinds.md', import.meta.url);

const inStructures = ALL_STRUCTURES.flatMap(({ kinds }) => kinds);
const text = `# Kinds of secrets

A finding's rule is \`secret/KIND\`. Kinds are errors unless they say otherwise. [Files](secret-files.md) that are known by name are
read by their structure; [teams bring](secret-rules.md) further rules along.

This page is made by \`node tools/write-secrets-page.mjs\`.

## By their format: ${ALL_RULES.length} kinds

${table(ALL_RULES)}

## By the structure of files: ${inStructures.length} kinds

${table(inStructures)}
`;

if (process.argv.includes('--check')) {
  const current = readFileSync(page, 'utf8') === text;
  if (!current) console.error('docs/secret-kinds.md is not current: run node tools/write-secrets-page.mjs');
  process.exitCode = current ? 0 : 1;
} else writeFileSync(page, text);

function table(kinds) {
  const rows = kinds
    .map(({ id, name, source, severity }) => ({ id, name, source, severity: severity ?? 'error' }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(
      ({ id, name, source, severity }) =>
        `| \`${id}\` | [${name.replaceAll('|', '\\|')}](${source}) | ${severity === 'error' ? '' : severity} |`,
    );
  return [
    '| kind | what it is, where its format is described | |',
    '| --- | --- | --- |',
    ...new Set(rows),
  ].join('\n');
}
