// gitleaks and Betterleaks: their rules are Go functions that make up secrets and hand them to `utils.Validate`. A copy of
// the module in a temporary folder gets a `Validate` that writes down what it is given; random texts come from fixed seeds.
// What a rule matches that is marked `SkipReport` is reported by nobody alone (hosts, client IDs): no positives.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCase, makeSet } from './labelled-case.mjs';

const validate = (module) => `package utils

import (
	"encoding/json"
	"os"

	"${module}/config"
)

type labelled struct {
	Rule, Kind, Path, Text string
	IsPart bool
}

func write(one labelled) {
	line, _ := json.Marshal(one)
	f, err := os.OpenFile(os.Getenv("LABELLED_OUTPUT"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	f.Write(append(line, '\\n'))
}

func Validate(rule config.Rule, positives []string, negatives []string) *config.Rule {
	for _, text := range positives {
		write(labelled{rule.RuleID, "positive", "", text, rule.SkipReport})
	}
	for _, text := range negatives {
		write(labelled{rule.RuleID, "negative", "", text, rule.SkipReport})
	}
	return &rule
}

func ValidateWithPaths(rule config.Rule, positives map[string]string, negatives map[string]string) *config.Rule {
	for path, text := range positives {
		write(labelled{rule.RuleID, "positive", path, text, rule.SkipReport})
	}
	for path, text := range negatives {
		write(labelled{rule.RuleID, "negative", path, text, rule.SkipReport})
	}
	return &rule
}
`;

/** The examples of the Go module in `folder`; needs Go, and its modules from the proxy or its cache. */
export function readGoRules(folder) {
  const work = mkdtempSync(join(tmpdir(), 'plimsoll-labelled-go-'));
  try {
    const copy = join(work, 'module');
    cpSync(folder, copy, { recursive: true, filter: (path) => !/[/\\](?:\.git|testdata)$/.test(path) });
    const module = /^module (\S+)/m.exec(readFileSync(join(copy, 'go.mod'), 'utf8'))[1];
    const generate = join(copy, 'cmd', 'generate');
    writeFileSync(join(generate, 'config', 'utils', 'validate.go'), validate(module));
    const secrets = join(
      generate,
      'secrets',
      existsSync(join(generate, 'secrets', 'regen.go')) ? 'regen.go' : 'reggen.go',
    );
    const code = readFileSync(secrets, 'utf8').replaceAll(
      'panic(err)\n\t}',
      'panic(err)\n\t}\n\tseed++\n\tg.SetSeed(seed)',
    );
    writeFileSync(secrets, `${code}\nvar seed int64\n`);
    const output = join(work, 'cases.jsonl');
    execFileSync('go', ['run', '.', join(work, 'rules.toml')], {
      cwd: join(generate, 'config'),
      env: { ...process.env, LABELLED_OUTPUT: output, GOFLAGS: '-mod=mod -buildvcs=false' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return sort(
      readFileSync(output, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function sort(lines) {
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  lines.sort((a, b) => compare(a.Rule, b.Rule) || compare(a.Path, b.Path) || compare(a.Text, b.Text));
  const take = (kind, sign) => {
    const counts = new Map();
    return lines
      .filter((line) => line.Kind === kind && !(kind === 'positive' && line.IsPart))
      .map(({ Rule, Path, Text }) => {
        counts.set(Rule, (counts.get(Rule) ?? 0) + 1);
        return makeCase(`${Rule}${sign}${counts.get(Rule)}`, Text, Path === '' ? {} : { path: Path });
      });
  };
  return makeSet(take('positive', '+'), take('negative', '-'));
}
