// @ts-check
// Says which paths an ignore file leaves out, and by which line: node match-ignore.mjs IGNORE-FILE PATH...
import { readFileSync } from 'node:fs';
import { ENGINES, openIgnoreFile } from 'plimsoll/context';

const [file = '.dockerignore', ...paths] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
for (const engine of ENGINES) {
  const ignoreFile = openIgnoreFile(text, engine);
  for (const path of paths) {
    const { isIgnored, line, pattern } = ignoreFile.ask(path);
    const by = line === undefined ? 'no line takes it' : `line ${line}: ${pattern}`;
    console.log(`${engine} ${isIgnored ? 'leaves out' : 'sends'} ${path} (${by})`);
  }
}
