// Paths whose content is another after every build though nothing was changed: logs, caches, stamps. A rebuilt image that differs
// from the one before in these alone counts as the same. Each entry was reviewed: nothing that an image is run for reads what it
// names, or whoever reads it makes it anew (docs/decisions/early-cut-off.md).

/** One kind of volatile path. */
export interface VolatilePath {
  /** As reports name it. */
  readonly name: string;
  /** Matches whole paths, without the leading slash. */
  readonly pattern: RegExp;
  /** Why it may differ, and why that does not matter. */
  readonly why: string;
  /** A path that it matches, for people and tests. */
  readonly example: string;
  /** A path right beside it that counts. */
  readonly counts: string;
}

/** The list. */
export const VOLATILE_PATHS: readonly VolatilePath[] = [
  {
    name: 'logs of apt and dpkg',
    pattern: /^var\/log\/(?:apt(?:\/.*)?|dpkg\.log|alternatives\.log)$/,
    why: 'what was installed at which time; nothing reads it back',
    example: 'var/log/apt/history.log',
    counts: 'var/log/app.log',
  },
  {
    name: 'caches of apt',
    pattern: /^var\/cache\/apt\/(?:pkgcache\.bin|srcpkgcache\.bin|archives(?:\/.*)?)$/,
    why: 'packages that were downloaded, and indexes in a form that apt makes anew from its lists',
    example: 'var/cache/apt/archives/curl_8_amd64.deb',
    counts: 'var/lib/apt/lists/mirror_InRelease',
  },
  {
    name: 'stamps of apt',
    pattern: /^var\/lib\/apt\/(?:periodic(?:\/.*)?|daily_lock|lists\/lock)$/,
    why: 'empty files whose times say when something last ran',
    example: 'var/lib/apt/periodic/update-stamp',
    counts: 'var/lib/apt/extended_states',
  },
  {
    name: 'locks and the last state of dpkg',
    pattern:
      /^var\/lib\/dpkg\/(?:lock|lock-frontend|triggers\/Lock|(?:status|available|diversions|statoverride)-old)$/,
    why: 'empty locks, and what each file was one step before; dpkg writes the old one and never reads it',
    example: 'var/lib/dpkg/status-old',
    counts: 'var/lib/dpkg/status',
  },
  {
    name: 'the last state of debconf',
    pattern: /^var\/cache\/debconf\/(?:config|templates|passwords)\.dat-old$/,
    why: 'what each file was one step before, in the order of a hash table',
    example: 'var/cache/debconf/templates.dat-old',
    counts: 'var/cache/debconf/config.dat',
  },
  {
    name: "ldconfig's notes",
    pattern: /^var\/cache\/ldconfig\/aux-cache$/,
    why: 'inode numbers and times of libraries, which make the next ldconfig faster; /etc/ld.so.cache itself counts',
    example: 'var/cache/ldconfig/aux-cache',
    counts: 'etc/ld.so.cache',
  },
  {
    name: 'logs of logins',
    pattern: /^var\/log\/(?:lastlog|faillog|tallylog|wtmp|btmp)$/,
    why: 'records that adding a user grows; a container logs nobody in',
    example: 'var/log/lastlog',
    counts: 'var/log/last',
  },
  {
    name: 'logs and caches of apk',
    pattern: /^var\/(?:log\/apk\.log|cache\/apk\/.+)$/,
    why: 'what was installed at which time, and packages and indexes that were downloaded',
    example: 'var/cache/apk/APKINDEX.066df28d.tar.gz',
    counts: 'lib/apk/db/installed',
  },
  {
    name: 'logs and caches of dnf and yum',
    pattern:
      /^var\/(?:log\/(?:dnf|dnf\.rpm|dnf\.librepo|dnf5|hawkey|yum)\.log|cache\/(?:dnf|libdnf5|yum)(?:\/.*)?|lib\/dnf\/history\.sqlite(?:-shm|-wal)?)$/,
    why: 'what was installed at which time, and packages and indexes that were downloaded',
    example: 'var/lib/dnf/history.sqlite',
    counts: 'var/lib/rpm/rpmdb.sqlite',
  },
  {
    name: 'caches of pip',
    pattern: /^(?:.+\/)?\.cache\/pip(?:\/.*)?$/,
    why: 'packages that were downloaded or built; pip installs without them as well',
    example: 'root/.cache/pip/http/a/b',
    counts: 'root/.cache/models/a',
  },
  {
    name: 'logs and caches of npm',
    pattern: /^(?:.+\/)?\.npm\/(?:_logs|_cacache|_update-notifier-last-checked)(?:\/.*)?$/,
    why: 'what npm did at which time, and packages that were downloaded; what is installed lies in node_modules',
    example: 'root/.npm/_logs/2026-01-01T00_00_00_000Z-debug-0.log',
    counts: 'root/.npm/_npx/a/node_modules/b/index.js',
  },
  {
    name: 'caches of yarn',
    pattern: /^(?:.+\/)?(?:\.cache\/yarn|\.yarn-cache)(?:\/.*)?$/,
    why: 'packages that were downloaded; what is installed lies in node_modules',
    example: 'usr/local/share/.cache/yarn/v6/npm-left-pad',
    counts: 'srv/.yarn/cache/left-pad.zip',
  },
  {
    name: 'caches in node_modules',
    pattern: /^(?:.+\/)?node_modules\/\.cache(?:\/.*)?$/,
    why: 'where build tools keep what they can make anew, with times in it',
    example: 'srv/node_modules/.cache/babel-loader/a.json',
    counts: 'srv/node_modules/cache/index.js',
  },
  {
    name: "Node's cache of compiled code",
    pattern: /^tmp\/(?:node-compile-cache|v8-compile-cache-\d+)(?:\/.*)?$/,
    why: 'code that Node compiles anew where the cache is not there',
    example: 'tmp/node-compile-cache/v22/a',
    counts: 'tmp/app/a',
  },
  {
    name: "Java's shared counters",
    pattern: /^tmp\/hsperfdata_[^/]+(?:\/.*)?$/,
    why: 'files of Java processes that have ended',
    example: 'tmp/hsperfdata_root/17',
    counts: 'tmp/hsperf/17',
  },
  {
    name: 'logs of building Ruby extensions',
    pattern: /^(?:.+\/)?extensions\/.+\/(?:gem_make\.out|mkmf\.log)$/,
    why: 'what the compiler said, with temporary folders and times in it',
    example: 'var/lib/gems/3.1.0/extensions/x86_64-linux/3.1.0/json-2.6/gem_make.out',
    counts: 'var/lib/gems/3.1.0/extensions/x86_64-linux/3.1.0/json-2.6/json.so',
  },
  {
    name: 'the cache of fonts',
    pattern: /^(?:var\/cache\/fontconfig|(?:.+\/)?\.cache\/fontconfig)(?:\/.*)?$/,
    why: 'times of font folders; fontconfig makes it anew where it does not fit',
    example: 'var/cache/fontconfig/a-le64.cache-7',
    counts: 'usr/share/fonts/truetype/a.ttf',
  },
  {
    name: 'the index of manual pages',
    pattern: /^var\/cache\/man(?:\/.*)?$/,
    why: 'times of manual pages; man makes it anew',
    example: 'var/cache/man/index.db',
    counts: 'usr/share/man/man1/ls.1.gz',
  },
  {
    name: "systemd's stamps",
    pattern: /^(?:etc|var)\/\.updated$/,
    why: 'the time at which /usr was last changed, for a system that boots',
    example: 'etc/.updated',
    counts: 'etc/updated',
  },
];

/** The entry that a path is of, or undefined where its content counts. */
export function findVolatile(path: string): VolatilePath | undefined {
  return VOLATILE_PATHS.find(({ pattern }) => pattern.test(path));
}
