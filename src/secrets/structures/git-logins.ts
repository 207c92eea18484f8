// What Git and the programs of its hosts log in with.

import { defineNamedValues, defineTextStructure, type SecretSpan } from './define-structure.ts';
import { isSecretValue } from './judging/secret-value.ts';
import { readAssignments } from './reading/assignment-lines.ts';
import { findUrlPasswords } from './reading/url-passwords.ts';
import { readYamlScalars } from './reading/yaml-scalars.ts';
import type { SecretStructure } from './secret-structure.ts';

const GIT_CREDENTIALS = defineTextStructure(
  {
    id: 'git-credentials',
    names: ['.git-credentials', 'credentials'],
    path: /(?:^|\/)(?:\.git-credentials|git\/credentials)$/,
    kinds: [
      {
        id: 'git-credentials-password',
        name: 'password or token of a Git server',
        source: 'https://git-scm.com/docs/git-credential-store#_storage_format',
      },
    ],
  },
  function* (text, _path, sampleOr): Generator<SecretSpan> {
    for (const span of findUrlPasswords(text))
      if (isSecretValue(text.slice(span.start, span.end), sampleOr('credentials'))) yield span;
  },
);

const AUTHORIZATION = /^authorization:\s*(?:basic|bearer|token)\s+(?=\S)/i;

const GIT_CONFIG = defineTextStructure(
  {
    id: 'git-config',
    names: ['.gitconfig', 'gitconfig', 'config', '.gitmodules', 'fetch_head'],
    path: /(?:^|\/)(?:\.?gitconfig|(?:\.git|git)\/(?:.*\/)?(?:config|fetch_head)|[\w.-]+\.git\/config|modules\/.*\/config|\.gitmodules)$/,
    kinds: [
      {
        id: 'git-config-login',
        name: 'login in the configuration of Git',
        source: 'https://git-scm.com/docs/git-config#Documentation/git-config.txt-httpextraHeader',
      },
    ],
  },
  function* (text, _path, sampleOr): Generator<SecretSpan> {
    const strictness = sampleOr('credentials');
    for (const span of findUrlPasswords(text))
      if (isSecretValue(text.slice(span.start, span.end), strictness)) yield span;
    for (const { name, value, start, end } of readAssignments(text, { separators: '=' })) {
      const header = name.toLowerCase() === 'extraheader' ? AUTHORIZATION.exec(value) : null;
      if (header !== null && isSecretValue(value.slice(header[0].length), strictness))
        yield { start: start + header[0].length, end };
    }
  },
);

const GIT_HOST_LOGIN = defineNamedValues(
  {
    id: 'git-host-login',
    names: ['hub', 'hosts.yml', 'config.yml'],
    path: /(?:^|\/)(?:hub|hosts\.yml|(?:glab(?:-cli)?|tea)\/config\.yml)$/,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'git-host-token',
        name: 'token of the command line of GitHub, GitLab or Gitea',
        source: 'https://cli.github.com/manual/gh_auth_login',
      },
    ],
  },
  {
    read: readYamlScalars,
    strictness: 'credentials',
    isSecret: ({ name }) => /^(?:oauth_token|token|password|refresh_token)$/.test(name),
  },
);

export const GIT_LOGINS: readonly SecretStructure[] = [GIT_CREDENTIALS, GIT_CONFIG, GIT_HOST_LOGIN];
