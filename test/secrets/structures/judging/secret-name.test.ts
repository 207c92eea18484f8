import { expect, test } from 'vitest';
import { isSecretName } from '../../../../src/secrets/structures/judging/secret-name.ts';

test.each([
  'password',
  'DB_PASSWORD',
  'dbpasswd',
  'userPassword',
  'MLAB_PASS',
  'irc_pass',
  'api-key',
  'apiKey',
  'APIKEY',
  'SECRET_KEY_BASE',
  'secret',
  'token',
  'githubToken',
  'client.secret',
  'AWS_SECRET_ACCESS_KEY',
  'sshPassphrase',
  'AUTH_KEY',
  'NONCE_SALT',
  'APP_KEY',
  'private_key',
  'PASSWORD2',
  'connectionString',
  'spring.datasource.password',
])('%s is the name of a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  'PORT',
  'username',
  'passwordFile',
  'PASSWORD_FILE',
  'TOKEN_URL',
  'token_type',
  'AWS_ACCESS_KEY_ID',
  'secretName',
  'PASSWORD_HASHERS',
  'password_min_length',
  'tokenExpiresIn',
  'public_key',
  'publicKeyToken',
  'PUBLISHABLE_KEY',
  'use_password',
  'passthrough',
  'compass',
  'keyboard',
  'key',
  'monkey',
  'author',
  'SECRET_ARN',
  'passwordeval',
  'forgot_password',
  'tokenizer',
])('%s is not', (name) => {
  expect(isSecretName(name)).toBe(false);
});
