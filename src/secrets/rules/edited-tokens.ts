// Tokens by their form, whose checksum does not fit: mistyped or edited ones, or of a form that is newer than the rules. Warnings.
import type { SecretRule } from '../secret-rule.ts';

export const EDITED_TOKENS_RULES: readonly SecretRule[] = [
  {
    kind: 'token',
    id: 'github-token-without-checksum',
    name: 'GitHub token whose checksum does not fit',
    source:
      'https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/',
    severity: 'warning',
    prefixes: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    body: '[A-Za-z0-9]{36}',
    minEntropy: 4,
  },
  {
    kind: 'token',
    id: 'npm-token-without-checksum',
    name: 'npm token whose checksum does not fit',
    source: 'https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/',
    severity: 'warning',
    prefixes: ['npm_'],
    body: '[A-Za-z0-9]{36}',
    minEntropy: 4,
  },
];
