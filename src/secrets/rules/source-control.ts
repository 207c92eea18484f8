// Secrets of source control and code review: GitHub, GitLab, Bitbucket and their like.
import { hasCrc32Ending } from '../checksums/crc32-ending.ts';
import type { SecretRule } from '../secret-rule.ts';

const GITHUB_FORMATS =
  'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats';

export const SOURCE_CONTROL_RULES: readonly SecretRule[] = [
  {
    kind: 'token',
    id: 'github-classic-token',
    name: 'GitHub personal access token (classic)',
    source: GITHUB_FORMATS,
    prefixes: ['ghp_'],
    body: '[A-Za-z0-9]{36}',
    isValid: (secret) => hasCrc32Ending(secret, 'ghp_'),
  },
];
