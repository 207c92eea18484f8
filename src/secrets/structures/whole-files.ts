// Files that hold one secret and nothing else.

import { defineWholeFile } from './define-whole-file.ts';
import type { SecretStructure } from './secret-structure.ts';

const HEX_KEY = /^[0-9a-f]{32,512}$/i;

export const WHOLE_FILES: readonly SecretStructure[] = [
  defineWholeFile({
    id: 'vault-token',
    names: ['.vault-token'],
    kinds: [
      {
        id: 'vault-token-file',
        name: 'token of Vault',
        source: 'https://developer.hashicorp.com/vault/docs/commands/token-helper',
      },
    ],
  }),
  defineWholeFile(
    {
      id: 'rails-key',
      names: ['master.key', 'credentials.yml.key', 'secret.key', 'secret_key_base'],
      endings: ['.key'],
      path: /(?:^|\/)(?:master\.key|credentials\/[\w-]+\.key|secret\.key|secret_key_base)$/,
      kinds: [
        {
          id: 'rails-master-key',
          name: 'key of the encrypted credentials of Rails, or of Jenkins',
          source: 'https://guides.rubyonrails.org/security.html#custom-credentials',
        },
      ],
    },
    HEX_KEY,
  ),
  defineWholeFile({
    id: 'ansible-vault-password',
    names: [
      '.vault_pass',
      '.vault-pass',
      '.vault_pass.txt',
      '.vault-pass.txt',
      'vault_pass',
      'vault_pass.txt',
      'vault-pass.txt',
      '.vault_password',
      '.vault-password',
      '.vault_password_file',
      'vault_password',
      'vault-password',
      'vault_password.txt',
      'vault-password.txt',
      '.ansible_vault_pass',
    ],
    kinds: [
      {
        id: 'ansible-vault-password',
        name: 'password of an Ansible vault',
        source: 'https://docs.ansible.com/ansible/latest/vault_guide/vault_managing_passwords.html',
      },
    ],
  }),
  defineWholeFile({
    id: 'service-account-token',
    names: ['token'],
    path: /(?:^|\/)serviceaccount\/token$/,
    kinds: [
      {
        id: 'kubernetes-service-account-token',
        name: 'token of a Kubernetes service account',
        source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
      },
    ],
  }),
  defineWholeFile({
    id: 'cookie-secret',
    names: ['.erlang.cookie', 'jupyter_cookie_secret', 'notebook_cookie_secret', '.cpanel'],
    kinds: [
      {
        id: 'cookie-secret-file',
        name: 'secret that servers sign or log in with',
        source: 'https://www.erlang.org/doc/system/distributed.html#security',
      },
    ],
  }),
];
