// Passwords in addresses: user and password before a host, connection strings, signed addresses, headers.
import { isDocumentationPassword } from '../likely-password.ts';
import { isLiteralPassword } from '../literal-password.ts';
import type { PatternRule, SecretRule } from '../secret-rule.ts';

const USER_INFORMATION = 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1';
/** Three characters or more, none of which can only be a template's. */
const PASSWORD = `[^\\s/:@"'\`<>{}$()\\[\\]|\\\\,*]`;
/** Any host after a password with letters, digits and eight characters; otherwise one that documentation does not make up. */
const AFTER_USER =
  `(?<secret>(?=${PASSWORD}{0,40}[0-9])(?=${PASSWORD}{0,40}[A-Za-z])${PASSWORD}{8,128}(?=@)|` +
  `${PASSWORD}{4,128}(?=@(?!(?:[\\w-]{1,32}\\.){0,3}(?:example|test|invalid|localhost|local|domain|server|host|hostname|company|mycompany|foo|bar)[.:/"'\\s])[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,6}))` +
  '@[\\w%\\[.-]';

/** A rule for addresses of `schemes`. */
function addressRule(
  kind: Pick<PatternRule, 'id' | 'name' | 'source'>,
  schemes: readonly string[],
  leastUserLength = 0,
  afterBytes = 400,
): PatternRule {
  return {
    kind: 'pattern',
    ...kind,
    keywords: schemes.map((scheme) => `${scheme}://`),
    pattern: new RegExp(
      `(?:${schemes.join('|').replaceAll('+', '\\+')})://[^\\s/:@"'\`<>{}$()]{${leastUserLength},64}:${AFTER_USER}`,
    ),
    reach: { beforeBytes: 0, afterBytes },
    skipsPackageSamples: true,
    isValid: (secret) => isAddressPassword(secret),
  };
}

export const ADDRESSES_RULES: readonly SecretRule[] = [
  addressRule(
    {
      id: 'sql-address',
      name: 'password in the address of a database',
      source: 'https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS',
    },
    [
      'postgres',
      'postgresql',
      'mysql',
      'mysql2',
      'mariadb',
      'mssql',
      'sqlserver',
      'oracle',
      'clickhouse',
      'cockroachdb',
      'postgresql+psycopg2',
      'postgresql+asyncpg',
      'mysql+pymysql',
      'mysql+mysqlconnector',
    ],
    1,
  ),
  addressRule(
    {
      id: 'mongodb-address',
      name: 'password in the address of MongoDB',
      source: 'https://www.mongodb.com/docs/manual/reference/connection-string/',
    },
    ['mongodb', 'mongodb+srv'],
    1,
  ),
  addressRule(
    {
      id: 'redis-address',
      name: 'password in the address of Redis',
      source: 'https://github.com/redis/redis-specifications/blob/master/uri/redis.txt',
    },
    ['redis', 'rediss', 'valkey'],
  ),
  addressRule(
    {
      id: 'message-broker-address',
      name: 'password in the address of a message broker',
      source: 'https://www.rabbitmq.com/docs/uri-spec',
    },
    ['amqp', 'amqps', 'mqtt', 'mqtts', 'nats', 'stomp'],
    1,
  ),
  addressRule(
    { id: 'file-server-address', name: 'password in the address of a file server', source: USER_INFORMATION },
    ['ftp', 'ftps', 'sftp', 'ssh', 'smb', 'webdav'],
    1,
  ),
  addressRule(
    { id: 'mail-server-address', name: 'password in the address of a mail server', source: USER_INFORMATION },
    ['smtp', 'smtps', 'imap', 'imaps', 'ldap', 'ldaps'],
    1,
  ),
  addressRule(
    {
      id: 'graph-or-search-address',
      name: 'password in the address of a graph or document database',
      source: 'https://neo4j.com/docs/python-manual/current/connect/',
    },
    ['neo4j', 'neo4j+s', 'bolt', 'couchbase', 'couchdb', 'cassandra', 'elasticsearch'],
    1,
  ),
  addressRule(
    { id: 'http-address', name: 'password in a web address', source: USER_INFORMATION },
    ['http', 'https'],
    0,
    126,
  ),
  {
    kind: 'pattern',
    id: 'netrc-line-password',
    name: 'password of a host as netrc has it',
    source: 'https://everything.curl.dev/usingcurl/netrc.html',
    keywords: ['machine '],
    pattern:
      /machine\s{1,8}[\w.:-]{3,120}\s{1,16}login\s{1,8}[^\s"'<>{}]{1,80}\s{1,16}password\s{1,8}([^\s"'<>{}$\\]{4,200})/,
    reach: { beforeBytes: 0, afterBytes: 512 },
    skipsPackageSamples: true,
    isValid: (secret) => (/\d/.test(secret) && isLiteralPassword(secret)) || !isDocumentationPassword(secret),
  },
  {
    kind: 'pattern',
    id: 'jdbc-password',
    name: 'password in a JDBC address',
    source: 'https://jdbc.postgresql.org/documentation/use/',
    keywords: ['jdbc:'],
    pattern: /jdbc:[a-z0-9]{2,16}:[^\s"'<>]{3,200}?[?&;](?:password|pwd)=([^\s"'&;<>{}$]{4,80})/,
    reach: { beforeBytes: 0, afterBytes: 400 },
    isValid: (secret) => !isDocumentationPassword(secret),
  },
  {
    kind: 'pattern',
    id: 'connection-string-password',
    name: 'password in a connection string',
    source: 'https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax',
    keywords: ['password=', 'password =', 'pwd=', 'pwd ='],
    pattern:
      /(?:server|data source|host|uid|user id|userid|database|initial catalog)\s{0,4}=[^\n"'<>]{1,160}?[;:]\s{0,4}(?:password|pwd)\s{0,2}=\s{0,2}([^\s"';<>{}$#&]{4,80})(?=[;"'\s&]|$)/i,
    reach: { beforeBytes: 220, afterBytes: 128 },
    isValid: (secret) => !isDocumentationPassword(secret),
  },
  {
    kind: 'pattern',
    id: 'basic-authorization',
    name: 'user and password of HTTP basic authentication',
    source: 'https://www.rfc-editor.org/rfc/rfc7617',
    keywords: ['authorization'],
    pattern:
      /authorization["'\]]{0,2}\s{0,4}[:=,]\s{0,4}["'`]?\s{0,4}Basic\s{1,4}([A-Za-z0-9+/]{8,160}={0,2})(?![A-Za-z0-9+/=])/i,
    reach: { beforeBytes: 0, afterBytes: 240 },
    isValid: isBasicCredential,
  },
  {
    kind: 'pattern',
    id: 'aws-presigned-address',
    name: 'signed address of an S3 object',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html',
    severity: 'warning',
    keywords: ['X-Amz-Signature='],
    pattern: /X-Amz-Signature=([a-f0-9]{64})(?![a-f0-9])/,
    reach: { beforeBytes: 0, afterBytes: 128 },
  },
  {
    kind: 'pattern',
    id: 'google-signed-address',
    name: 'signed address of a Cloud Storage object',
    source: 'https://cloud.google.com/storage/docs/access-control/signed-urls',
    severity: 'warning',
    keywords: ['X-Goog-Signature='],
    pattern: /X-Goog-Signature=([a-f0-9]{128,1024})(?![a-f0-9])/,
    reach: { beforeBytes: 0, afterBytes: 1100 },
  },
];

/** Whether a password in an address is none of documentation, and no place in a format or a template. */
function isAddressPassword(secret: string): boolean {
  if (/%[sdr](?![0-9a-f])|^%\w+%$/i.test(secret)) return false;
  const decoded = secret.replace(/%([0-7][0-9a-f])/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  // What only letters and escapes make up is a word with an accent, as tests of escaping have it.
  const isWord = decoded !== secret && /^[A-Za-z]{0,8}[^A-Za-z0-9]{1,2}[A-Za-z]{0,8}$/.test(decoded);
  return !isWord && !isDocumentationPassword(secret);
}

/** Whether base64 holds a name, a colon and a password that documentation does not use. */
function isBasicCredential(secret: string): boolean {
  const text = Buffer.from(secret, 'base64').toString('latin1');
  const colon = text.indexOf(':');
  if (colon < 0 || !/^(?!\{)[\x20-\x7e]{3,}$/.test(text)) return false;
  const parts = [text.slice(0, colon), text.slice(colon + 1)].filter((part) => part !== '');
  return parts.some((part) => !isDocumentationPassword(part)) && !/\$\{|<|\{\{/.test(text);
}
