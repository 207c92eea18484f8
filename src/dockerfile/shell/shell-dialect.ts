// Which shell reads a script.

/** `sh` is POSIX and no more (dash, BusyBox); `bash` is read with its braces. */
export type ShellDialect = 'sh' | 'bash';

const SHELLS: Readonly<Record<string, ShellDialect>> = {
  sh: 'sh',
  dash: 'sh',
  ash: 'sh',
  bash: 'bash',
  zsh: 'bash',
  ksh: 'bash',
};

/** The dialect of a program by its name or path; undefined if it is no shell. */
export function dialectOf(program: string): ShellDialect | undefined {
  const name = program.slice(program.lastIndexOf('/') + 1);
  return Object.hasOwn(SHELLS, name) ? SHELLS[name] : undefined;
}

/** The dialect of a heredoc by its first line, `#!/bin/bash -e`; undefined if that names no shell. */
export function dialectOfShebang(line: string): ShellDialect | undefined {
  const words = line
    .replace(/^#!\s*/, '')
    .trim()
    .split(/\s+/, 4);
  const isEnv = words[0]?.endsWith('/env') === true;
  const program = isEnv ? words.slice(1).find((word) => !word.startsWith('-')) : words[0];
  return program === undefined ? undefined : dialectOf(program);
}
