// Which packages of a distribution are there to build only, and what of them is left when a program runs.

const BUILD_ONLY =
  /^(?:gcc|g\+\+|clang|gfortran|build-essential|build-base|make|cmake|ninja-build|ninja|meson|autoconf|automake|libtool|pkg-config|pkgconf|bison|flex|binutils|dpkg-dev|debhelper|swig|nasm|yasm|patch|musl-tools|linux-headers|golang|go|rust|rustc|cargo|default-jdk|openjdk\d*|maven|gradle|ant|python3-(?:pip|venv|setuptools|wheel)|py3-pip|pipx|npm|yarn|yarnpkg|node-typescript|composer|bundler|ruby-bundler|ruby-full)(?:-[\d.]+)?(?:-(?:jdk|jdk-headless|headless|go|bin))?$|-(?:dev|devel|headers)$/;
/** What fetches and unpacks: of no use to a finished program, unless it is called. */
const FETCHES =
  /^(?:git|curl|wget|unzip|zip|xz-utils|bzip2|gnupg2?|dirmngr|apt-transport-https|lsb-release|software-properties-common|subversion|mercurial|rsync|ca-certificates-java)$/;

/** Debian 12's run-time packages of those that end in -dev. */
const DEBIAN_LIBRARIES: Readonly<Record<string, string>> = {
  'default-libmysqlclient-dev': 'libmariadb3',
  'libcairo2-dev': 'libcairo2',
  'libcurl4-openssl-dev': 'libcurl4',
  'libevent-dev': 'libevent-2.1-7',
  'libffi-dev': 'libffi8',
  'libfreetype-dev': 'libfreetype6',
  'libfreetype6-dev': 'libfreetype6',
  'libgeos-dev': 'libgeos-c1v5',
  'libgmp-dev': 'libgmp10',
  'libicu-dev': 'libicu72',
  'libjpeg-dev': 'libjpeg62-turbo',
  'libjpeg62-turbo-dev': 'libjpeg62-turbo',
  'libldap2-dev': 'libldap-2.5-0',
  'liblz4-dev': 'liblz4-1',
  'libmagic-dev': 'libmagic1',
  'libmariadb-dev': 'libmariadb3',
  'libncurses-dev': 'libncurses6',
  'libonig-dev': 'libonig5',
  'libpng-dev': 'libpng16-16',
  'libpq-dev': 'libpq5',
  'librdkafka-dev': 'librdkafka1',
  'libreadline-dev': 'libreadline8',
  'libsasl2-dev': 'libsasl2-2',
  'libsodium-dev': 'libsodium23',
  'libsqlite3-dev': 'libsqlite3-0',
  'libssl-dev': 'libssl3',
  'libtiff-dev': 'libtiff6',
  'libuv1-dev': 'libuv1',
  'libvips-dev': 'libvips42',
  'libwebp-dev': 'libwebp7',
  'libxml2-dev': 'libxml2',
  'libxslt1-dev': 'libxslt1.1',
  'libyaml-dev': 'libyaml-0-2',
  'libzip-dev': 'libzip4',
  'libzmq3-dev': 'libzmq5',
  'libzstd-dev': 'libzstd1',
  'zlib1g-dev': 'zlib1g',
};
const ALPINE_LIBRARIES: Readonly<Record<string, string>> = {
  'jpeg-dev': 'libjpeg-turbo',
  'mariadb-connector-c-dev': 'mariadb-connector-c',
  'mariadb-dev': 'mariadb-connector-c',
  'openssl-dev': 'libssl3',
  'postgresql-dev': 'libpq',
};
/** Headers of what is no library, or of what every system has. */
const NO_LIBRARY =
  /^(?:libc6|musl|libc|linux-libc|python3(?:\.\d+)?|ruby|php|libstdc\+\+(?:-\d+)?|default-libc|nodejs|libpython3)-dev$/;

/** Whether a package serves building alone. */
export function isBuildPackage(name: string): boolean {
  return BUILD_ONLY.test(name) || FETCHES.test(name);
}

/** Whether it compiles or has what compiling needs: that it is installed tells that something is compiled. */
export function isCompilerPackage(name: string): boolean {
  return /^(?:gcc|g\+\+|clang|gfortran|build-essential|build-base|make|cmake|rustc|cargo|rust|golang.*)$|-(?:dev|devel)$/.test(
    name,
  );
}

/** The library packages behind header packages, and the header packages of which that is not known. */
export function librariesBehind(
  packages: readonly string[],
  family: string,
): { readonly known: readonly string[]; readonly unknown: readonly string[] } {
  const headers = packages.filter((name) => /-(?:dev|devel)$/.test(name) && !NO_LIBRARY.test(name));
  const known: string[] = [];
  const unknown: string[] = [];
  for (const name of headers) {
    const library =
      family === 'alpine'
        ? (ALPINE_LIBRARIES[name] ?? name.replace(/-dev$/, ''))
        : Object.hasOwn(DEBIAN_LIBRARIES, name)
          ? DEBIAN_LIBRARIES[name]
          : undefined;
    if (library === undefined) unknown.push(name);
    else known.push(library);
  }
  return { known: [...new Set(known)].sort(), unknown };
}
