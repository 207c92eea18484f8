// Real packages, built from specs and installed into a root of their own.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../run-program.ts';
import { DEBIAN_RPM, runRpm } from './query-rpm.ts';

const MANY = 1500;

const head = (name: string, version: string, more: readonly string[] = []): string =>
  [
    `Name: ${name}`,
    `Version: ${version}`,
    'Release: 1%{?dist}',
    'Summary: Made for a test',
    'License: MIT and (GPLv2+ or Artistic)',
    ...more,
    '%description',
    'Made for a test.',
    '',
  ].join('\n');

const plain = (version: string): string => `${head('plimsoll-plain', version, [
  'Epoch: 3',
  'Group: System Environment/Base',
  'Vendor: Plimsoll tests',
  'Requires: plimsoll-noarch >= 1.0, /bin/sh, (foo if bar)',
  'Requires(pre): shadow < 99',
  'Recommends: docs > 1:2-3',
  'Provides: editor, vi = 9:1.0-1',
])}
%package devel
Summary: Headers
Requires: %{name} = %{epoch}:%{version}-%{release}
%description devel
Headers.
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/include/p %{buildroot}/usr/share/doc/p %{buildroot}/var/log "%{buildroot}/opt/with blank"
echo ${version} > %{buildroot}/usr/bin/p
ln -s p %{buildroot}/usr/bin/link
echo h > %{buildroot}/usr/include/p/p.h
echo d > %{buildroot}/usr/share/doc/p/README
echo ü > "%{buildroot}/opt/with blank/grün"
touch %{buildroot}/var/log/p.log
%files
/usr/bin/p
/usr/bin/link
%dir /usr/share/doc/p
%doc /usr/share/doc/p/README
%ghost /var/log/p.log
"/opt/with blank"
%files devel
/usr/include/p
`;

/** More than a page of names, so that the header lies on overflow pages. */
const large = (
  name: string,
): string => `${head(name, '20240101', ['BuildArch: noarch', 'Epoch: 0', 'AutoReqProv: no'])}
%install
mkdir -p %{buildroot}/usr/share/${name}/a %{buildroot}/usr/share/${name}/b
for i in $(seq ${MANY}); do echo $i > %{buildroot}/usr/share/${name}/b/a-name-of-some-length-$i; done
%files
/usr/share/${name}
`;

const bare = (
  name: string,
): string => `${head(name, '1.0', ['BuildArch: noarch', 'URL: https://example.org'])}
%files
`;

/** Packages that bring the same path with other contents, so that the later one replaces the file. */
const same = (name: string): string => `${head(name, '1.0', ['BuildArch: noarch'])}
%install
mkdir -p %{buildroot}/usr/share
echo ${name} > %{buildroot}/usr/share/same
%files
/usr/share/same
`;

/** The spec files, by name. */
export const SPECS: Readonly<Record<string, string>> = {
  old: plain('0.9'),
  plain: plain('1.2~rc1'),
  noarch: bare('plimsoll-noarch'),
  removed: large('plimsoll-removed'),
  large: large('plimsoll-large'),
  one: same('plimsoll-one'),
  two: same('plimsoll-two'),
  ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`bare${i}`, bare(`plimsoll-bare${i}`)])),
};

/** What is installed together: arguments of rpm and the files that they are for. A later one removes `plimsoll-removed`. */
export const TRANSACTIONS: readonly { readonly args: readonly string[]; readonly pattern: RegExp }[] = [
  { args: ['-i'], pattern: /plimsoll-(plain-0\.9|plain-devel-0\.9|removed|one|bare1)/ },
  { args: ['-i'], pattern: /plimsoll-(noarch|large|bare)(?!1)/ },
  { args: ['-U', '--excludedocs'], pattern: /plimsoll-(plain|plain-devel)-1\.2/ },
  { args: ['-i', '--replacefiles'], pattern: /plimsoll-two/ },
];

/** Builds all in `work` and installs them in `root`, some in a second transaction, one replaced, one removed. */
export async function buildAndInstall(work: string, root: string): Promise<void> {
  const top = join(work, 'build');
  await mkdir(join(top, 'SPECS'), { recursive: true });
  await mkdir(join(root, 'var/lib/rpm'), { recursive: true });
  for (const [name, text] of Object.entries(SPECS)) await writeFile(join(top, 'SPECS', `${name}.spec`), text);
  const paths = Object.keys(SPECS).map((name) => join(top, 'SPECS', `${name}.spec`));
  const built = await runProgram('rpmbuild', ['-bb', '--define', `_topdir ${top}`, ...paths]);
  if (!built.isDone) throw new Error(built.complaint);
  const found = await runProgram('find', [join(top, 'RPMS'), '-name', '*.rpm']);
  const rpms = found.output.trim().split('\n').sort();
  const change = (...args: readonly string[]): Promise<string> =>
    runRpm(DEBIAN_RPM, ['--root', root, '--dbpath', '/var/lib/rpm', '--nodeps', ...args]);
  for (const { args, pattern } of TRANSACTIONS)
    await change('--nosignature', ...args, ...rpms.filter((path) => pattern.test(path)));
  await change('-e', 'plimsoll-removed');
}
