import { describe, expect, test } from 'vitest';
import { isDocumentationPassword, isLikelyPassword } from '../../src/secrets/likely-password.ts';

test.each([
  'Tr0ub4dor&3',
  'hq83!Kva',
  'correct-7-horse',
  'v3ry_L0ng_one',
  'S9!kd8fhw',
  'MyPassword!2024',
  'P@ssw0rd2023',
  'thisIsDog11',
  'D1fficultP@ssw0rd',
])('%s is a password', (text) => {
  expect(isLikelyPassword(text)).toBe(true);
});

test.each([
  'short1!',
  'password123',
  'P@ssw0rd!!',
  'Passw0rd123!',
  'anonymous@',
  'MyNewPassword1!',
  'your_password_01',
  'IAmSensitive',
  'Incomplete',
  'GID:user_list',
  'changeme1234',
  'user_password',
  'getPassword',
  'config.password',
  `\${PASSWORD_1}`,
  's:netrw_passwd',
  'kadmin/server',
  '_PASSWORD_DEFAULT',
  'aaaaaaaa1',
  '1234567890',
])('%s is none', (text) => {
  expect(isLikelyPassword(text)).toBe(false);
});

describe('documentation', () => {
  test.each(['password', 'Secret', 's3cret', 'test123', 'mypassword', 'changeit'])('says %s', (text) => {
    expect(isDocumentationPassword(text)).toBe(true);
  });

  test('does not say what is random', () => {
    expect(isDocumentationPassword('kd8fhwq02n')).toBe(false);
  });
});
