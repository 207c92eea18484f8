// Text out of an image, made safe to print: a hostile path or instruction must not drive the terminal, nor look like
// another one. Escape sequences need control characters; bidi controls and invisible characters deceive the eye.

const DANGEROUS = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** Nearly every text is plain, and this is told ten times as fast. */
const NOT_PLAIN = /[^\x20-\x7e]/;

/** The text with every control, format and invisible character as `\xNN` or `\u{N}`; one line, whatever it held. */
export function makeVisible(text: string): string {
  if (!NOT_PLAIN.test(text)) return text;
  return text.replace(DANGEROUS, (character) => {
    const rune = character.codePointAt(0)!;
    // Bytes that are not UTF-8 (context/path-text.ts).
    const code = rune >= 0xdc80 && rune <= 0xdcff ? rune - 0xdc00 : rune;
    const hex = code.toString(16);
    return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
  });
}
