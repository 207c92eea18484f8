import { expect, test } from 'vitest';
import { installsRecommends, readAptSettings } from '../../../../src/contents/packages/apt/apt-settings.ts';

test('full names, blocks, comments, lists', () => {
  const text = `
    // a comment; with "marks" {
    APT::Install-Recommends "false"; # another
    /* APT::Get::Assume-Yes "true"; */
    #clear APT::Periodic;
    Acquire { http { Proxy "http://proxy:3128"; }; Languages { "none"; }; };
    APT { Get { Assume-Yes "true"; } }
    Bare::Word yes;
    APT::NeverAutoRemove:: "^linux-";
    Dir "/x" { Etc "y"; };
  `;
  expect(readAptSettings(Buffer.from(text))).toEqual([
    { name: 'APT::Install-Recommends', value: 'false' },
    { name: 'Acquire::http::Proxy', value: 'http://proxy:3128' },
    { name: 'APT::Get::Assume-Yes', value: 'true' },
    { name: 'Bare::Word', value: 'yes' },
    { name: 'APT::NeverAutoRemove::', value: '^linux-' },
    { name: 'Dir', value: '/x' },
    { name: 'Dir::Etc', value: 'y' },
  ]);
});

test.each<readonly [readonly string[], boolean]>([
  [[], true],
  [['APT::Install-Recommends "0";'], false],
  [['apt::install-recommends "No";'], false],
  [['APT { Install-Recommends "false"; };'], false],
  [['APT::Install-Recommends "false";', 'APT::Install-Recommends "true";'], true],
  [['APT::Install-Recommends "1";\nAPT::Install-Recommends "off";'], false],
  [['APT::Install-Suggests "0";'], true],
  [['// APT::Install-Recommends "0";'], true],
])('%j installs recommended packages: %s', (texts, expected) => {
  expect(installsRecommends(texts.map((text) => Buffer.from(text)))).toBe(expected);
});

test('what is cut off or closed twice is read as far as it goes', () => {
  expect(readAptSettings(Buffer.from('}; A { B "1"; } } C "2"; D "unclosed'))).toEqual([
    { name: 'A::B', value: '1' },
    { name: 'C', value: '2' },
  ]);
  expect(readAptSettings(Buffer.from('A "1"; /* never closed B "2";'))).toEqual([{ name: 'A', value: '1' }]);
});
