// The packages that a stage's commands install from its distribution, by name.
import type { StageCommand } from './read-commands.ts';

/** A manager and where its names stand. */
const INSTALLS: Readonly<Record<string, RegExp>> = {
  'apt-get': /^install$/,
  apt: /^install$/,
  apk: /^add$/,
  dnf: /^(?:install|groupinstall)$/,
  yum: /^(?:install|groupinstall)$/,
  microdnf: /^install$/,
  zypper: /^(?:install|in)$/,
};
const WITH_VALUE: ReadonlySet<string> = new Set([
  '-t',
  '--target-release',
  '-o',
  '-c',
  '--virtual',
  '-X',
  '--repository',
]);

/** Names without versions, in their order. */
export function installedPackages(commands: readonly StageCommand[]): readonly string[] {
  const names: string[] = [];
  for (const { program, args } of commands) {
    const verb = Object.hasOwn(INSTALLS, program) ? INSTALLS[program] : undefined;
    const at = verb === undefined ? -1 : args.findIndex((word) => word !== undefined && verb.test(word));
    if (at === -1) continue;
    for (let i = at + 1; i < args.length; i++) {
      const word = args[i];
      if (word === undefined) continue;
      if (WITH_VALUE.has(word)) i++;
      else if (!word.startsWith('-')) names.push(word.replace(/[=<>~/].*$/, ''));
    }
  }
  return [...new Set(names.filter((name) => /^[a-z0-9@._+:-]+$/i.test(name)))];
}
