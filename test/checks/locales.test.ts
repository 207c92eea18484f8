import { describe, expect, it } from 'vitest';
import { locales } from '../../src/checks/locales.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('locales', () => {
  it('finds translations and locale data, as advice', async () => {
    await expectFound(locales, [
      'usr/share/locale/de/LC_MESSAGES/bash.mo',
      'usr/share/i18n/charmaps/BIG5.gz',
      'usr/lib/locale/locale-archive',
      'usr/lib/locale/fr_FR.utf8/LC_CTYPE',
    ]);
    expect(locales.tier).toBe('advice');
  });

  it('leaves alone the languages that the image is set to', async () => {
    const german = ['usr/share/locale/de/LC_MESSAGES/bash.mo', 'usr/share/locale/de_AT/LC_MESSAGES/a.mo'];
    const french = 'usr/share/locale/fr/LC_MESSAGES/bash.mo';
    await expectFound(
      locales,
      [french],
      [...german, 'usr/lib/locale/de_DE.utf8/LC_CTYPE', 'usr/lib/locale/locale-archive'],
      {
        env: { LANG: 'de_DE.UTF-8' },
      },
    );
    await expectLeft(locales, [...german, french], { env: { LANGUAGE: 'de:fr' } });
  });

  it('takes C.UTF-8 for no language, and leaves its data alone', async () => {
    await expectFound(
      locales,
      ['usr/share/locale/de/LC_MESSAGES/bash.mo', 'usr/lib/locale/locale-archive'],
      ['usr/lib/locale/C.utf8/LC_CTYPE'],
      { env: { LANG: 'C.UTF-8' } },
    );
  });

  it('leaves alone what is no translation', async () => {
    await expectLeft(locales, [
      'usr/share/locale/locale.alias',
      'usr/share/X11/locale/C/Compose',
      'usr/share/zoneinfo/UTC',
    ]);
  });
});
