import { describe, expect, it } from 'vitest';
import { shellHistory } from '../../src/checks/shell-history.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';
import { file, symlink } from '../support/layers.ts';

describe('shell-history', () => {
  it('finds histories', async () => {
    await expectFound(shellHistory, [
      'root/.bash_history',
      'root/.ash_history',
      'root/.sh_history',
      'root/.zsh_history',
      'root/.zhistory',
      'root/.local/share/fish/fish_history',
      'home/app/.python_history',
      'root/.node_repl_history',
      'root/.irb_history',
      'root/.pry_history',
      'root/.php_history',
      'root/.Rhistory',
      'root/.gdb_history',
      'root/.mysql_history',
      'root/.mariadb_history',
      'var/lib/postgresql/.psql_history',
      'root/.sqlite_history',
      'root/.rediscli_history',
      'root/.dbshell',
      'root/.mongosh/mongosh_repl_history',
      'root/.lesshst',
    ]);
  });

  it('leaves alone empty files, skeletons and settings', async () => {
    await expectLeft(shellHistory, [
      file('root/.bash_history'),
      'etc/skel/.bash_history',
      'root/.bashrc',
      'etc/profile',
      symlink('home/app/.bash_history', '/dev/null'),
    ]);
  });

  it('matters from the first byte', () => {
    expect(shellHistory.floorBytes).toBe(0);
  });
});
