// Writes docs/checks/README.md from the rules themselves, so that the published order is the order that is used.
//
//   node tools/write-checks-page.mjs [--check]     --check only tells whether the page is current (exit code 1 if not)
import { readFileSync, writeFileSync } from 'node:fs';
import { CONTEXT_RULES } from '../dist/checks/context/context-rules.js';
import { ALL_DOCKERFILE_RULES } from '../dist/checks/dockerfile/dockerfile-rules.js';
import { RULES } from '../dist/checks/rules.js';

const page = new URL('../docs/checks/README.md', import.meta.url);

const rows = RULES.map((rule, index) => {
  const floor = rule.floorBytes === 0 ? '' : amount(rule.floorBytes);
  return `| ${index + 1} | [${rule.id}](${rule.id}.md) | ${rule.title} | ${tierOf(rule)} | ${floor} |`;
});

const contextRows = CONTEXT_RULES.map(({ id, title, severity, floorBytes }) => {
  const floor = floorBytes === 0 ? '' : amount(floorBytes);
  return `| [${id}](${id}.md) | ${title} | ${severity} | ${floor} |`;
});

const dockerfileRows = ALL_DOCKERFILE_RULES.map(
  ({ id, title, severity, floorBytes = 0, fixSafety, peers = [] }) => {
    const floor = floorBytes === 0 ? '' : amount(floorBytes);
    const fix = fixSafety === undefined ? '' : fixSafety === 'safe' ? '`--fix`' : 'by name';
    return `| [${id}](${id}.md) | ${title} | ${severity} | ${floor} | ${fix} | ${peers.join(', ')} |`;
  },
);

const text = `# Checks

Each byte of each regular file is counted once, under the first rule in this list that takes it; what no rule takes is
needed. *Ballast* is taken out of what is needed and counts for budgets. *Advice* points at bytes within it. A finding
whose bytes are together below the floor is advice too: it is not worth a change.

Files that a later layer hides come first, then files whose place shows them to be needless, then packages by what they are
for, then the same content at a second path, and advice last. Layer rules judge a layer as a whole and price no bytes.

[Secrets](secret.md) have no size and are in no order: their rule ids are \`secret/KIND\`, an error or, where a match may be of
no use to anybody, a warning.

This page is made by \`node tools/write-checks-page.mjs\`.

| order | rule | finds | kind | floor |
|---|---|---|---|---|
${rows.join('\n')}

## Build contexts

What a build sends is judged by rules of its own. Rules about paths take each file once, in this order; what they cost is what is
sent for them. A finding says whether the files reach the image, stay in a stage, or are only sent. Below the floor it is advice, and
where it costs about nothing nothing is said.

| rule | finds | severity | floor |
|---|---|---|---|
${contextRows.join('\n')}

## Dockerfiles

A Dockerfile is judged before it is built, for what it will leave in the image. Where a price is known and below the floor the finding
is advice, and where it is about nothing nothing is said; a price is what the repair saves: by the files of the layer with \`--image\`, by
package indexes with \`--index\`, by the context. \`--fix\` makes safe fixes; others are made by name.

| rule | finds | severity | floor | fix | elsewhere |
|---|---|---|---|---|---|
${dockerfileRows.join('\n')}
`;

if (process.argv.includes('--check')) {
  const current = readFileSync(page, 'utf8') === text;
  if (!current) console.error('docs/checks/README.md is not current: run node tools/write-checks-page.mjs');
  process.exitCode = current ? 0 : 1;
} else writeFileSync(page, text);

function tierOf(rule) {
  if (rule.kind === 'layer') return `layer, ${rule.severity}`;
  return rule.tier === 'advice' ? 'advice' : `ballast, ${rule.severity}`;
}

function amount(bytes) {
  return bytes >= 1e6 ? `${+(bytes / 1e6).toFixed(1)} MB` : `${+(bytes / 1e3).toFixed(1)} kB`;
}
