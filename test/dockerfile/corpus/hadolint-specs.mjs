// hadolint's own examples for its rules on size and secrets, judged by ours. Nothing of them is kept here.
//
//   npm run --silent build && node test/dockerfile/corpus/hadolint-specs.mjs CHECKOUT [--differences]
//
// CHECKOUT is a clone of hadolint/hadolint. An example without FROM gets one of the family that its rule is about. What differs on
// purpose is argued in docs/decisions/dockerfile-peers.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isRefusal, judge } from './judge-files.mjs';
import { OURS_BY_HADOLINT } from './rules-of-peers.mjs';

const BASES = {
  DL3019: 'alpine:3.20',
  DL3032: 'centos:7',
  DL3036: 'opensuse/leap:15',
  DL3040: 'fedora:40',
  DL3042: 'python:3.12-slim',
  DL3060: 'node:22',
};
const STRING = String.raw`"((?:[^"\\]|\\[^\s]|\\\s*\n\s*\\)*)"`;
/** A claim about a text: a string, or the name of one that was defined before. */
const CALL = new RegExp(
  String.raw`(?<=^|\s)(ruleCatches|ruleCatchesNot)\s+(?:"DL\d+"|rule)\s*\$?\s*(?:(?:Text\.unlines\s+)?(\w+)\s*$|${STRING})`,
  'gm',
);
const LIST = /(\w+)\s*=\s*(?:Text\.unlines\s*)?\[([\s\S]*?)\n\s*\]/g;
const LINE = new RegExp(String.raw`(\w+)\s*=\s*${STRING}`, 'g');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { differences: { type: 'boolean', default: false } },
});
const [checkout] = positionals;
if (checkout === undefined) {
  console.error('usage: hadolint-specs.mjs CHECKOUT [--differences]');
  process.exit(2);
}
const table = {};
const differences = [];
for (const [rule, ours] of Object.entries(OURS_BY_HADOLINT)) {
  const row = { 'to find': 0, found: 0, 'to leave': 0, left: 0 };
  for (const { text, isCaught } of readCases(rule)) {
    const found = ask(rule, text).filter((each) => ours.includes(each));
    row[isCaught ? 'to find' : 'to leave']++;
    if (found.length > 0 === isCaught) row[isCaught ? 'found' : 'left']++;
    else differences.push(`${rule} ${isCaught ? 'not found' : `found (${found})`}: ${JSON.stringify(text)}`);
  }
  table[rule] = row;
}
console.table(table);
if (values.differences) console.log(differences.join('\n'));

function ask(rule, text) {
  const hasFrom = /^\s*FROM\s/im.test(text);
  const whole = hasFrom ? text : `FROM ${BASES[rule] ?? 'debian:12'}\n${text}`;
  try {
    return judge({ text: whole, encoding: 'utf8' }, 'Dockerfile').findings.map((each) => each.rule);
  } catch (error) {
    if (isRefusal(error)) return [];
    throw error;
  }
}

/** The examples of one rule: `{ text, isCaught }`. */
function readCases(rule) {
  const spec = readFileSync(join(checkout, `test/Hadolint/Rule/${rule}Spec.hs`), 'utf8');
  return spec.split(/^\s*it "/m).flatMap((block) => {
    const texts = new Map([
      ...[...block.matchAll(LINE)].map(([, name, text]) => [name, unescapeText(text)]),
      ...[...block.matchAll(LIST)].map(([, name, list]) => [
        name,
        [...list.matchAll(new RegExp(STRING, 'g'))].map(([, line]) => `${unescapeText(line)}\n`).join(''),
      ]),
    ]);
    return [...block.matchAll(CALL)].flatMap(([, call, name, string]) => {
      const text = string === undefined ? texts.get(name) : unescapeText(string);
      return text === undefined ? [] : [{ text, isCaught: call === 'ruleCatches' }];
    });
  });
}

/** A string of Haskell, as far as these use it. */
function unescapeText(text) {
  return text.replace(/\\\s*\n\s*\\/g, '').replace(/\\(.)/g, (_, c) => ({ n: '\n', t: '\t' })[c] ?? c);
}
