// Files whose whole text is one secret: a token, a password, a key in hex.

import { defineTextStructure, type StructureHead } from './define-structure.ts';
import { isSecretValue } from './judging/secret-value.ts';
import { startOfText } from './reading/named-value.ts';
import type { SecretStructure } from './secret-structure.ts';

const LONGEST = 8192;

/** The first line, where nothing of weight follows it and `shape` fits; without the white space around it. */
export function defineWholeFile(head: StructureHead, shape = /^\S+$/): SecretStructure {
  return defineTextStructure({ limitBytes: LONGEST, ...head }, function* (text, _path, sampleOr) {
    let [start, end] = [startOfText(text), text.length];
    while (start < end && text.charCodeAt(start) <= 32) start++;
    while (end > start && text.charCodeAt(end - 1) <= 32) end--;
    const value = text.slice(start, end);
    if (shape.test(value) && isSecretValue(value, sampleOr('credentials'))) yield { start, end };
  });
}
