import { expect, test } from 'vitest';
import { isLiteralPassword, isUnlikeName } from '../../src/secrets/literal-password.ts';

test.each(['open sesame', 'tiger-lily', '`123QWERasdf', 'kilo$ecret', '#gets0m3', 'Pass123!@#', 'secret'])(
  '%s could be a password',
  (text) => expect(isLiteralPassword(text)).toBe(true),
);

test.each([
  '$PASSWORD',
  'abc$VALUE',
  '%PASSWORD%',
  '{{ password }}',
  'get(a)',
  '******',
  '######',
  'password',
  'your_password',
  'MyNewPassword'.replace('My', ''),
  'changeme',
  'aaaa',
  'notasecret',
  'DB_PASSWORD_1',
  'CLOUDSDK_PROXY',
  'abc',
  'https://a.b',
  'arn:aws:iam',
])('%s stands for one', (text) => expect(isLiteralPassword(text)).toBe(false));

test.each(['blackbirdsinging', 'Mi55sing!', 'kilo$ecret'])('%s is unlike a name', (text) =>
  expect(isUnlikeName(text)).toBe(true),
);

test.each(['edit_password', 'UserName', '/a/b', 'Kennwort', 'busybox@', 'secret', '#add-password'])(
  '%s is like a name',
  (text) => expect(isUnlikeName(text)).toBe(false),
);
