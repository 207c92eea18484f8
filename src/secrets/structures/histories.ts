// Histories of shells and database clients: what was typed on command lines.

import { defineTextStructure, type SecretSpan } from './define-structure.ts';
import { findSecretSpans } from './judging/secret-spans.ts';
import { findCommandSecrets } from './reading/command-secrets.ts';
import { readLines } from './reading/named-value.ts';
import { PYTHON_FORM, readProgramStrings } from './reading/program-strings.ts';
import type { SecretStructure } from './secret-structure.ts';
import { findSqlPasswords } from './sql.ts';

const LONGEST_LINE = 1 << 16;
/** What zsh and fish write before a command. */
const HISTORY_MARK = /^(?:: \d{1,12}:\d{1,8};|- cmd: )/;

const SHELL_HISTORY = defineTextStructure(
  {
    id: 'shell-history',
    names: [
      '.bash_history',
      '.zsh_history',
      '.sh_history',
      '.ash_history',
      '.ksh_history',
      '.history',
      '.zhistory',
      '.histfile',
      'fish_history',
      '.tcsh_history',
      'bash_history',
      '.local_history',
      'consolehost_history.txt',
    ],
    limitBytes: 16 << 20,
    kinds: [
      {
        id: 'shell-history-secret',
        name: 'secret typed into a shell',
        source: 'https://www.gnu.org/software/bash/manual/html_node/Bash-History-Facilities.html',
      },
    ],
  },
  function* (text, _path, sampleOr): Generator<SecretSpan> {
    for (const line of readLines(text, LONGEST_LINE)) {
      if (line.text === '') continue;
      const mark = HISTORY_MARK.exec(line.text)?.[0].length ?? 0;
      yield* findCommandSecrets(text, line.start + mark, line.end, sampleOr('settings'));
    }
  },
);

const DATABASE_HISTORY = defineTextStructure(
  {
    id: 'database-history',
    names: [
      '.mysql_history',
      '.mariadb_history',
      '.psql_history',
      '.sqlite_history',
      '.rediscli_history',
      '.dbshell',
      '.mongorc.js',
    ],
    limitBytes: 16 << 20,
    kinds: [
      {
        id: 'database-history-secret',
        name: 'password typed into a database client',
        source: 'https://dev.mysql.com/doc/refman/8.4/en/mysql-logging.html',
      },
    ],
  },
  function* (text, _path, sampleOr): Generator<SecretSpan> {
    const strictness = sampleOr('settings');
    yield* findSqlPasswords(text, strictness);
    for (const line of readLines(text, LONGEST_LINE)) {
      const found =
        /^\s{0,8}(?:auth|config\s{1,8}set\s{1,8}requirepass)\s{1,8}(?:\S{1,64}\s{1,8})?["']?([^\s"']{4,256})["']?\s*$/i.exec(
          line.text,
        );
      if (found === null) continue;
      const start = line.start + line.text.lastIndexOf(found[1]!);
      yield { start, end: start + found[1]!.length };
    }
  },
);

const PROGRAM_HISTORY = defineTextStructure(
  {
    id: 'program-history',
    names: [
      '.python_history',
      '.node_repl_history',
      '.irb_history',
      '.irb-history',
      '.pry_history',
      '.php_history',
    ],
    limitBytes: 16 << 20,
    kinds: [
      {
        id: 'program-history-secret',
        name: 'secret typed into an interpreter',
        source: 'https://docs.python.org/3/library/site.html#rlcompleter-config',
      },
    ],
  },
  function* (text, _path, sampleOr): Generator<SecretSpan> {
    // A quote that stays open on one line must not swallow the next.
    for (const line of readLines(text, LONGEST_LINE))
      for (const value of readProgramStrings(line.text, PYTHON_FORM))
        for (const { start, end } of findSecretSpans(value, sampleOr('settings')))
          yield { start: line.start + start, end: line.start + end };
  },
);

export const HISTORIES: readonly SecretStructure[] = [SHELL_HISTORY, DATABASE_HISTORY, PROGRAM_HISTORY];
