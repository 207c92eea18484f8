// apt.conf as apt reads it, with the files that real images have.
import { expect, test } from 'vitest';
import {
  DEFAULT_APT_SETTINGS,
  parseAptSettings,
} from '../../../../src/contents/packages/closures/apt-settings.ts';
import { startCpuClock } from '../../../support/measure.ts';

const AUTOREMOVE = `APT
{
  NeverAutoRemove
  {
	"^firmware-linux.*";
	"^linux-firmware$";  // a comment
  };

  VersionedKernelPackages { "linux-.*"; };
  # another
  Never-MarkAuto-Sections
  {
	"metapackages";
	"tasks";
  };
};
`;

test('no file: the defaults', () => {
  expect(parseAptSettings([])).toEqual(DEFAULT_APT_SETTINGS);
  expect(parseAptSettings(['', '/* all "quiet" */ // ; \n'])).toEqual(DEFAULT_APT_SETTINGS);
});

test('nested lists and single lines, the later value winning', () => {
  const settings = parseAptSettings([
    AUTOREMOVE,
    'Apt::AutoRemove::SuggestsImportant "false";\nAPT::Install-Recommends "0";',
    'APT::Install-Recommends "true"; APT::NeverAutoRemove:: "^mine$"; APT { AutoRemove { RecommendsImportant "no"; } }',
  ]);
  expect(settings).toEqual({
    isRecommendsImportant: false,
    isSuggestsImportant: false,
    installsRecommends: true,
    neverAutoRemove: [/^firmware-linux.*/, /^linux-firmware$/, /^mine$/],
    neverMarkAutoSections: ['metapackages', 'tasks'],
  });
});

test('patterns that are wrong or could take long are left out', () => {
  const list = ['(a+)+$', '(', '\\\\1', '.*.*.*.*.*', 'x'.repeat(300), '^ok$'];
  const text = `APT::NeverAutoRemove { ${list.map((pattern) => `"${pattern}";`).join(' ')} };`;
  expect(parseAptSettings([text]).neverAutoRemove).toEqual([/^ok$/]);
});

test('anything is read in time', () => {
  const cpuSeconds = startCpuClock();
  for (const sign of ['{', '}', '"', '/*', ';', 'a ', '{"', '#'])
    expect(parseAptSettings([sign.repeat(200_000)]).installsRecommends).toBe(true);
  expect(cpuSeconds()).toBeLessThan(30);
});
