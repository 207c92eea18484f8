// Build instructions as the image's history tells them, brought back to what stands in a Dockerfile. The history is anybody's
// text of any length, so every pattern here takes time in proportion to it.

/** `|2 A=1 B=2 `: how many build arguments follow, and these. */
const BUILD_ARGUMENTS = /^\|\d+ /;
/** A shell and the options before its command; the shell may be anywhere (`/busybox/sh` in kaniko's images). */
const UNIX_SHELL = /(?:^| )(?:\/[\w.-]+)*\/(?:ba|da|a|k|z)?sh (?:(?:-\w+|pipefail) )*?-\w*c /;
const WINDOWS_SHELL =
  /(?:^| )(?:(?:powershell|pwsh)(?:\.exe)? (?:-?\w+ ){0,8}?-command|cmd(?:\.exe)? \/s \/c) /i;
/** The classic builder's and buildah's mark of an instruction that ran nothing. */
const NO_OPERATION = /^#\(nop\) ?/;

/** The instruction of a `created_by`: without the shell, BuildKit's marks and the classic builder's `#(nop)`; null where unknown. */
export function cleanInstruction(createdBy: string | undefined): string | null {
  const text = (createdBy ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ ?# buildkit$/, '');
  const words = text.startsWith('RUN ') ? text.slice(4) : text;
  const command = dropShell(words);
  if (NO_OPERATION.test(command ?? words)) return (command ?? words).replace(NO_OPERATION, '') || null;
  if (command !== undefined || BUILD_ARGUMENTS.test(words)) return `RUN ${command ?? words}`;
  return text || null;
}

/** What follows the shell, which comes first or after build arguments; undefined where there is none. */
function dropShell(words: string): string | undefined {
  const mayFollow = BUILD_ARGUMENTS.test(words);
  const [first] = [UNIX_SHELL.exec(words), WINDOWS_SHELL.exec(words)]
    .filter((match) => match !== null)
    .filter(({ index }) => index === 0 || mayFollow)
    .sort((a, b) => a.index - b.index);
  return first === undefined ? undefined : words.slice(first.index + first[0].length);
}
