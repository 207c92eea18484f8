// Keys and stores as openssl, keytool, GnuPG and ssh-keygen write them, through the structures of secret files.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALL_STRUCTURES } from '../../../src/secrets/structures/all-structures.ts';

const PASSWORD = ['-storepass', 'changeit', '-keypass', 'changeit'];
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-keys-'));
const home = join(folder, 'gnupg');

const run = (program: string, ...args: string[]): void => {
  execFileSync(program, args, { cwd: folder, stdio: 'ignore' });
};

beforeAll(() => {
  run(
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'key.pem',
    '-out',
    'cert.pem',
    '-subj',
    '/CN=a',
    '-days',
    '1',
  );
  run(
    'openssl',
    'pkcs12',
    '-export',
    '-inkey',
    'key.pem',
    '-in',
    'cert.pem',
    '-out',
    'key.p12',
    '-passout',
    'pass:a',
  );
  run('openssl', 'pkcs12', '-export', '-nokeys', '-in', 'cert.pem', '-out', 'cert.p12', '-passout', 'pass:a');
  run(
    'openssl',
    'pkcs8',
    '-topk8',
    '-in',
    'key.pem',
    '-outform',
    'DER',
    '-out',
    'encrypted.p8',
    '-passout',
    'pass:a',
  );
  run('openssl', 'pkcs8', '-topk8', '-nocrypt', '-in', 'key.pem', '-outform', 'DER', '-out', 'plain.p8');
  run('openssl', 'x509', '-in', 'cert.pem', '-outform', 'DER', '-out', 'cert.der');
  for (const [type, name] of [
    ['JKS', 'key.jks'],
    ['JCEKS', 'key.jceks'],
    ['PKCS12', 'p12.keystore'],
  ] as const) {
    run(
      'keytool',
      '-genkeypair',
      '-alias',
      'a',
      '-keyalg',
      'RSA',
      '-dname',
      'CN=a',
      '-storetype',
      type,
      '-keystore',
      name,
      ...PASSWORD,
    );
    run(
      'keytool',
      '-importcert',
      '-noprompt',
      '-alias',
      't',
      '-file',
      'cert.pem',
      '-storetype',
      type,
      '-keystore',
      `trust-${name}`,
      ...PASSWORD,
    );
  }
  mkdirSync(home, { mode: 0o700 });
  const gpg = ['--homedir', home, '--batch', '--pinentry-mode', 'loopback', '--passphrase'];
  run('gpg', ...gpg, '', '--quick-gen-key', 'plain@example.com', 'rsa2048');
  run('gpg', ...gpg, 'abc', '--quick-gen-key', 'encrypted@example.com', 'ed25519');
  run('gpg', ...gpg, 'abc', '--output', 'secring.gpg', '--export-secret-keys');
  run('gpg', ...gpg, 'abc', '--output', 'pubring.gpg', '--export');
  run('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', 'id_ed25519');
  run('ssh-keygen', '-q', '-t', 'ecdsa', '-N', 'abcdef', '-f', 'id_ecdsa');
  run('ssh-keygen', '-q', '-t', 'rsa', '-m', 'PEM', '-N', 'abcdef', '-f', 'id_rsa');
});

afterAll(() => {
  run('gpgconf', '--homedir', home, '--kill', 'all');
  rmSync(folder, { recursive: true });
});

test('keys are found, those that need a passphrase told apart, and nothing else is', () => {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
      const content = readFileSync(join(folder, path));
      const told = ALL_STRUCTURES.filter(({ matches }) => matches(path));
      return told.flatMap(({ find }) =>
        find(content, path).map(({ ruleId }) => `${path.replace(/[0-9A-F]{40}/, 'ID')}: ${ruleId}`),
      );
    });
  expect(found.sort()).toEqual([
    'encrypted.p8: der-encrypted-private-key',
    'gnupg/private-keys-v1.d/ID.key: gnupg-encrypted-private-key',
    'gnupg/private-keys-v1.d/ID.key: gnupg-private-key',
    'id_ecdsa: ssh-encrypted-private-key',
    'id_ed25519: ssh-private-key',
    'id_rsa: ssh-encrypted-private-key',
    'key.jceks: java-keystore-private-key',
    'key.jks: java-keystore-private-key',
    'key.p12: pkcs12-private-key',
    'p12.keystore: pkcs12-private-key',
    'plain.p8: der-private-key',
    'secring.gpg: pgp-encrypted-secret-keyring',
    'secring.gpg: pgp-secret-keyring',
  ]);
});
