// Options of the form NAME=VALUE.
import { PlimsollError } from '../../errors.ts';

/** `NAME=VALUE` texts as a record; a name alone has the value that `readValue` gives, or is left out. */
export function readPairs(
  texts: readonly string[],
  option: string,
  readValue: (name: string) => string | undefined,
): Readonly<Record<string, string>> {
  const record: Record<string, string> = Object.create(null);
  for (const text of texts) {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const value = equals < 0 ? readValue(name) : text.slice(equals + 1);
    if (name === '' || (equals < 0 && option === '--build-context'))
      throw new PlimsollError('USAGE', `${option} must be NAME=VALUE`, { subject: text });
    if (value !== undefined) record[name] = value;
  }
  return record;
}
