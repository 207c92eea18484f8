// One example of a scanner's own tests: `{ name, path, content, span }`. `span` is where the secret lies; the whole text by default.

/** A case; `text` as UTF-8, or a Buffer as it is. A case without a file name of its own is a text file. */
export function makeCase(name, text, { path = 'input.txt', span } = {}) {
  const content = Buffer.isBuffer(text) ? text : Buffer.from(text);
  return { name, path, content, span: span ?? { start: 0, end: content.length } };
}

/** Each text once; what is a positive anywhere is no negative. */
export function makeSet(positives, negatives) {
  const keyOf = ({ path, content }) => `${path}\0${content.toString('latin1')}`;
  const positiveTexts = new Set(positives.map(keyOf));
  const once = (cases, key) => [...new Map(cases.map((one) => [key(one), one])).values()];
  return {
    positives: once(positives, (one) => `${keyOf(one)}\0${one.span.start}\0${one.span.end}`),
    negatives: once(negatives, keyOf).filter(
      (one) => one.content.length > 0 && !positiveTexts.has(keyOf(one)),
    ),
  };
}

const COUNTED = 'abcdefghijklmnopqrstuvwxyz';
const COUNTED_DIGITS = '12345678901234567890';
const RUN_LENGTH = 7;
const SAID_TO_BE_NONE = /(.)\1{7}|example|xxxxxx|dummy|not-?a-?real|placeholder|changeme/i;

/** Whether whoever wrote an example counted letters or digits in it, repeated one, or says that it is none. */
export function isMadeUp({ content, span }) {
  const text = content.toString('latin1', span.start, span.end).toLowerCase();
  if (SAID_TO_BE_NONE.test(text)) return true;
  const folded = text.replace(/[^a-z0-9]+/g, ' ');
  for (let i = 0; i + RUN_LENGTH <= folded.length; i++) {
    const run = folded.slice(i, i + RUN_LENGTH);
    if (COUNTED.includes(run) || COUNTED_DIGITS.includes(run)) return true;
  }
  return text.replace(/[^a-z]/g, '').includes('abcdefgh');
}
