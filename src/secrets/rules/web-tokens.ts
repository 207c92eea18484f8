// Tokens whose structure gives them away, whoever issues them: JSON Web Tokens, bots of Discord and Telegram, bearer headers.
import { isBase64JsonWebToken, isJsonWebToken } from '../checksums/json-web-token.ts';
import { looksRandom } from '../randomness.ts';
import type { SecretRule } from '../secret-rule.ts';

const JWT = 'https://www.rfc-editor.org/rfc/rfc7519';
const TELEGRAM = 'https://core.telegram.org/bots/features#creating-a-new-bot';

export const WEB_TOKENS_RULES: readonly SecretRule[] = [
  {
    // As a token, since a try must be cheap: base64 of any JSON begins like this. Long claims are cut.
    kind: 'token',
    id: 'json-web-token',
    name: 'JSON Web Token',
    source: JWT,
    prefixes: ['eyJ', 'ewog', 'eyAi'],
    notBefore: 'A-Za-z0-9_-',
    body: '[A-Za-z0-9_-]{8,300}\\.e[yw](?:[A-Za-z0-9_-]{8,1000}\\.(?:[A-Za-z0-9_-]{10,700})?(?![A-Za-z0-9_.-])|[A-Za-z0-9_-]{1001})',
    notAfter: '\\0',
    isValid: isJsonWebToken,
  },
  {
    kind: 'token',
    id: 'encrypted-json-web-token',
    name: 'encrypted JSON Web Token',
    source: 'https://www.rfc-editor.org/rfc/rfc7516',
    severity: 'warning',
    prefixes: ['eyJ'],
    notBefore: 'A-Za-z0-9_.-',
    body: '[A-Za-z0-9_-]{20,300}\\.[A-Za-z0-9_-]{0,700}\\.[A-Za-z0-9_-]{12,24}\\.[A-Za-z0-9_-]{10,900}(?:\\.[A-Za-z0-9_-]{20,64})?',
    notAfter: '\\0',
    isValid: (secret) => /"enc"/.test(Buffer.from(secret.split('.')[0]!, 'base64url').toString('latin1')),
  },
  {
    kind: 'token',
    id: 'base64-json-web-token',
    name: 'JSON Web Token in base64 once more',
    source: JWT,
    prefixes: ['ZXlK'],
    notBefore: 'A-Za-z0-9+/_-',
    body: '[A-Za-z0-9+/_-]{40,2000}={0,2}',
    notAfter: '\\0',
    isValid: isBase64JsonWebToken,
  },
  {
    kind: 'pattern',
    id: 'telegram-bot-token',
    name: 'Telegram bot token',
    source: TELEGRAM,
    keywords: [':AA'],
    pattern: /(?<![A-Za-z0-9])\d{8,10}:AA[A-Za-z0-9_-]{32,33}(?![A-Za-z0-9_-])/,
    reach: { beforeBytes: 12, afterBytes: 64 },
    minEntropy: 3.5,
  },
  {
    kind: 'assigned',
    id: 'telegram-bot-token-by-name',
    name: 'Telegram bot token',
    source: TELEGRAM,
    names: ['telegr'],
    value: '[0-9]{5,16}:A[A-Za-z0-9_-]{34}',
    minEntropy: 3,
  },
  {
    kind: 'pattern',
    id: 'telegram-bot-address',
    name: 'Telegram bot token in an address',
    source: 'https://core.telegram.org/bots/api#making-requests',
    keywords: ['api.telegram.org/'],
    pattern: /api\.telegram\.org\/(?:file\/)?bot(\d{5,16}:A[A-Za-z0-9_-]{34})(?![A-Za-z0-9_-])/,
    reach: { beforeBytes: 0, afterBytes: 128 },
    minEntropy: 3,
  },
  {
    kind: 'pattern',
    id: 'discord-bot-token',
    name: 'Discord bot token',
    source: 'https://discord.com/developers/docs/reference#authentication',
    keywords: ['discord', '.login(', 'bot.run(', 'bot_token', 'bottoken', 'authorization: bot'],
    pattern:
      /(?:discord|\.login\(|bot\.run\(|bot_?token|authorization: bot)[^\n]{0,64}?(?<![A-Za-z0-9_.-])([MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38})(?![A-Za-z0-9_.-])/i,
    reach: { beforeBytes: 0, afterBytes: 200 },
    isValid: (secret) =>
      /^\d{17,20}$/.test(Buffer.from(secret.split('.')[0]!, 'base64url').toString('latin1')),
  },
  {
    kind: 'pattern',
    id: 'bearer-token',
    name: 'bearer token in a header',
    source: 'https://www.rfc-editor.org/rfc/rfc6750',
    keywords: ['authorization'],
    pattern:
      /authorization["'\]]{0,2}\s{0,4}[:=,]\s{0,4}["'`]?\s{0,4}(?:Bearer|Token|ApiKey|SSWS)?\s{0,4}((?:sha256~)?[A-Za-z0-9._~+/-]{20,640}={0,2})(?![A-Za-z0-9._~+/=-])/i,
    reach: { beforeBytes: 0, afterBytes: 720 },
    isValid: (secret) => looksRandom(secret) || looksLikeUuid(secret),
  },
  {
    kind: 'pattern',
    id: 'api-key-header',
    name: 'key in a header of a request',
    source: 'https://swagger.io/docs/specification/v3_0/authentication/api-keys/',
    keywords: ['api-key:', 'apikey:', 'auth-token:', 'access-token:'],
    pattern:
      /["'][\w-]{0,24}(?:api-?key|auth-token|access-token):\s{0,4}([A-Za-z0-9._~+/-]{16,200}={0,2})["'](?=[\s)\]},;\\]|$)/i,
    reach: { beforeBytes: 28, afterBytes: 256 },
    isValid: (secret) => looksRandom(secret) || looksLikeUuid(secret),
  },
];

/** Whether a value is a UUID drawn at random, as some services issue for keys. */
function looksLikeUuid(text: string): boolean {
  return /^[a-f0-9]{8}-[a-f0-9]{4}-[1-9a-f][a-f0-9]{3}-[a-f0-9]{4}-[a-f0-9]{12}$/i.test(text);
}
