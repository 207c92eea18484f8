// secretlint: snapshots of its rules, an input file and the messages that it gives, each with its range.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeCase, makeSet } from './labelled-case.mjs';

/** Rules that are about something else than secrets, or about what their options say. */
const NOT_SECRETS = /(?:no-homedir|no-k8s-kind-secret|no-dotenv|rule-pattern|rule-example|filter-comments)/;
/** Cases in which options keep a rule from finding what is there. */
const BY_OPTION = /allow|option|enable|disable/i;
/** Identifiers that are named as such: no secret. */
const NO_SECRET_MESSAGES = new Set(['AWSAccountID', 'AzureClientId', 'AzureTenantId']);

/** Inputs that hold a private key all the same: PKCS #12 files whose password is not the one that Google sets. */
const OTHER_PASSWORD = /(?:^|\/)ok\.[\w-]*p12/;

/** A message is a positive over its range, an input without messages a negative. */
export function readSecretlint(folder) {
  const positives = [];
  const negatives = [];
  const packages = join(folder, 'packages', '@secretlint');
  for (const name of readdirSync(packages)
    .filter((each) => each.startsWith('secretlint-rule-'))
    .sort()) {
    const snapshots = join(packages, name, 'test', 'snapshots');
    if (NOT_SECRETS.test(name) || !existsSync(snapshots)) continue;
    for (const file of readdirSync(snapshots, { recursive: true }).sort())
      if (basename(file) === 'output.json' && !NOT_SECRETS.test(file))
        readCase(name, snapshots, dirname(file));
  }
  return makeSet(positives, negatives);

  function readCase(rule, snapshots, folderName) {
    const at = join(snapshots, folderName);
    const input = readdirSync(at).find((each) => /^input(?:\.|$)/.test(each));
    if (input === undefined) return;
    const { messages } = JSON.parse(readFileSync(join(at, 'output.json'), 'utf8'));
    if (messages === undefined) return;
    const content = readFileSync(join(at, input));
    const options = existsSync(join(at, 'options.ts')) ? readFileSync(join(at, 'options.ts'), 'utf8') : '';
    const path = /inputFilePath: "([^"]+)"/.exec(options)?.[1] ?? input;
    const caseName = `${rule.replace('secretlint-rule-', '')}/${folderName}`;
    if (messages.length === 0 && !BY_OPTION.test(folderName) && !OTHER_PASSWORD.test(folderName))
      negatives.push(makeCase(caseName, content, { path }));
    const text = content.toString('utf8');
    messages.forEach((message, index) => {
      if (NO_SECRET_MESSAGES.has(message.messageId)) return;
      const [start, end] = message.range.map((offset) => Buffer.byteLength(text.slice(0, offset)));
      const span = end > start ? { start, end } : undefined;
      positives.push(makeCase(`${caseName}+${index + 1}`, content, { path, span }));
    });
  }
}
