// Translations and locale data (FHS: /usr/share/locale, /usr/lib/locale) of languages that the image is not set to.
import { perImage } from './exceptions/per-image.ts';
import { calls } from './fixes/copied.ts';
import type { FixContext, ImageLook, OfferedFile, PathRule } from './rule.ts';

/** Variables that choose a language, as setlocale(3) and gettext read them. */
const LANGUAGE_VARIABLES = ['LC_ALL', 'LANG', 'LANGUAGE', 'LC_MESSAGES', 'LC_CTYPE'];

export const locales: PathRule = {
  kind: 'paths',
  id: 'locales',
  title: 'Translations and locale data',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  patterns: ['usr/share/locale/*/LC_MESSAGES/', 'usr/share/i18n/', 'usr/lib/locale/'],
  isExcused: isSpoken,
  what: 'translations and locale data',
  fix: fixLocales,
};

const languagesOf = perImage((image): ReadonlySet<string> => {
  const chosen = LANGUAGE_VARIABLES.flatMap((name) => image.env.get(name)?.split(':') ?? []);
  const languages = chosen
    .map((locale) => /^[a-z]{2,}/.exec(locale)?.[0])
    .filter((some) => some !== undefined);
  return new Set(languages);
});

function isSpoken({ path, matchedFolder }: OfferedFile, image: ImageLook): boolean {
  if (matchedFolder === 'usr/share/i18n') return false;
  const locale = path.split('/', 4)[3]!;
  // The archive holds all locales in one file, the one in use too.
  if (locale === 'locale-archive') return languagesOf(image).size > 0;
  return /^(?:C|POSIX)\b/.test(locale) || languagesOf(image).has(/^[a-z]*/.exec(locale)![0]);
}

function fixLocales(context: FixContext): string {
  if (!calls(context, /\bapt(?:-get)?\b|\bdpkg\b/))
    return 'Keep the languages that the image speaks; LANG=C.UTF-8 needs no locale data (on Fedora and RHEL install glibc-minimal-langpack).';
  const files = [`${context.folder}/`, ...context.paths];
  const excluded = ['usr/share/locale/', 'usr/share/i18n/'].filter((place) =>
    files.some((path) => path.startsWith(place)),
  );
  return excluded.length === 0
    ? 'Generate only the locales that the image speaks; LANG=C.UTF-8 needs none.'
    : `Write ${excluded.map((place) => `\`path-exclude=/${place}*\``).join(' and ')} to /etc/dpkg/dpkg.cfg.d/nolocale before the RUN that installs; LANG=C.UTF-8 needs no locale data.`;
}
