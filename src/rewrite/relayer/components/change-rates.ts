// How often components change, as the chance of a change within a week. Coarse on purpose: what counts is which of two changes
// more often. Packages of Debian stable: security and point updates of 2021 to 2025, most packages none in a year.

/** Source packages that get an update several times a year. */
const OFTEN: ReadonlySet<string> = new Set([
  'ca-certificates',
  'curl',
  'expat',
  'git',
  'glibc',
  'gnutls28',
  'krb5',
  'libxml2',
  'linux',
  'nghttp2',
  'nodejs',
  'openssl',
  'perl',
  'python3.11',
  'python3.13',
  'systemd',
  'tiff',
  'tzdata',
  'vim',
]);
const OFTEN_FAMILIES = /^(?:openjdk|php\d|postgresql|ruby\d|nginx|apache2|python\d|bind9|imagemagick)/;

/** Chances a week. */
const RATES = { often: 0.06, system: 0.01, language: 0.03, file: 0.05, folder: 0.05 };

/** The rate of a package by its source package. */
export function rateOfPackage(source: string, isOfSystem: boolean): number {
  if (!isOfSystem) return RATES.language;
  return OFTEN.has(source) || OFTEN_FAMILIES.test(source) ? RATES.often : RATES.system;
}

/** The rate of what no package has. */
export function rateOfFiles(kind: 'file' | 'folder'): number {
  return RATES[kind];
}
