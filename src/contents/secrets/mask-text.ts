// Masks what looks like a secret in a text for which no search was made: messages of errors quote what users and images say.
import { loadRuleSet } from '../../secrets/load-rule-set.ts';
import { MASK, maskUrls } from '../../secrets/mask-urls.ts';
import { SecretScanner } from '../../secrets/scan/secret-scanner.ts';
import { findNamedCredentials } from './named-credential.ts';

/** A password before a host without a scheme, as in `user:password@registry/app`; a tag before a digest is none. */
const LOGIN = /(?<=(?:^|[\s'"/])[\w.%+~-]{1,100}:)[^\s@/]{1,1000}(?=@(?!sha\d{3}:))/g;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Makes a mask with our own rules; loading them takes a tenth of a second. */
export async function createTextMask(): Promise<(text: string) => string> {
  const scanner = new SecretScanner(await loadRuleSet(''));
  return (text) => {
    const masked = maskSpans(text, findByRules(scanner, text));
    return maskUrls(maskSpans(masked, findNamedCredentials(masked))).replace(LOGIN, MASK);
  };
}

function findByRules(scanner: SecretScanner, text: string): readonly Span[] {
  const bytes = Buffer.from(text);
  scanner.start(Buffer.alloc(0), 0, 0, bytes.length);
  scanner.push(bytes);
  return scanner.finish().matches.map(({ offsetBytes, lengthBytes }) => {
    const start = bytes.toString('utf8', 0, offsetBytes).length;
    return { start, end: start + bytes.toString('utf8', offsetBytes, offsetBytes + lengthBytes).length };
  });
}

function maskSpans(text: string, spans: readonly Span[]): string {
  let masked = '';
  let done = 0;
  for (const { start, end } of spans) {
    masked += text.slice(done, start) + MASK;
    done = end;
  }
  return masked + text.slice(done);
}
