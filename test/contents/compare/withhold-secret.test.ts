import { expect, test } from 'vitest';
import { WITHHELD, withholdSecret } from '../../../src/contents/compare/withhold-secret.ts';

test.each([
  ['DB_PASSWORD', 'hunter2hunter2'],
  ['DB_PASSWORD', '1234'],
  ['OTHER', `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.c`],
  ['PGPASSWORD', 'hunter2hunter2'],
  ['MYSQL_PWD', 'hunter2'],
  ['AWS_SECRET_ACCESS_KEY', 'abc/def+123'],
  ['NPM_TOKEN', 'abcdef123456'],
  ['npm_config_//registry/:_authToken', 'abcdef123456'],
  ['STRIPE_KEY', 'abcdef123456'],
  ['API_KEY', 'abcdef123456'],
  ['X_AUTH', 'Basic abc'],
  ['OTHER', `ghp_${'a'.repeat(36)}`],
  ['OTHER', 'AKIAABCDEFGHIJKLMNOP'],
  ['OTHER', '-----BEGIN RSA PRIVATE KEY-----\nabc'],
  [null, `["curl","-H","x: glpat-${'a'.repeat(20)}"]`],
])('%s=%s is withheld', (name, value) => {
  expect(withholdSecret(name, value)).toBe(WITHHELD);
});

test.each([
  ['PATH', '/usr/local/sbin:/usr/bin'],
  ['PASSWORD_FILE', '/run/secrets/db'],
  ['USE_TOKEN', 'true'],
  ['MONKEY', 'banana'],
  ['KEYBOARD', 'de'],
  ['AUTHOR', 'someone'],
  ['PASSENGER_VERSION', '6.0.4-1'],
  ['URL', 'https://example.org:8080/a@b'],
  [null, '["python3","app.py"]'],
])('%s=%s is told', (name, value) => {
  expect(withholdSecret(name, value)).toBe(value);
});

test('of a URL only the password is withheld', () => {
  expect(withholdSecret('DATABASE_URL', 'postgres://app:s3cr3t@db:5432/app')).toBe(
    'postgres://app:(withheld)@db:5432/app',
  );
});

test('takes no time that grows faster than the value', () => {
  for (const part of ['a://', 'a:', '-----BEGIN ', 'sk-', 'eyJ', 'eyJ-', 'a', 'a.', 'a://b:'])
    expect(withholdSecret('OTHER', part.repeat(100_000)).length).toBeGreaterThan(0);
});
