// Names of variables that hold credentials, and of files that do.

const CREDENTIAL_NAME =
  /(?:^|_)(?:api_?key|(?:access|account|app|application|auth|client|deploy|encryption|license|master|private|secret|signing|ssh)_?key|password|passwd|passphrase|pwd|pass|secret|secrets|token|credential|credentials)(?:_|$)|(?:password|passwd|secret|token|apikey)$|(?:root|admin|user|db|sql|login|mail|smtp|ftp|ldap|redis|mongo|key|store|trust|proxy)pass$/i;
/** Of them, those of which people choose the values themselves: a number may be one. */
const CHOSEN_NAME = /pass(?:word|wd)?$|(?:^|_)pwd$/i;
/** A thing about a credential, and what is there for everybody. */
const ABOUT =
  /(?:^|_)(?:public|pub|file|path|dir|folder|ur[il]|endpoint|host|port|name|id|type|algorithm|alg|length|size|ttl|expiry|expires|timeout|header|issuer|audience|version|sha\d*|provider|enabled|required|policy|count|limit|mount|image|service|support|program|hash|url)$/i;
/** What everybody knows, and what says where the credential is. */
const HARMLESS =
  /^(?:|\[.*\]|<.*>|[./~][\w./~-]*|[A-Za-z]:\\.*|\d{1,10}|true|false|yes|no|on|off|none|null|[a-z][a-z0-9+.-]{0,20}:\/\/[^@]*)$/i;
const PLAIN_WORD = /^[a-z]{1,14}\d{0,4}$/i;

/** Whether a variable of this name is there to hold a credential. */
export function isCredentialName(name: string): boolean {
  return (CREDENTIAL_NAME.test(name) && !ABOUT.test(name)) || /(?:^|_)access_key_id$/i.test(name);
}

/** What a value that stands in the file says, of a variable with this name: nothing, a default that everybody knows, or something else. */
export function weighValue(value: string, name = ''): 'harmless' | 'default' | 'unknown' {
  const text = value.replace(/^(["'])(.*)\1$/, '$2');
  if (/^\d{4,10}$/.test(text) && CHOSEN_NAME.test(name)) return 'default';
  if (HARMLESS.test(text)) return 'harmless';
  return PLAIN_WORD.test(text) ? 'default' : 'unknown';
}

interface SecretFile {
  readonly pattern: RegExp;
  /** What it holds. */
  readonly what: string;
  /** Whether it always is a secret; others may be of no use to anybody. */
  readonly isSure: boolean;
}

const FILES: readonly SecretFile[] = [
  { pattern: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_[\w-]+)?$/, what: 'a private SSH key', isSure: true },
  { pattern: /(?:^|\/)\.?_?netrc$/, what: 'passwords for hosts', isSure: true },
  { pattern: /(?:^|\/)\.git-credentials$/, what: 'passwords for git', isSure: true },
  { pattern: /(?:^|\/)\.pypirc$/, what: 'a password for a package index', isSure: true },
  { pattern: /(?:^|\/)\.aws(?:\/credentials)?$/, what: 'keys of AWS', isSure: true },
  {
    pattern: /(?:^|\/)\.docker\/config\.json$|(?:^|\/)\.dockercfg$/,
    what: 'logins of registries',
    isSure: true,
  },
  {
    pattern: /(?:^|\/)\.kube(?:\/config)?$|(?:^|\/)kubeconfig(?:\.ya?ml)?$/,
    what: 'keys of a cluster',
    isSure: true,
  },
  {
    pattern: /(?:^|\/)(?:[\w.-]*service[-_]?account[\w.-]*|gcloud[\w-]*|[\w-]*credentials)\.json$/i,
    what: 'keys of a cloud account',
    isSure: true,
  },
  { pattern: /(?:^|\/)\.ssh$/, what: 'SSH keys', isSure: true },
  {
    pattern: /\.(?:p12|pfx)$|(?:^|\/)[\w.-]*private[\w.-]*\.(?:pem|key)$/i,
    what: 'a private key',
    isSure: true,
  },
  { pattern: /\.(?:key|keystore|jks)$/i, what: 'a private key', isSure: false },
  { pattern: /(?:^|\/)\.npmrc$/, what: 'a token for a package registry, perhaps', isSure: false },
  { pattern: /(?:^|\/)\.yarnrc\.yml$/, what: 'a token for a package registry, perhaps', isSure: false },
  {
    pattern: /(?:^|\/)\.env(?:\.(?:local|prod(?:uction)?|dev(?:elopment)?|staging))?$/,
    what: 'passwords, perhaps',
    isSure: false,
  },
];
/** Files that stand for the real one. */
const EXAMPLE = /example|sample|template|dist$|dummy|fake|snakeoil|\.pub$|test/i;

/** What a file of this name holds, if it is one that holds secrets. */
export function findSecretFile(path: string): SecretFile | undefined {
  const clean = path.replace(/\/+$/, '');
  if (EXAMPLE.test(clean)) return undefined;
  return FILES.find(({ pattern }) => pattern.test(clean));
}
