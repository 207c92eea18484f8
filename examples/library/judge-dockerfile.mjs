// @ts-check
// Judges a Dockerfile's text, before anything is built: node judge-dockerfile.mjs FILE
import { readFileSync } from 'node:fs';
import { judgeDockerfileText } from 'plimsoll/checks';
import { decodeDockerfile, parseDockerfile, readStages } from 'plimsoll/dockerfile';

const [file = 'Dockerfile'] = process.argv.slice(2);
const bytes = readFileSync(file);
const { stages } = readStages(parseDockerfile(decodeDockerfile(bytes)));
console.log(`${stages.length} stages: ${stages.map(({ name }, i) => name ?? i).join(', ')}`);
for (const { line, severity, rule, fix } of await judgeDockerfileText(bytes.toString(), { file }))
  console.log(`${file}:${line ?? '-'} ${severity} ${rule}: ${fix ?? ''}`);
