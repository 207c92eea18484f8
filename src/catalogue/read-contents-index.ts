// Debian's `Contents` indexes (repository format, "Contents Indices"): which package ships which program.

/** Java's programs are put in place by alternatives, which no index tells. */
const LINE = /^\.?\/?(?:usr\/(?:lib\/jvm\/[^/\s]+\/)?)?s?bin\/([^/\s]+)\s+(\S+)$/;

/** Adds what one line tells to the programs of its packages: `usr/bin/curl  web/curl`. Other files are passed over. */
export function addContentsLine(line: string, commands: Map<string, string[]>): void {
  if (!line.includes('bin/')) return;
  const [, command, packages = ''] = LINE.exec(line) ?? [];
  if (command === undefined) return;
  for (const qualified of packages.split(',')) {
    const name = qualified.slice(qualified.lastIndexOf('/') + 1);
    const known = commands.get(name);
    if (known === undefined) commands.set(name, [command]);
    else if (!known.includes(command)) known.push(command);
  }
}
