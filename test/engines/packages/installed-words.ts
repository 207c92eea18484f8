// Which packages a Dockerfile's RUN instructions install and leave installed: a small tolerant reading, for a corpus, of apt-get,
// apk, dnf, yum and microdnf. What it cannot tell (command substitutions, loops over names) it leaves out.

/** One package that a RUN installs. */
export interface InstalledWord {
  readonly manager: 'apt' | 'apk' | 'rpm';
  readonly name: string;
}

const INSTALL: readonly (readonly [RegExp, InstalledWord['manager']])[] = [
  [/^(?:sudo\s+)?(?:\w+=\S+\s+)*(?:apt-get|apt|aptitude)\b.*?\sinstall\s/, 'apt'],
  [/^(?:sudo\s+)?apk\b.*?\sadd\s/, 'apk'],
  [/^(?:sudo\s+)?(?:dnf|yum|microdnf|tdnf)\b.*?\sinstall\s/, 'rpm'],
];
const REMOVE =
  /^(?:sudo\s+)?(?:(?:apt-get|apt)\b.*?\s(?:purge|remove|autoremove)|apk\b.*?\sdel|(?:dnf|yum|microdnf)\b.*?\s(?:remove|erase|autoremove))\b/;
/** Options that take the next word. */
const VALUED =
  /^(?:-t|--target-release|-o|-c|--repository|-X|--virtual|--allow-untrusted-from|--releasever|--setopt|--enablerepo|--disablerepo)$/;
const NAME = /^[A-Za-z0-9][\w.+-]+(?::\w+)?$/;

/** The packages that stay after the RUN that installs them; later RUNs only hide what is there. */
export function listInstalledWords(dockerfile: string): readonly InstalledWord[] {
  const variables = new Map<string, string>();
  const found: InstalledWord[] = [];
  for (const instruction of splitInstructions(dockerfile)) {
    const [, keyword = '', body = ''] = /^\s*(\w+)\s+([\s\S]*)$/.exec(instruction) ?? [];
    if (/^(?:ARG|ENV)$/i.test(keyword)) {
      const [, name, value] = /^(\w+)\s+([\s\S]*)$/.exec(body) ?? [];
      if (name === undefined) readAssignments(body, variables);
      else variables.set(name, value!);
    }
    if (/^RUN$/i.test(keyword)) found.push(...readRun(body, variables));
  }
  return found;
}

function splitInstructions(dockerfile: string): readonly string[] {
  const lines = dockerfile.split('\n').filter((line) => !/^\s*#/.test(line));
  return lines
    .join('\n')
    .replace(/\\[ \t]*\n/g, ' ')
    .split('\n');
}

function readAssignments(text: string, variables: Map<string, string>): void {
  for (const [, name, quoted, single, plain] of text.matchAll(
    /(?:^|[\s;&])(\w+)=(?:"([^"]*)"|'([^']*)'|([^\s;&]*))/g,
  ))
    if (!/\$\(|`/.test(quoted ?? plain ?? '')) variables.set(name!, quoted ?? single ?? plain ?? '');
}

function readRun(body: string, variables: Map<string, string>): readonly InstalledWord[] {
  readAssignments(body, variables);
  let text = body.replace(/`#[^`]*`/g, ' ');
  for (let depth = 0; depth < 8 && /\$\(/.test(text); depth++)
    text = text.replace(/\$\((?:[^()$]|\$(?!\()|\((?!\())*?\)/g, ' ');
  const commands = text
    .split(/&&|\|\||[;|\n]/)
    .map((command) => command.trim().replace(/^(?:if|then|else|do|set -\w+)\s+/, ''));
  // docker-library's way: what was there before is marked anew, what the RUN installed is purged but for what ldd finds.
  const sweeps = /apt-mark\s+auto\s+'\.\*'/.test(body) && /purge[^;&]*--auto-remove/.test(body);
  const removed = new Set(commands.filter((c) => REMOVE.test(c)).flatMap((c) => expand(c, variables)));
  return commands.flatMap((command): readonly InstalledWord[] => {
    const manager = INSTALL.find(([pattern]) => pattern.test(command));
    if (manager === undefined || (manager[1] === 'apt' && sweeps)) return [];
    const words = expand(command.replace(manager[0], ' '), variables);
    const virtual = /(?:--virtual|-t)[ =]+(\S+)/.exec(command)?.[1];
    if (manager[1] === 'apk' && virtual !== undefined && removed.has(virtual)) return [];
    return words
      .filter((word, i) => !word.startsWith('-') && !VALUED.test(words[i - 1] ?? ''))
      .map((word) => word.replace(/[=<>~@].*$/, '').replace(/:\w+$/, ''))
      .filter((name) => NAME.test(name) && !removed.has(name))
      .map((name) => ({ manager: manager[1], name }));
  });
}

/** The words of a command, variables put in. */
function expand(command: string, variables: ReadonlyMap<string, string>): readonly string[] {
  let text = command;
  for (let depth = 0; depth < 3 && text.includes('$'); depth++)
    text = text.replace(/\$\{?(\w+)(?::?[-+][^}]*)?\}?/g, (_, name: string) => variables.get(name) ?? ' ');
  return text
    .replace(/["'\\]/g, ' ')
    .split(/\s+/)
    .filter(Boolean);
}
