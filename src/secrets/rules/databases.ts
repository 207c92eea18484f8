// Secrets of hosted databases: Xata; others are in `data-platforms.ts`. Passwords in addresses are in `addresses.ts`.
import type { SecretRule } from '../secret-rule.ts';

export const DATABASES_RULES: readonly SecretRule[] = [
  {
    kind: 'token',
    id: 'xata-api-key',
    name: 'Xata API key',
    source: 'https://xata.io/docs/concepts/api-keys',
    prefixes: ['xau_'],
    body: '[A-Za-z0-9]{32,48}',
    minEntropy: 3.5,
  },
];
