import { describe, expect, it } from 'vitest';
import { BARE_RECORD, type PackageType } from '../../../../src/contents/packages/package-record.ts';
import { findRoles } from '../../../../src/contents/packages/roles/find-roles.ts';

function rolesOf(type: PackageType, name: string, fields: Readonly<Record<string, string>> = {}): string {
  const roles = findRoles({ ...BARE_RECORD, type, name, version: '1', fields, files: { kind: 'elsewhere' } });
  return roles.map(({ role, because }) => `${role}: ${because}`).join('; ');
}
const debian = (name: string, section: string, more = {}): string =>
  rolesOf('deb', name, { Section: section, ...more });

describe('Debian packages', () => {
  it.each([
    ['libssl-dev', 'libdevel', 'development: Debian section libdevel'],
    ['python3-dev', 'python', 'development: name ends in -dev'],
    ['default-libmysqlclient-dev', 'universe/libdevel', 'development: Debian section libdevel'],
    ['libc6-dbg', 'debug', 'debugger: Debian section debug'],
    ['nginx-dbgsym', 'web', 'debugger: name ends in -dbgsym'],
    ['manpages-dev', 'doc', 'documentation: Debian section doc; development: reviewed list'],
    ['gdb', 'devel', 'development: Debian section devel; debugger: reviewed list'],
    ['strace', 'utils', 'debugger: reviewed list'],
    ['cpp-12', 'interpreters', 'compiler: reviewed list'],
    ['binutils-x86-64-linux-gnu', 'devel', 'development: Debian section devel; compiler: reviewed list'],
    ['openjdk-17-jdk-headless', 'java', 'compiler: reviewed list'],
    ['zulu-8', 'java', 'compiler: reviewed list'],
    ['dotnet-sdk-8.0', 'libs', 'compiler: reviewed list'],
    ['git', 'vcs', 'version-control: Debian section vcs'],
    ['patch', 'vcs', 'development: reviewed list'],
    ['openssh-server', 'net', 'remote-access: reviewed list'],
    ['php8.2-xdebug', 'php', 'debugger: reviewed list'],
    ['cuda-nvcc-12-2', 'multiverse/devel', 'compiler: reviewed list'],
  ])('%s of section %s', (name, section, roles) => {
    expect(debian(name, section)).toBe(roles);
  });

  it('by what they provide, and by tags where the metadata has them', () => {
    expect(debian('gcc-12', 'devel', { Provides: 'c-compiler, gcc-x86-64-linux-gnu (= 4:12)' })).toBe(
      'compiler: provides c-compiler; development: Debian section devel',
    );
    expect(debian('dropbear-core', 'net', { Provides: 'ssh-server' })).toBe(
      'remote-access: provides ssh-server',
    );
    expect(debian('some-tool', 'misc', { Tag: 'devel::debugger, role::program' })).toBe(
      'debugger: Debian tag devel::debugger',
    );
  });

  it.each([
    ['gcc-12-base', 'libs'],
    ['libgcc-s1', 'libs'],
    ['libstdc++6', 'libs'],
    ['libcc1-0', 'libs'],
    ['libgomp1', 'libs'],
    ['perl-base', 'perl'],
    ['openjdk-17-jre-headless', 'java'],
    ['distro-info-data', 'devel'],
    ['desktop-file-utils', 'devel'],
    ['libzvbi-common', 'devel'],
    ['libreoffice-core-nogui', 'editors'],
    ['xxd', 'editors'],
    ['clisp', 'lisp'],
    ['libcublas-12-2', 'multiverse/devel'],
    ['cuda-cudart-12-2', 'multiverse/devel'],
    ['aspnetcore-runtime-8.0', 'universe/devel'],
    ['dotnet-hostfxr-8.0', 'universe/devel'],
    ['python3-setuptools', 'python'],
    ['erlang-base', 'interpreters'],
    ['toString', 'constructor'],
  ])('%s of section %s serves', (name, section) => {
    expect(debian(name, section)).toBe('');
  });

  it('an essential package serves, whatever its section says', () => {
    expect(debian('base-dev', 'devel', { Essential: 'yes' })).toBe('');
  });
});

describe('Alpine packages', () => {
  it.each([
    ['musl-dev', '', 'development: name ends in -dev'],
    ['openssl-dev', 'openssl', 'development: name ends in -dev'],
    ['zlib-static', 'zlib', 'development: name ends in -static'],
    ['bash-doc', 'bash', 'documentation: name ends in -doc'],
    ['musl-dbg', 'musl', 'debugger: reviewed list'],
    ['clang15', 'clang15', 'compiler: reviewed list'],
    ['git-perl', 'git', 'version-control: reviewed list'],
    ['vim-sound', 'vim', 'editor: part of vim'],
    ['openjdk17-jdk', 'openjdk17', 'compiler: reviewed list'],
    ['.build-deps', '', 'development: virtual package of build dependencies'],
    ['.phpize-deps', '', 'development: virtual package of build dependencies'],
  ])('%s', (name, origin, roles) => {
    expect(rolesOf('apk', name, origin === '' ? {} : { o: origin })).toBe(roles);
  });

  it.each([
    ['libgcc', 'gcc'],
    ['libstdc++', 'gcc'],
    ['libcurl', 'curl'],
    ['gcc-something', 'gcc'],
    ['.python-rundeps', ''],
    ['busybox', 'busybox'],
  ])('%s of %s serves', (name, origin) => {
    expect(rolesOf('apk', name, origin === '' ? {} : { o: origin })).toBe('');
  });
});

describe('rpm packages', () => {
  it.each([
    ['openssl-devel', '', 'development: name ends in -devel'],
    ['kernel-headers', '', 'development: name ends in -headers'],
    ['bash-debuginfo', '', 'debugger: name ends in -debuginfo'],
    ['gcc-c++', '', 'compiler: reviewed list'],
    ['java-17-openjdk-devel', '', 'compiler: reviewed list'],
    ['vim-enhanced', 'Applications/Editors', 'editor: rpm group Applications/Editors'],
    ['foo', 'Development/Debuggers', 'debugger: rpm group Development/Debuggers'],
  ])('%s of group "%s"', (name, group, roles) => {
    expect(rolesOf('rpm', name, { Group: group })).toBe(roles);
  });

  it.each([
    ['python', 'Development/Languages'],
    ['perl-libs', 'Development/Libraries'],
    ['java-17-openjdk-headless', 'Unspecified'],
    ['vim-minimal', 'Applications/Editors'],
    ['libgcc', 'System Environment/Libraries'],
  ])('%s of group %s serves', (name, group) => {
    expect(rolesOf('rpm', name, { Group: group })).toBe('');
  });
});

describe('language packages', () => {
  it.each<readonly [PackageType, string, Readonly<Record<string, string>>, string]>([
    ['pypi', 'pytest-cov', {}, 'test-framework: reviewed list'],
    ['pypi', 'Flake8', {}, 'development: reviewed list'],
    ['pypi', 'mock', {}, ''],
    ['pypi', 'setuptools', {}, ''],
    ['gem', 'rspec-core', {}, 'test-framework: reviewed list'],
    ['gem', 'minitest', {}, ''],
    ['gem', 'debug', {}, ''],
    ['npm', 'jest', {}, ''],
    ['npm', 'jest', { _development: 'true' }, 'test-framework: npm marks it as of development'],
    ['npm', 'typescript', { _development: 'true' }, 'development: npm marks it as of development'],
    ['composer', 'phpunit/phpunit', {}, 'test-framework: reviewed list'],
    ['composer', 'fakerphp/faker', { dev: 'true' }, 'development: Composer marks it as of development'],
    ['composer', 'monolog/monolog', {}, ''],
    ['golang', 'github.com/go-delve/delve', {}, ''],
    ['maven', 'junit:junit', {}, ''],
  ])('%s %s %j', (type, name, fields, roles) => {
    expect(rolesOf(type, name, fields)).toBe(roles);
  });
});
