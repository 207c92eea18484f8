// Draws the Dockerfiles that labels.json labels: the same files for the same seed, whatever the order on disk.
//
//   node test/dockerfile/corpus/draw.mjs CORPORA [--seed plimsoll-1] [--without labels.json]...
//
// CORPORA is the folder that holds the checkouts (README.md names them). Each repository gives a fixed number: those whose
// blob id, hashed with the seed, comes first. Rules that are rare in such a sample get more files: drawn the same way from the
// rest, out of those that hold a word of theirs, and labelled for that rule alone. Prints `REPOSITORY BLOB RULE PATH`, a line a
// file; RULE is `all` for the sample itself. `--without` leaves out what an earlier draw has labelled.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readDockerfiles } from './corpus-files.mjs';
import { orderBySeed } from './draw-files.mjs';

/** How many files each repository gives. */
const SHARES = { shipwright: 95, 'dotnet-docker': 15, 'awesome-compose': 15, dockerfiles: 25 };
/** Words of the rare rules, wide on purpose: what matches is labelled, not what the rule should find. */
const RARE = {
  tools:
    /\b(?:vim|nano|emacs|gdb|strace|telnet|htop|net-tools|tcpdump|netcat|nmap|iputils-ping|dnsutils|less|tmux)\b/,
  secret: /pass(?:word|wd)?\b|token|secret|_key\b|:\/\/[^\s/]+:[^\s/]+@|credential/i,
  'context-before-dependencies': /^\s*(?:copy|add)\s+(?:--\S+\s+)*\.\/?\s/im,
  'recursive-ownership': /\b(?:chown|chmod)\b.*\s-\w*R/,
};
const RARE_COUNT = 15;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: 'plimsoll-1' },
    without: { type: 'string', multiple: true, default: [] },
  },
});
const [corpora] = positionals;
if (corpora === undefined) throw new Error('usage: draw.mjs CORPORA');

const earlier = new Set(
  values.without.flatMap((path) => JSON.parse(readFileSync(path, 'utf8')).files.map(({ blob }) => blob)),
);

function print(rule, drawn) {
  for (const { repository, blob, path } of drawn)
    console.log(repository, blob, rule, relative(join(corpora, repository), path));
}

const rest = [];
for (const [repository, count] of Object.entries(SHARES)) {
  const files = readDockerfiles(join(corpora, repository))
    .filter(({ blob }) => !earlier.has(blob))
    .map((file) => ({ ...file, repository }));
  const drawn = orderBySeed(files, values.seed).slice(0, count);
  print('all', drawn);
  const blobs = new Set(drawn.map(({ blob }) => blob));
  rest.push(...files.filter(({ blob }) => !blobs.has(blob)));
}
for (const [rule, words] of Object.entries(RARE)) {
  const holding = rest.filter(({ bytes }) => words.test(bytes.toString('latin1')));
  print(rule, orderBySeed(holding, `${values.seed} ${rule}`).slice(0, RARE_COUNT));
}
