// Cases for the search for secrets: files that structures read, made of the bones of their formats, packed at times; and files of
// rules and baselines. What is found must be the same in whatever pieces the bytes come.
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { PlimsollError } from '../../dist/errors.js';
import { parseBaseline } from '../../dist/secrets/fingerprint/baseline.js';
import { readGitleaksRules } from '../../dist/secrets/gitleaks/read-gitleaks-rules.js';
import { loadRuleSet } from '../../dist/secrets/load-rule-set.js';
import { FileSearch } from '../../dist/secrets/scan/file-search.js';
import { SecretScanner } from '../../dist/secrets/scan/secret-scanner.js';
import { ALL_STRUCTURES } from '../../dist/secrets/structures/all-structures.js';
import { mutateBytes } from './mutate.mjs';

const rules = await loadRuleSet('');
/** Made once, as for a layer: what one file leaves behind must not change the next. */
const scanner = new SecretScanner(rules);
const NAMES = ALL_STRUCTURES.flatMap(({ names, endings }) => [
  ...names,
  ...endings.map((ending) => `x${ending}`),
]);
const FOLDERS = [
  '',
  'root/.ssh/',
  'etc/',
  'root/.docker/',
  'home/a/.aws/',
  '.git/',
  'etc/kubernetes/',
  'app/config/',
];
const PREFIXES = rules.rules.flatMap(({ matcher }) => matcher.keywords);
const BONES = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    ':',
    '=',
    ',',
    ';',
    '#',
    '\\',
    '\n',
    '\r\n',
    '\n  ',
    '\t',
    '\0',
    '-',
    '- ',
    '|\n',
    '&a ',
    '*a',
  ],
  ...[
    '<a>',
    '</a>',
    '<!--',
    '-->',
    '<![CDATA[',
    '<add key="password" value="',
    '/>',
    '&amp;',
    '%41',
    '${',
    '}}',
    '=>',
    '---\n',
  ],
  ...[
    'password',
    'secret',
    'token',
    '_auth',
    'data:\n',
    'kind: Secret\n',
    'stringData:\n',
    'auths',
    'machine h login l password ',
  ],
  ...[
    'https://user:',
    '@host/',
    'jdbc:',
    'user:$6$',
    'INSERT INTO users VALUES (',
    'define(',
    "'DB_PASSWORD', ",
    'export ',
  ],
  ...[
    '-----BEGIN PGP PRIVATE KEY BLOCK-----\n',
    '-----END ',
    'PuTTY-User-Key-File-2: ssh-rsa\n',
    'Private-Lines: 9\n',
  ],
  ...[
    'openssh-key-v1\0',
    '\xfe\xed\xfe\xed\0\0\0\x02',
    '\x30\x82\x04\xa4\x02\x01\0',
    '"type": "managed"',
    '"instances": [',
  ],
  ...['-----BEGIN ', 'RSA PRIVATE', ' KEY-----\n', 'Proc-Type: 4,ENCRYPTED\n'],
];
const RULE_BONES = [
  ...[
    '[[rules]]\n',
    '[[rules.allowlists]]\n',
    '[allowlist]\n',
    'id = "a"\n',
    'keywords = ["abc"]\n',
    'entropy = 3\n',
    'secretGroup = 1\n',
  ],
  ...[
    "regex = '''",
    "'''\n",
    'abc',
    '(',
    ')',
    '[a-z]',
    '{1,9}',
    '{999}',
    '*',
    '+',
    '?',
    '|',
    '(?i)',
    '(?P<n>',
    '\\b',
    '\\pL',
    '[^',
    '$',
    '^',
    '.',
  ],
  ...[
    'title = ',
    '[extend]\nuseDefault = true\n',
    'stopwords = ["',
    '"]\n',
    "regexes = ['''",
    'path = ',
    'description = "x"\n',
  ],
];
const PATTERN_BONES = RULE_BONES.filter((bone) => !/[\n']| = /.test(bone));
const BASELINE_BONES = [
  '{',
  '}',
  '[',
  ']',
  ',',
  '"schemaVersion":1',
  '"keyId":"k"',
  '"secrets":',
  '{"fingerprint":"',
  'ab'.repeat(16),
  '"',
];

/** What is wrong, or undefined; `count` is told how the case went. */
export function runSecretCase(random, count) {
  const form = random.below(8);
  if (form === 0) return readText(() => readGitleaksRules(buildRules(random), 'fuzz.toml'), 'rules', count);
  if (form === 1)
    return readText(() => parseBaseline(build(random, BASELINE_BONES), 'fuzz.json'), 'baseline', count);
  const path = Buffer.from(random.pick(FOLDERS) + random.pick(NAMES));
  const plain = Buffer.from(build(random, BONES, PREFIXES), 'latin1');
  const content = pack(random.once(2) ? mutateBytes(plain, random) : plain, path, random);
  const whole = search(path, content, content.length);
  const pieces = search(path, content, 1 + random.below(300));
  // How much of a corrupt member is inflated before it shows depends on the pieces.
  if (whole !== pieces && !/corrupt/.test(whole + pieces))
    return `${path} whole: ${whole}, in pieces: ${pieces}`;
  const { matches } = JSON.parse(whole);
  for (const { member, offsetBytes, lengthBytes } of matches)
    if (
      lengthBytes <= 0 ||
      offsetBytes < 0 ||
      (member === undefined && offsetBytes + lengthBytes > content.length)
    )
      return `${path}: a match of ${lengthBytes} bytes at ${offsetBytes} of ${content.length}`;
  count(matches.length > 0 ? 'secrets: found' : 'secrets: none');
  return undefined;
}

function readText(read, name, count) {
  try {
    read();
    count(`${name}: read`);
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code === 'INTERNAL') throw error;
    count(`${name}: ${error.code}`);
  }
  return undefined;
}

function search(path, content, pieceBytes) {
  const files = new FileSearch(rules, scanner);
  files.start(path, 0, path.length, content.length);
  for (let at = 0; at < content.length; at += pieceBytes) files.push(content.subarray(at, at + pieceBytes));
  return JSON.stringify(files.finish());
}

function build(random, bones, prefixes = bones) {
  const parts = [];
  for (let left = random.below(120); left > 0; left--) {
    const sort = random.below(12);
    if (sort < 7) parts.push(random.pick(bones));
    else if (sort < 8) parts.push(random.pick(prefixes));
    else if (sort < 11)
      parts.push(random.bytes(random.below(60)).toString(random.pick(['base64', 'hex', 'base64url'])));
    else parts.push(random.pick(bones).repeat(random.once(20) ? 20_000 : 1 + random.below(30)));
  }
  return parts.join('');
}

function buildRules(random) {
  if (random.once(3)) return build(random, RULE_BONES);
  const parts = [];
  for (let left = random.below(12); left > 0; left--) parts.push(random.pick(PATTERN_BONES));
  return `[[rules]]\nid = "a"\nkeywords = ["abc"]\nregex = '''${parts.join('')}'''\n`;
}

function pack(content, path, random) {
  switch (random.below(8)) {
    case 0:
      return gzipSync(content);
    case 1:
      return deflateSync(content);
    case 2:
      return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(content.toString('latin1'), 'utf16le')]);
    case 3:
      return zip(random.once(3) ? zip(content, path) : content, path);
    case 4:
      return mutateBytes(zip(content, path), random);
    default:
      return content;
  }
}

/** One member, with a descriptor behind it, and a directory. */
function zip(content, path) {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(path.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(content.length, 24);
  central.writeUInt16LE(path.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return Buffer.concat([local, path, packed, central, path, end]);
}
