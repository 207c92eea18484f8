// Single instructions with paths that come from elsewhere: from an image, from a context, from expanded values.
import type { StageCopy } from './production-needs.ts';

/** Words that mean in a Dockerfile what they are. */
const PLAIN = /^[\w@%+=:,./*-]+$/;
const CONTROL = /[\x00-\x1f\x7f]/;
/** As Debian, Alpine and rpm allow them; nothing that a shell would read otherwise. */
const PACKAGE = /^[A-Za-z0-9][A-Za-z0-9+._-]*(?::[a-z0-9]+)?$/;

/** COPY from another stage; in JSON form where a path needs it. */
export function copyLine({ paths, to }: Pick<StageCopy, 'paths' | 'to'>, from: string): string {
  const words = [...paths, to];
  return words.every((word) => PLAIN.test(word))
    ? `COPY --from=${from} ${words.join(' ')}`
    : `COPY --from=${from} ${JSON.stringify(words.map(escapeWord))}`;
}

/** WORKDIR takes the rest of the line. */
export function workdirLine(path: string): string {
  return `WORKDIR ${path.replace(/[\\$]/g, '\\$&')}`;
}

/** Whether a word can stand in a Dockerfile at all. */
export function isWritable(word: string): boolean {
  return !CONTROL.test(word);
}

/** Whether a name can be given to a package manager as it is. */
export function isPackageName(name: string): boolean {
  return PACKAGE.test(name);
}

/** Variables and patterns are expanded in JSON form too. */
function escapeWord(word: string): string {
  return word.replace(/[\\$]/g, '\\$&').replace(/\[/g, '[[]');
}
