// What of a named value is secret: all of it, the password of a URL in it, a part of a connection string, or nothing.

import type { NamedValue, TextSpan } from '../reading/named-value.ts';
import { findConnectionSecrets, findUrlPasswords } from '../reading/url-passwords.ts';
import { isSecretName } from './secret-name.ts';
import { isSecretValue, type Strictness } from './secret-value.ts';

/** The secret parts of a value; `isNamed` decides on the whole of it. */
export function* findSecretSpans(
  value: NamedValue,
  strictness: Strictness,
  isNamed: (value: NamedValue) => boolean = (named) => isSecretName(named.name),
): Generator<TextSpan> {
  // A file of a million empty names must cost little.
  if (value.value === '') return;
  let isPartly = false;
  for (const part of findParts(value.value)) {
    isPartly = true;
    if (isSecretValue(value.value.slice(part.start, part.end), strictness))
      yield { start: value.start + part.start, end: value.start + part.end };
  }
  if (!isPartly && isNamed(value) && isSecretValue(value.value, strictness))
    yield { start: value.start, end: value.end };
}

function findParts(text: string): readonly TextSpan[] {
  const passwords = text.includes('://') ? [...findUrlPasswords(text)] : [];
  return text.includes('=') ? [...passwords, ...findConnectionSecrets(text)] : passwords;
}
