// Secrets of no known kind, told by the name that they are assigned to and by how random they look.

import { isEncodedProse } from '../encoded-text.ts';
import { isLikelyPassword } from '../likely-password.ts';
import { isCountedUp } from '../placeholder.ts';
import { looksRandom } from '../randomness.ts';
import type { SecretRule } from '../secret-rule.ts';
import { makeMalformedTokenTest } from './malformed-token.ts';

const SOURCE = 'https://owasp.org/www-community/vulnerabilities/Use_of_hard-coded_password';
/** Names that hold what belongs to a secret, and is none: its identifier, its place, what it is checked against. */
const NOT_NAMES =
  '(?![\\w.$@-]{0,96}(?:public|pub_?key|csrf|xsrf|authenticity|next_?token|page_?token|start(?:ing)?_?token|change_?token|request_?token|import_?token|continuation|idempoten|pagination|exporter|traffic|handshake|non_?match|invalid|fake|dummy|mock|bogus|malformed|_id$|[a-z]Id$|-id$|\\.id$|name|url|uri|path|file|dir|type|length|size|count|expir|alias|hash|digest|sum$|md5|sha\\d|finger|foreign|primary|sort_?key|partition|cache|keyboard|keycode|keyword|tokenizer|tokens$|placeholder|label|title|version|regex|pattern|format|field|header|param|error|message|description|integrity|author|vault|example|selector|etag|issuer))';
const KEY_NAMES =
  '[\\w.$@-]{0,96}(?:token|secret|passw(?:or)?d|passphrase|credentials?|creds|(?:api|access|auth|private|encryption|signing|master|account|client|shared|app|license|service|admin|deploy|storage|session|cookie|jwt|hmac|crypt)[_.-]?key|[_.-]auth|[a-z]auth)[\\w.-]{0,24}';
const PASSWORD_NAMES =
  '[\\w.$@-]{0,96}(?:passw(?:or)?d|passphrase|[_.-]?pass|pwd|passwort)(?:[_.-]?\\d{1,2})?';

/** The rules that guess; what begins as tokens of `issued` rules do is judged by these. */
export function makeGenericRules(issued: readonly SecretRule[]): readonly SecretRule[] {
  const isMalformedToken = makeMalformedTokenTest(issued);
  return [
    {
      kind: 'assigned',
      id: 'generic-api-key',
      name: 'key, token or secret',
      source: SOURCE,
      names: [
        'token',
        'secret',
        'passwd',
        'password',
        'passphrase',
        'credential',
        'creds',
        'api_key',
        'apikey',
        'api-key',
        'access_key',
        'accesskey',
        'access-key',
        'auth_key',
        'authkey',
        'auth-key',
        'private_key',
        'privatekey',
        'private-key',
        'encryption_key',
        'encryptionkey',
        'signing_key',
        'master_key',
        'account_key',
        'accountkey',
        'client_key',
        'shared_key',
        'app_key',
        'appkey',
        'service_key',
        'jwt_key',
        '_auth',
      ],
      wholeName: NOT_NAMES + KEY_NAMES,
      value: '(?<!,\\s{0,80}|:secret:)(?!\\d{1,24}$)[A-Za-z0-9_.~+/-]{16,150}={0,3}',
      skipsPackageSamples: true,
      isValid: (value) => isGenericKey(value) && !isMalformedToken(value),
    },
    {
      kind: 'assigned',
      id: 'generic-password',
      name: 'password',
      source: SOURCE,
      names: ['password', 'passwd', 'passphrase', 'passwort', '_pass', 'pass_', 'pwd='],
      wholeName: NOT_NAMES + PASSWORD_NAMES,
      value:
        '(?<!,\\s{0,80}["\'`]?)(?:(?<=")[^\\s"\'`<>,;\\\\]{8,64}(?=")|(?<=\')[^\\s"\'`<>,;\\\\]{8,64}(?=\')|(?<=[=:] ?)[^\\s"\'`<>,;\\\\]{8,64}(?=\\r?\\n|$))',
      skipsPackageSamples: true,
      isValid: isLikelyPassword,
    },
  ];
}

/** Shorter ones are versions and the like. */
const LEAST_PART = 8;
/** Names of variables and types. */
const IDENTIFIER = /[a-z\d](?:Key|Keys|Token|Secret|Password|Credentials?)$/;
/** Issuers say so where a token opens nothing but a playground. */
const SANDBOX = /^(?:sb|sbx|sdbx|sandbox)[-_]|sandbox[-_]/i;

/** Whether a value is a key: random, and no path, address, dotted name or digest with its algorithm in front. */
function isGenericKey(value: string): boolean {
  if (/^(?:sha\d{1,3}|md5)[-:~]|^[./~-]|\/\/|\.{2}|^(?:https?|file|data):/.test(value)) return false;
  if (value.includes('.') && !value.split('.').some((part) => part.length >= LEAST_PART && looksRandom(part)))
    return false;
  if (IDENTIFIER.test(value) || isEncodedProse(value)) return false;
  if (value.split('/').length > 4 || /^v?\d+(?:\.\d+)+/.test(value)) return false;
  if (SANDBOX.test(value) || isCountedUp(value)) return false;
  return looksRandom(value.replace(/=+$/, ''));
}
