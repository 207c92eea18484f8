// Files that are secret by their names, and private keys, which have many names and one beginning.
import type { RepairRule } from './repair-rule.ts';

const rule = (names: readonly string[], more: Partial<RepairRule> = {}): RepairRule => ({
  kind: 'secret',
  names,
  type: 'file',
  spreads: true,
  ...more,
});

const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|^PuTTY-User-Key-File-\d/;
const TEMPLATE = /(?:^|[._-])(?:example|sample|template|dist|defaults?|schema|test|ci)(?:[._-]|$)/i;

export const SECRET_NAMES: readonly RepairRule[] = [
  rule(['.env', '.env.*'], { notNames: TEMPLATE }),
  rule(['.envrc'], {}),
  rule(['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519']),
  rule(['*.pem', '*.key', '*.ppk'], { content: PRIVATE_KEY }),
  rule(['*.p12', '*.pfx', '*.jks', '*.keystore', '*.kdbx'], { notNames: /trust|cacerts/i, spreads: false }),
  rule(['.netrc', '_netrc', '.git-credentials', '.pgpass', '.my.cnf', '.htpasswd', '.pypirc', '.dockercfg']),
  rule(['.npmrc', '.yarnrc', '.yarnrc.yml'], {
    content: /_authToken\s*=|_auth\s*=|_password\s*=|npmAuthToken\s*:/,
  }),
  rule(['credentials'], { within: '.aws' }),
  rule(['config.json'], { within: '.docker', content: /"auths?"/ }),
  rule(['kubeconfig', '*.kubeconfig'], { spreads: false }),
  rule(['master.key'], { within: 'config' }),
  rule(['*.tfstate', '*.tfstate.backup']),
  rule(['*service-account*.json', '*service_account*.json', '*credentials*.json', 'client_secret*.json'], {
    content: /"private_key"|"client_secret"|"refresh_token"/,
    spreads: false,
  }),
  rule(['.ssh', '.gnupg', '.aws'], { type: 'folder' }),
];
