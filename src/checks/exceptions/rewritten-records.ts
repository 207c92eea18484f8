// Records that every installation writes anew, in whatever layer it happens: package databases, their backups and logs, and
// what package scripts derive from all that is installed. The version of the layer below is hidden then, and nobody who
// builds upon that layer can help it.

/** Backups and logs of these records; whoever removes them, as is good, cannot but hide those of the layer below. */
const BACKUPS = [
  'var/lib/dpkg/*-old',
  'var/cache/debconf/*-old',
  'var/backups/*',
  'etc/passwd-',
  'etc/group-',
  'etc/shadow-',
  'etc/gshadow-',
  'etc/subuid-',
  'etc/subgid-',
  'var/lib/rpm/__db.*',
  'usr/lib/sysimage/rpm/__db.*',
  'var/log/dpkg.log',
  'var/log/apt/*',
  'var/log/alternatives.log',
  'var/log/fontconfig.log',
  'var/log/dnf*.log',
  'var/log/hawkey.log',
  'var/log/yum.log',
  'var/log/zypper.log',
  'var/log/zypp/*',
  'var/log/pacman.log',
  'var/log/lastlog',
  'var/log/faillog',
];

const RECORDS = [
  // dpkg, debconf, apt, ucf, and helpers of their scripts
  'var/lib/dpkg/',
  'var/cache/debconf/',
  'var/lib/apt/extended_states',
  'var/lib/ucf/',
  'var/lib/pam/',
  'etc/pam.d/common-*',
  'var/lib/systemd/deb-systemd-*/',
  // apk
  'lib/apk/db/',
  'usr/lib/apk/db/',
  'etc/apk/world',
  // rpm, dnf, yum, zypper
  'var/lib/rpm/',
  'usr/lib/sysimage/',
  'var/lib/dnf/',
  'var/lib/yum/',
  'var/lib/zypp/',
  // pacman
  'var/lib/pacman/local/',
  // accounts, which packages and RUNs add
  'etc/passwd',
  'etc/group',
  'etc/shadow',
  'etc/gshadow',
  'etc/subuid',
  'etc/subgid',
  'etc/shells',
  // indexes of all libraries, certificates, types, fonts, icons, manuals...
  'etc/ld.so.cache',
  'var/cache/ldconfig/',
  'etc/ssl/certs/ca-certificates.crt',
  'etc/ssl/certs/java/cacerts',
  'etc/pki/ca-trust/extracted/',
  'etc/mailcap',
  'usr/share/mime/',
  'usr/share/applications/mimeinfo.cache',
  'var/cache/fontconfig/',
  'usr/lib/fontconfig/cache/',
  'usr/share/icons/*/icon-theme.cache',
  'usr/share/glib-2.0/schemas/gschemas.compiled',
  'usr/lib/*/gio/modules/giomodule.cache',
  'usr/lib/*/gdk-pixbuf-2.0/*/loaders.cache',
  'usr/share/info/dir',
  'var/cache/man/',
  'var/lib/systemd/catalog/',
  'etc/udev/hwdb.bin',
  'usr/lib/udev/hwdb.bin',
  'var/lib/texmf/',
];

const isBackup = matching(BACKUPS);
const isRecord = matching([...BACKUPS, ...RECORDS]);

/** Whether every installation in a later layer writes the file anew. */
export function isRewrittenRecord(path: string): boolean {
  return isRecord(path);
}

/** Whether the file is an old version or a log that an installation in a later layer replaces, and that may well go there. */
export function isRecordBackup(path: string): boolean {
  return isBackup(path);
}

/** One pattern for all: `*` is any name or part of one, a folder ends in `/` and stands for all in it. */
function matching(patterns: readonly string[]): (path: string) => boolean {
  const sources = patterns.map((pattern) =>
    pattern.replace(/[.$+]/g, '\\$&').replaceAll('*', '[^/]*').replace(/\/$/, '/.+'),
  );
  const regex = new RegExp(`^(?:${sources.join('|')})$`, 's');
  return (path) => regex.test(path);
}
