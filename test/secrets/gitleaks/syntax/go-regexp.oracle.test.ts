// Go's own regexp as the oracle: texts made from each pattern must match at the same places with the same groups. Skips where
// there is no Go. GITLEAKS_TOML=FILE takes the patterns of a file of rules too.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseGitleaksConfig } from '../../../../src/secrets/gitleaks/gitleaks-config.ts';
import { parseGoPattern } from '../../../../src/secrets/gitleaks/syntax/parse-go-pattern.ts';
import { PatternRefusal } from '../../../../src/secrets/gitleaks/syntax/syntax-tree.ts';
import { writePattern } from '../../../../src/secrets/gitleaks/syntax/write-pattern.ts';
import { createRandom, disturb, makeMatchingText } from './make-matching-text.ts';

const TEXTS_A_PATTERN = 60;
const PATTERNS = [
  'abc',
  '(?i)ab[^c]d',
  'a(?i)b|c(?-i)D',
  '(?i:key)_(?-i:[A-Z]{3})[a-f]',
  '(?s)a.b.{2,4}c',
  String.raw`a.b|a\nb`,
  String.raw`(?m)^key=(\w+)$`,
  String.raw`^key=(\w+)$`,
  String.raw`\Akey\z|\bkey\b`,
  '(?P<name>a+)(b*?)(?:c|d)?',
  '(?U)a+(b*)c{2,3}?',
  '[[:alnum:]_-]{3}[[:^digit:]]',
  String.raw`\pL\pN{2}\p{Lu}\P{L}`,
  String.raw`\x{41}\x42\103\Q.*\E\.`,
  String.raw`[\w.-]{0,50}?(?:vendor)(?:[ \t\w.-]{0,20})[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}([a-z0-9]{12})(?:[\x60'"\s;]|\\[nr]|$)`,
  '[]a-c^-]+[^]x]',
  String.raw`[\d\D]\s\S\W\w\B.`,
  'x{,2}{3}|y{2,}|z{0}',
  '(a|ab)(c|bcd)(d*)',
  String.raw`((?:[a-z]{1,3}\.){2,4})com`,
  String.raw`-----BEGIN[ A-Z0-9_-]{0,100}KEY-----[\s\S-]{6,}?KEY-----`,
  '(|a)(b|)+?c',
  String.raw`[^a-z\s]+[a-zA-Z]`,
  String.raw`\a\f\t\n\r\v?`,
];
const PROGRAM = `package main

import (
	"encoding/json"
	"os"
	"regexp"
)

func main() {
	var cases []struct {
		Pattern string
		Texts   []string
	}
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	all := make([][][]int, 0)
	for _, one := range cases {
		compiled, err := regexp.Compile(one.Pattern)
		if err != nil {
			all = append(all, nil)
			continue
		}
		found := make([][]int, 0)
		for _, text := range one.Texts {
			found = append(found, compiled.FindStringSubmatchIndex(text))
		}
		all = append(all, found)
	}
	json.NewEncoder(os.Stdout).Encode(all)
}
`;

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.warn('SKIPPED: there is no Go to compare regular expressions with');

describe.skipIf(!hasGo)('patterns find what Go finds', () => {
  let folder = '';
  let program = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-go-regexp-'));
    program = join(folder, 'oracle');
    writeFileSync(join(folder, 'main.go'), PROGRAM);
    execFileSync('go', ['build', '-o', program, 'main.go'], { cwd: folder });
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('in texts made from each', () => {
    const cases = [...PATTERNS, ...readMore()].map((pattern, index) => ({
      pattern,
      texts: makeTexts(pattern, index),
    }));
    const input = JSON.stringify(cases.map(({ pattern, texts }) => ({ Pattern: pattern, Texts: texts })));
    const answer = execFileSync(program, { input, maxBuffer: 1 << 28 }).toString();
    const theirs = JSON.parse(answer) as ((number[] | null)[] | null)[];
    const differences: unknown[] = [];
    let matches = 0;
    cases.forEach(({ pattern, texts }, index) => {
      const found = theirs[index] ?? null;
      const node = tryParse(pattern);
      expect([pattern, node === undefined], 'both take it, or neither').toEqual([pattern, found === null]);
      if (node === undefined || found === null) return;
      const expression = new RegExp(writePattern(node.node, 0), 'd');
      texts.forEach((text, each) => {
        const ours = expression.exec(text);
        const indices = ours === null ? null : [...ours.indices!].flatMap((pair) => pair ?? [-1, -1]);
        if (ours !== null) matches++;
        if (JSON.stringify(indices) !== JSON.stringify(found[each] ?? null))
          differences.push({ pattern, text, indices, theirs: found[each] });
      });
    });
    expect(differences).toEqual([]);
    expect(matches).toBeGreaterThan(cases.length * TEXTS_A_PATTERN * 0.3);
    if (process.env['GITLEAKS_TOML'] !== undefined)
      console.log(`${cases.length} patterns, ${cases.length * TEXTS_A_PATTERN} texts, ${matches} matches`);
  }, 300_000);

  test('what Go refuses is refused', () => {
    const patterns = [
      'a**',
      '(',
      ')',
      '[',
      '[z-a]',
      'a{2,1}',
      'a{1001}',
      '(?=a)',
      '\\8',
      '\\',
      '(?P<',
      '\\p{Foo}',
      '[[:foo:]]',
      '*',
    ];
    const input = JSON.stringify(patterns.map((Pattern) => ({ Pattern, Texts: [] })));
    expect(JSON.parse(execFileSync(program, { input }).toString())).toEqual(patterns.map(() => null));
    expect(patterns.filter((pattern) => tryParse(pattern) !== undefined)).toEqual([]);
  });
});

function readMore(): string[] {
  const file = process.env['GITLEAKS_TOML'];
  if (file === undefined) return [];
  const { rules, allowlists } = parseGitleaksConfig(readFileSync(file, 'utf8'), file);
  const lists = [...allowlists, ...rules.flatMap((rule) => rule.allowlists)];
  return [
    ...rules.flatMap(({ regex, path }) => [regex, path]),
    ...lists.flatMap(({ paths, regexes }) => [...paths, ...regexes]),
  ].filter((pattern) => pattern !== undefined);
}

function tryParse(pattern: string): ReturnType<typeof parseGoPattern> | undefined {
  try {
    return parseGoPattern(pattern);
  } catch (error) {
    if (error instanceof PatternRefusal) return undefined;
    throw error;
  }
}

function makeTexts(pattern: string, index: number): string[] {
  const node = tryParse(pattern);
  const random = createRandom(index + 1);
  return Array.from({ length: TEXTS_A_PATTERN }, () =>
    node === undefined ? 'text' : disturb(makeMatchingText(node.node, random), random),
  );
}
