// Histories of shells and of other programs with a prompt; what was typed there may be a password.
import { isBelow } from './exceptions/path-parts.ts';
import type { PathRule } from './rule.ts';

export const shellHistory: PathRule = {
  kind: 'paths',
  id: 'shell-history',
  title: 'Histories of shells and prompts',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 0,
  patterns: [
    '**/.bash_history',
    '**/.ash_history',
    '**/.sh_history',
    '**/.zsh_history',
    '**/.zhistory',
    '**/fish/fish_history',
    '**/.python_history',
    '**/.node_repl_history',
    '**/.irb_history',
    '**/.pry_history',
    '**/.php_history',
    '**/.Rhistory',
    '**/.gdb_history',
    '**/.mysql_history',
    '**/.mariadb_history',
    '**/.psql_history',
    '**/.sqlite_history',
    '**/.rediscli_history',
    '**/.dbshell',
    '**/.mongosh/mongosh_repl_history',
    '**/.lesshst',
  ],
  isExcused: ({ path }) => isBelow(path, ['etc/skel']),
  what: 'histories of shells and prompts',
  fix: 'Build from a Dockerfile instead of committing a container that was worked in, or delete the history in that RUN.',
};
