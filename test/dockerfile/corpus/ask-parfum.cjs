// docker-parfum, asked about many files in one process: node ask-parfum.cjs CHECKOUT LIST.json [repair]
// LIST.json has paths. Prints JSON: `{ file, rule, line }` of each smell, or, with `repair`, `{ file, before, after, text }` of each file.
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [, , checkout, list, mode] = process.argv;
const { DockerParser, File } = require(join(checkout, 'node_modules/@tdurieux/dinghy'));
const { Matcher } = require(join(checkout, 'build/rule-matcher.js'));
console.error = () => {};
console.log = () => {};

function match(file) {
  const matcher = new Matcher(new DockerParser(new File(file)).parse());
  return { matcher, smells: matcher.matchAll() };
}

/** As its own command does it: each smell by itself, what throws is passed over. */
async function repair(file) {
  const { matcher, smells } = match(file);
  const before = smells.map(({ rule }) => rule.name);
  for (const smell of smells) {
    try {
      await smell.repair();
    } catch {
      // Its command passes over it too.
    }
  }
  const text = matcher.node.toString(true);
  writeFileSync(`${file}.repaired`, text);
  return { file, before, after: match(`${file}.repaired`).smells.map(({ rule }) => rule.name), text };
}

async function main() {
  const answers = [];
  for (const file of JSON.parse(readFileSync(list, 'utf8'))) {
    try {
      if (mode === 'repair') answers.push(await repair(file));
      else
        for (const { rule, node } of match(file).smells)
          answers.push({ file, rule: rule.name, line: (node.position?.lineStart ?? 0) + 1 });
    } catch {
      // It does not read every file.
    }
  }
  process.stdout.write(JSON.stringify(answers));
}

main();
