import { WEB_TOKENS_RULES } from '../../../src/secrets/rules/web-tokens.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, fillTemplate, patternExamples } from './make-examples.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = (seed: number): string => fillTemplate('{u43}', seed);
const jwt = (seed: number): string =>
  `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: fillTemplate('{d10}', seed) })}.${signature(seed)}`;
const twice = (seed: number): string => Buffer.from(jwt(seed)).toString('base64');
const jwe = (seed: number): string =>
  [
    encode({ alg: 'RSA-OAEP', enc: 'A256GCM' }),
    ...['{u342}', '{u16}', '{u80}', '{u22}'].map((part) => fillTemplate(part, seed)),
  ].join('.');
const discord = (seed: number): string =>
  `${Buffer.from(fillTemplate('8{d17}', seed)).toString('base64url')}.${fillTemplate('{u6}.{u27}', seed)}`;

testRules(WEB_TOKENS_RULES, {
  'json-web-token': {
    positives: [`Authorization: Bearer «${jwt(1)}»`, `{"token":"«${jwt(2)}»"}`, `«${jwt(3)}»`],
    negatives: [
      `${encode({ alg: 'HS256' })}.${fillTemplate('ey{u40}', 1)}.${signature(1)}`,
      `${fillTemplate('eyJ{u30}', 2)}.${encode({ sub: 'a' })}.${signature(1)}`,
      `${encode({ alg: 'HS256', typ: 'JWT' })}`,
      jwe(1),
    ],
  },
  'encrypted-json-web-token': {
    positives: [`cookie=«${jwe(1)}»`, `"«${jwe(2)}»"`],
    negatives: [jwt(1), fillTemplate('eyJ{u40}.{u43}.{u16}.{u80}.{u22}', 1)],
  },
  'base64-json-web-token': {
    positives: [`token: «${twice(1)}»`, `"«${twice(2)}»"`],
    negatives: [fillTemplate('ZXlK{a80}', 1), jwt(1)],
  },
  'telegram-bot-token': patternExamples(
    ['bot = Bot("«{d10}:AA{u33}»")', 'TOKEN=«{d9}:AA{u33}»'],
    ['{d10}:AA{u20}', '{d4}:AA{u33}', 'a{d10}:AA{u33}', '{d10}:AB{u33}'],
  ),
  'telegram-bot-token-by-name': assignedExamples('telegram_token', '{d8}:A{u34}'),
  'telegram-bot-address': patternExamples(
    [
      'https://api.telegram.org/bot«{d9}:AA{u33}»/sendMessage',
      'https://api.telegram.org/file/bot«{d10}:AA{u33}»/a',
    ],
    ['https://api.telegram.org/bot<token>/getMe', 'https://api.telegram.org/bot{d9}/getMe'],
  ),
  'discord-bot-token': {
    positives: [`DISCORD_TOKEN=«${discord(1)}»`, `client.login("«${discord(2)}»")`],
    negatives: [
      `id=${discord(1)}`,
      `token = ${fillTemplate('M{u23}.{u6}.{u27}', 1)}`,
      'discord token = My.dotted.name',
    ],
  },
  'bearer-token': patternExamples(
    [
      'Authorization: Bearer «{a40}»',
      '"Authorization": "Token «{h40}»"',
      "headers['authorization'] = '«{a32}»'",
    ],
    [
      'Authorization: Bearer $TOKEN',
      'Authorization: Bearer <token>',
      'Authorization: Bearer your-access-token-goes-here',
      'authorization: authorizationHeaderValue',
    ],
  ),
  'api-key-header': patternExamples(
    ['curl -H "X-Api-Key: «{a32}»" host', "curl -H 'apikey: «{uuid}»' host"],
    ['curl -H "X-Api-Key: $KEY" host', 'curl -H "X-Api-Key: your-key-goes-here" host', 'api-key: {a32}'],
  ),
});
