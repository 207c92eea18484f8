// Debian packages of the shop's images: their places in a hierarchy are Debian's, their sizes a twentieth of it.
import { file, program, text } from './made-files.mjs';

const KB = 1000;

/** By name: section, what it needs, its files with their bytes, and whether it is there for others only. */
export const PACKAGES = {
  libc6: { section: 'libs', files: { 'usr/lib/x86_64-linux-gnu/libc.so.6': 600 * KB } },
  dash: { section: 'shells', essential: true, depends: 'libc6', files: { 'usr/bin/dash': 60 * KB } },
  coreutils: {
    section: 'utils',
    essential: true,
    depends: 'libc6',
    files: { 'usr/bin/ls': 140 * KB, 'usr/bin/cp': 140 * KB },
  },
  dpkg: { section: 'admin', essential: true, depends: 'libc6', files: { 'usr/bin/dpkg': 160 * KB } },
  apt: {
    section: 'admin',
    depends: 'libc6',
    files: { 'usr/bin/apt-get': 40 * KB, 'usr/lib/x86_64-linux-gnu/libapt-pkg.so.6.0': 200 * KB },
  },
  openssl: { section: 'utils', depends: 'libc6', automatic: true, files: { 'usr/bin/openssl': 120 * KB } },
  'ca-certificates': {
    section: 'misc',
    depends: 'openssl',
    files: { 'usr/share/ca-certificates/mozilla/all.crt': 40 * KB },
  },
  libcurl4: {
    section: 'libs',
    depends: 'libc6',
    automatic: true,
    files: { 'usr/lib/x86_64-linux-gnu/libcurl.so.4': 80 * KB },
  },
  curl: {
    section: 'web',
    depends: 'libcurl4',
    recommends: 'ca-certificates',
    files: { 'usr/bin/curl': 30 * KB },
  },
  'libpython3.11-stdlib': {
    section: 'python',
    depends: 'libc6',
    automatic: true,
    files: { 'usr/lib/python3.11/os.py': 90 * KB, 'usr/lib/python3.11/asyncio.py': 1600 * KB },
  },
  'python3.11': {
    section: 'python',
    depends: 'libpython3.11-stdlib',
    automatic: true,
    files: { 'usr/bin/python3.11': 1900 * KB },
  },
  python3: {
    section: 'python',
    depends: 'python3.11',
    files: { 'usr/share/python3/debian_defaults': 1 * KB },
  },
  'python3-pip': {
    section: 'python',
    depends: 'python3',
    files: { 'usr/lib/python3/dist-packages/pip/main.py': 200 * KB },
  },
  'libc6-dev': {
    section: 'libdevel',
    depends: 'libc6',
    automatic: true,
    files: { 'usr/include/stdio.h': 60 * KB, 'usr/lib/x86_64-linux-gnu/libc.a': 240 * KB },
  },
  binutils: {
    section: 'devel',
    depends: 'libc6',
    automatic: true,
    files: { 'usr/bin/ld': 170 * KB, 'usr/bin/as': 90 * KB },
  },
  gcc: {
    section: 'devel',
    depends: 'binutils, libc6-dev',
    automatic: true,
    files: { 'usr/bin/x86_64-linux-gnu-gcc-12': 900 * KB },
  },
  'g++': {
    section: 'devel',
    depends: 'gcc',
    automatic: true,
    files: { 'usr/bin/x86_64-linux-gnu-g++-12': 700 * KB },
  },
  make: { section: 'devel', depends: 'libc6', automatic: true, files: { 'usr/bin/make': 30 * KB } },
  'build-essential': {
    section: 'devel',
    depends: 'gcc, g++, make, libc6-dev',
    files: { 'usr/share/build-essential/list': 1 * KB },
  },
  gdb: { section: 'devel', depends: 'libc6', files: { 'usr/bin/gdb': 560 * KB } },
  'vim-runtime': {
    section: 'editors',
    source: 'vim',
    automatic: true,
    files: { 'usr/share/vim/vim90/syntax.vim': 1700 * KB },
  },
  vim: { section: 'editors', depends: 'vim-runtime, libc6', files: { 'usr/bin/vim.basic': 190 * KB } },
  'vim-tiny': { section: 'editors', source: 'vim', depends: 'libc6', files: { 'usr/bin/vim.tiny': 85 * KB } },
  git: { section: 'vcs', depends: 'libcurl4', files: { 'usr/bin/git': 400 * KB } },
  nginx: { section: 'httpd', depends: 'libc6', files: { 'usr/sbin/nginx': 60 * KB } },
};

/** What apt-get brings for these names onto what is there, in the order in which dpkg unpacks. */
export function closureOf(names, present = []) {
  const found = [];
  const add = (name) => {
    if (present.includes(name) || found.includes(name)) return;
    for (const needed of listOf(PACKAGES[name].depends)) add(needed);
    found.push(name);
  };
  for (const name of names) add(name);
  return found;
}

/** A layer that adds `fresh` to what is `present`: the files of the new ones, and the database as it is then. */
export function installLayer(present, fresh, versions = {}) {
  const all = [...present, ...fresh];
  const automatic = all.filter((name) => PACKAGES[name].automatic);
  return [
    ...fresh.flatMap((name) => filesOf(name, versions[name])),
    file('var/lib/dpkg/status', all.map((name) => `${stanzaOf(name, versions[name])}\n`).join('')),
    file(
      'var/lib/apt/extended_states',
      automatic.map((name) => `Package: ${name}\nArchitecture: amd64\nAuto-Installed: 1\n\n`).join(''),
    ),
    ...fresh.map((name) =>
      file(
        `var/lib/dpkg/info/${name}.list`,
        Object.keys(PACKAGES[name].files)
          .map((path) => `/${path}\n`)
          .join(''),
      ),
    ),
  ];
}

/** The package index of this Debian, as apt keeps it. */
export function packagesIndex() {
  return Object.keys(PACKAGES)
    .map((name) => `${offerOf(name)}\n`)
    .join('');
}

function filesOf(name, version = '') {
  return Object.entries(PACKAGES[name].files).map(([path, bytes]) => {
    const seed = [...`${path}${version}`].reduce(
      (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521,
      7,
    );
    return /bin\/|\.so/.test(path) ? program(path, bytes, seed) : file(path, text(bytes, seed));
  });
}

function stanzaOf(name, version = '12-1') {
  const { section, depends, recommends, source, essential } = PACKAGES[name];
  const bytes = Object.values(PACKAGES[name].files).reduce((sum, size) => sum + size, 0);
  return [
    `Package: ${name}`,
    'Status: install ok installed',
    ...(essential ? ['Essential: yes'] : []),
    'Priority: optional',
    `Section: ${section}`,
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
    'Maintainer: The shop <shop@shop.example>',
    'Architecture: amd64',
    ...(source ? [`Source: ${source}`] : []),
    `Version: ${version}`,
    ...(depends ? [`Depends: ${depends}`] : []),
    ...(recommends ? [`Recommends: ${recommends}`] : []),
    `Description: ${name} of the shop's example`,
    '',
  ].join('\n');
}

function offerOf(name) {
  return stanzaOf(name).replace('Status: install ok installed\n', '');
}

function listOf(names) {
  return names === undefined ? [] : names.split(', ');
}
