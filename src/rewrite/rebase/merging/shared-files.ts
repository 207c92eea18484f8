// Files that bases and applications both write as a matter of course, and what to do about each: merge it, or let the
// application's stand because nothing depends on it.
import { keyOfApkPackage, keyOfDebconf, keyOfDebianPackage } from '../../stanzas.ts';
import { mergeArchives } from './merge-archive.ts';
import { mergeCertificates } from './merge-certificates.ts';
import { mergeAccounts, mergeLineSets, mergeNamedLines } from './merge-lines.ts';
import type { FileVersions, MergeResult } from './merge-result.ts';
import { mergeStanzas } from './merge-stanzas.ts';

/** A file with a merger. */
export interface SharedFile {
  /** What it is, for people. */
  readonly what: string;
  merge(versions: FileVersions): MergeResult;
}

const DEBIAN_DATABASE: SharedFile = {
  what: "dpkg's database",
  merge: (versions) => mergeStanzas(versions, keyOfDebianPackage),
};
const APK_DATABASE: SharedFile = {
  what: "apk's database",
  merge: (versions) => mergeStanzas(versions, keyOfApkPackage),
};
const APK_SCRIPTS: SharedFile = { what: "apk's scripts", merge: mergeArchives };
const APK_TRIGGERS: SharedFile = { what: "apk's triggers", merge: mergeLineSets };
const DEBCONF: SharedFile = {
  what: "debconf's database",
  merge: (versions) => mergeStanzas(versions, keyOfDebconf),
};
const CERTIFICATES: SharedFile = { what: 'the bundle of certificates', merge: mergeCertificates };
const USERS: SharedFile = { what: 'the users', merge: mergeAccounts };
const GROUPS: SharedFile = { what: 'the groups', merge: mergeAccounts };
const SHADOW: SharedFile = { what: 'passwords and subordinate ids', merge: mergeNamedLines };
const LINES: SharedFile = { what: 'a list of lines', merge: mergeLineSets };

const SHARED: Readonly<Record<string, SharedFile>> = {
  'var/lib/dpkg/status': DEBIAN_DATABASE,
  'var/lib/apt/extended_states': { ...DEBIAN_DATABASE, what: "apt's marks" },
  'var/cache/debconf/config.dat': DEBCONF,
  'var/cache/debconf/templates.dat': DEBCONF,
  'var/cache/debconf/passwords.dat': DEBCONF,
  'var/lib/dpkg/triggers/File': LINES,
  'var/lib/dpkg/statoverride': LINES,
  'lib/apk/db/installed': APK_DATABASE,
  'usr/lib/apk/db/installed': APK_DATABASE,
  'lib/apk/db/scripts.tar': APK_SCRIPTS,
  'usr/lib/apk/db/scripts.tar': APK_SCRIPTS,
  'lib/apk/db/triggers': APK_TRIGGERS,
  'usr/lib/apk/db/triggers': APK_TRIGGERS,
  'etc/apk/world': LINES,
  'etc/passwd': USERS,
  'etc/group': GROUPS,
  'etc/shadow': SHADOW,
  'etc/gshadow': SHADOW,
  'etc/subuid': SHADOW,
  'etc/subgid': SHADOW,
  'etc/shells': LINES,
  'etc/ca-certificates.conf': LINES,
  'etc/ssl/certs/ca-certificates.crt': CERTIFICATES,
  'etc/ssl/cert.pem': CERTIFICATES,
  'etc/pki/tls/certs/ca-bundle.crt': CERTIFICATES,
  'etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem': CERTIFICATES,
};

/** The cache of shared libraries, which is written anew. */
export const LOADER_CACHE = 'etc/ld.so.cache';

/** What its own programs write again, or never read: backups, logs, locks, caches. */
const HARMLESS: readonly RegExp[] = [
  /^var\/log\//,
  /^(?:var\/)?tmp\//,
  /^run\//,
  /^var\/cache\/(?:ldconfig|apt|man|fontconfig|apk)\//,
  /^var\/cache\/debconf\/[a-z]+\.dat-old$/,
  /^var\/lib\/apt\/lists\//,
  /^var\/lib\/(?:apt\/)?daily_lock$/,
  /^var\/lib\/dpkg\/(?:status-old|available(?:-old)?|diversions-old|statoverride-old|lock(?:-frontend)?|triggers\/(?:Lock|Unincorp))$/,
  /^var\/cache\/apt\/archives\/lock$/,
  /^etc\/(?:passwd|group|shadow|gshadow|subuid|subgid)-$/,
  /^etc\/\.pwd\.lock$/,
  /^(?:usr\/)?lib\/apk\/db\/lock$/,
  /^root\/\.cache\//,
];

/** How to merge a file, by its path without a leading slash; undefined where it is no such file. */
export function findSharedFile(path: string): SharedFile | undefined {
  return Object.hasOwn(SHARED, path) ? SHARED[path] : undefined;
}

/** Whether the application's version of a file may hide the new base's. */
export function isHarmless(path: string): boolean {
  return HARMLESS.some((pattern) => pattern.test(path));
}
