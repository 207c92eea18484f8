// Nosey Parker and Kingfisher: YAML rules with `examples` and `negative_examples`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { makeCase, makeSet } from './labelled-case.mjs';
import { translateVerbosePattern } from './verbose-pattern.mjs';

/** Examples in which the secret is a variable, a template's place or a mask: the text tells nobody anything. */
const TELLS_NOTHING = new Set([
  'np.generic.4+3', // password=######
  'np.generic.5+3', // usernamePassword = "application:" + appKey
  'np.generic.5+10', // "password": "YOURPASSWROD"
  'np.odbc.1+9', // pwd=#{datastore['DBPASSWORD']}
  'np.psexec.1+3', // -p $Password
  'np.psexec.1+4', // -p %nothing%
  'np.psexec.1+5', // -p PASSWORD
  'np.vmware.1+2', // -Password "$password"
  'np.vmware.1+3', // -password $ESXipass
]);

/** Negative examples that hold a secret all the same, in a form that the rule does not reach. */
const OUT_OF_REACH = new Set([
  'np.generic.1-1', // an Azure client secret of the published form
  'np.mongodb.1-1', // a password, with a socket for a host
  'np.npm.1-1', // "There are also NPM Legacy Access Tokens", as its rule file says
  'np.postgres.1-1', // a password, with an IPv6 address for a host
  'np.postgres.1-2', // a password, as a parameter
]);

/**
 * Examples of the rule files in `folder`. Left out: examples of rules that the project itself files under identifiers and not under
 * secrets, those that tell nothing, and negative examples that hold a secret: another rule of the project finds it, or it is out of reach.
 */
export function readYamlRules(folder) {
  const rules = readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .flatMap((file) => parse(readFileSync(join(folder, file), 'utf8')).rules ?? []);
  const secretRules = rules.filter(isAboutSecrets);
  const patterns = secretRules.flatMap(({ pattern }) => translateVerbosePattern(pattern) ?? []);
  const positives = [];
  const negatives = [];
  for (const rule of rules) {
    const take = (texts, kind) =>
      (texts ?? []).map((text, index) => makeCase(`${rule.id}${kind}${index + 1}`, String(text)));
    if (isAboutSecrets(rule))
      positives.push(...take(rule.examples, '+').filter(({ name }) => !TELLS_NOTHING.has(name)));
    negatives.push(...take(rule.negative_examples, '-'));
  }
  const isFoundElsewhere = ({ content }) => {
    const text = content.toString();
    return patterns.some((pattern) => pattern.test(text));
  };
  return makeSet(
    positives,
    negatives.filter((one) => !OUT_OF_REACH.has(one.name) && !isFoundElsewhere(one)),
  );
}

function isAboutSecrets({ categories }) {
  return !(categories?.includes('identifier') === true && !categories.includes('secret'));
}
