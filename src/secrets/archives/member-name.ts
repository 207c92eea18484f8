// How members of archives are named in reports.

const NAME_LIMIT = 512;
const GZIP_ENDING = /\.(?:gz|z|gzip)$/i;
const TGZ_ENDING = /\.t[ag]z$/i;

/** Between an archive's name and its member's, as Java writes it. */
export const MEMBER_SEPARATOR = '!/';

/** The name as text: UTF-8, or byte by byte where it is none; long ones lose their front, a separator in it is `%21/`. */
export function showMemberName(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const utf8 = buffer.toString('utf8');
  const text = (utf8.includes('\ufffd') ? buffer.toString('latin1') : utf8).replaceAll(
    MEMBER_SEPARATOR,
    '%21/',
  );
  return text.length > NAME_LIMIT ? `…${text.slice(-NAME_LIMIT)}` : text;
}

/** The path of what is in a compressed file: without the ending that gzip(1) takes off, `.tar` for `.tgz`. */
export function nameContent(path: string): string {
  return path.replace(TGZ_ENDING, '.tar').replace(GZIP_ENDING, '');
}
