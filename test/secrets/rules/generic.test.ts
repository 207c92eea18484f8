import { GENERIC_RULES } from '../../../src/secrets/rules/generic.ts';
import { testRules } from './expect-rules.ts';
import { patternExamples } from './make-examples.ts';

testRules(GENERIC_RULES, {
  'generic-api-key': patternExamples(
    [
      'export ACME_API_TOKEN=«{a40}»',
      '"clientSecret": "«{h64}»"',
      "acme_secret_key: '«{u43}»'",
      'private val accessKey = "«{m32}»"',
      '<add key="AcmeApiKey" value="«{a32}»" />',
      "define('AUTH_KEY', '«{a64}»');",
      'password = «{B30}»',
    ],
    [
      'api_key = getApiKeyFromEnvironment1()',
      'token = "{uuid}"',
      'publicKey = "{B43}"',
      'secret_name = "prod-database-credentials-20240101"',
      'csrf_token = "{h64}"',
      'secretPath: /var/run/secrets/kubernetes.io/serviceaccount2024',
      'token_hash = "{h64}"',
      'password = "sha256-{B43}"',
      'apiKey: process.env.ACME_API_KEY_2024',
      'secret: "io.jsonwebtoken:jjwt-jackson-0.11.2"',
      'token_url = "https://login.acme.io/oauth2/v2.0/token"',
      'accessKeyId: {a20}',
      'TOKEN_SERIAL,\n\tACME_PKCS11_TOKEN_MODEL_2,\n',
      'secret = "abcdefghijklmnopqrstuvwxyz0123456789"',
    ],
  ),
  'generic-password': patternExamples(
    [
      'password = "«Tr0ub4dor&{d2}»"',
      "DB_PASSWORD: '«{a10}!{d2}»'",
      'POSTGRES_PASSWORD=«hq{d3}!Kv{a4}»\n',
      'passphrase: "«correct-7-horse-{d2}»"',
    ],
    [
      'password = "changeme123"',
      '["passive", "password", "paste{d2}HTML!"]',
      'password = "password1!"',
      `password = "\${DB_PASSWORD_1}"`,
      'password = "{{ db_password_2 }}"',
      'password_field = "Tr0ub4dor&{d2}"',
      'password = config.get("password1")',
      'password = "user_password"',
      'passwordLabel: "Enter your password!"',
      'password: "<your-password-1>"',
    ],
  ),
});
