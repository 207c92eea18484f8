// Environment files and shells' start files: variables that are named like secrets.

import { defineNamedValues } from './define-structure.ts';
import { readAssignments } from './reading/assignment-lines.ts';
import type { SecretStructure } from './secret-structure.ts';

const read = (text: string) => readAssignments(text, { separators: '=' });

const DOTENV = defineNamedValues(
  {
    id: 'dotenv',
    names: ['.env', '.envrc', '.flaskenv', '.environment', 'env', 'environment'],
    endings: [
      '.env',
      '.local',
      '.production',
      '.prod',
      '.development',
      '.dev',
      '.staging',
      '.stage',
      '.test',
      '.testing',
      '.qa',
      '.uat',
      '.ci',
      '.docker',
      '.secret',
      '.secrets',
      '.private',
      '.backup',
      '.bak',
      '.old',
      '.save',
      '.orig',
      '.example',
      '.sample',
      '.dist',
      '.template',
      '.default',
      '.defaults',
      '.live',
      '.preview',
      '.override',
      '.web',
      '.api',
      '.db',
    ],
    path: /(?:^|\/)(?:\.env(?:[._-][\w.-]{1,64})?|[\w.-]{1,64}\.env(?:\.\w{1,16})?|env\.\w{1,16}|\.envrc|\.flaskenv|\.environment|env|environment)$/,
    kinds: [
      {
        id: 'dotenv-value',
        name: 'secret in an environment file',
        source:
          'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax',
      },
    ],
  },
  { read },
);

const SHELL_START_FILE = defineNamedValues(
  {
    id: 'shell-start-file',
    names: [
      '.bashrc',
      '.bash_profile',
      '.bash_login',
      '.bash_logout',
      '.bash_aliases',
      '.profile',
      '.zshrc',
      '.zshenv',
      '.zprofile',
      '.zlogin',
      '.kshrc',
      '.cshrc',
      '.tcshrc',
      '.login',
      'bash.bashrc',
      'profile',
      'config',
    ],
    path: /^(?!.*(?:^|\/)\.(?:git|kube|aws|ssh|bundle)\/config$)/,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'shell-start-value',
        name: "secret in a shell's start file",
        source: 'https://www.gnu.org/software/bash/manual/html_node/Bash-Startup-Files.html',
      },
    ],
  },
  { read },
);

export const ENVIRONMENT_FILES: readonly SecretStructure[] = [DOTENV, SHELL_START_FILE];
