// Trees of base images, by what matters for rules: real paths, and real sizes where a rule's floor decides.
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { HEADS, type TestFile } from './judge-files.ts';
import { dir, file, symlink } from './layers.ts';

/** A file of a size, its content different from that of all others. */
export function sized(path: string, sizeBytes: number, head: Uint8Array = Buffer.alloc(0)): TarItem {
  const content = Buffer.alloc(sizeBytes, `${path}\n`);
  content.set(head);
  return file(path, content);
}

/** A slim Debian. */
export const debian: readonly TestFile[] = [
  sized('usr/bin/bash', 1_265_648, HEADS.elfExecutable),
  sized('usr/lib/x86_64-linux-gnu/libc.so.6', 1_922_136, HEADS.elfShared),
  sized('usr/lib/x86_64-linux-gnu/crt1.o', 1_800, HEADS.elfObject),
  sized('usr/lib/locale/C.utf8/LC_CTYPE', 353_616),
  sized('usr/share/locale/uk/LC_MESSAGES/coreutils.mo', 483_282),
  sized('usr/share/doc/gpgv/changelog.gz', 436_225, HEADS.gzip),
  sized('usr/share/doc/gpgv/copyright', 12_000),
  sized('usr/share/zoneinfo/Europe/London', 3_664),
  sized('usr/share/perl/5.36.0/unicore/Name.pl', 400_000),
  sized('var/cache/debconf/templates.dat', 753_157),
  sized('var/cache/debconf/templates.dat-old', 456_085),
  sized('var/cache/debconf/config.dat-old', 3_429),
  sized('var/lib/dpkg/status', 90_503),
  sized('var/lib/dpkg/status-old', 90_009),
  sized('var/lib/dpkg/diversions-old', 29),
  sized('var/lib/apt/extended_states', 1_310),
  sized('var/log/dpkg.log', 110_000),
  sized('var/log/apt/term.log', 60_000),
  sized('etc/passwd', 839),
  file('etc/passwd-', 'root:x:0:0:root:/root:/bin/bash\n'),
  file('etc/machine-id'),
  'etc/skel/.bashrc',
  'root/.bashrc',
  file('var/lib/apt/lists/lock'),
  file('var/cache/apt/archives/lock'),
  file('var/log/lastlog'),
  dir('tmp', { mode: 0o1777 }),
  dir('var/lib/apt/lists/partial'),
  symlink('usr/tmp', '../var/tmp'),
];

/** An Alpine. */
export const alpine: readonly TestFile[] = [
  sized('bin/busybox', 808_712, HEADS.elfExecutable),
  symlink('bin/sh', '/bin/busybox'),
  sized('lib/ld-musl-x86_64.so.1', 654_344, HEADS.elfShared),
  sized('lib/apk/db/installed', 13_000),
  sized('lib/apk/db/scripts.tar', 20_480, HEADS.tar),
  file('lib/apk/db/lock'),
  sized('etc/apk/keys/alpine-devel@lists.alpinelinux.org-6165ee59.rsa.pub', 800),
  'etc/apk/world',
  sized('etc/ssl/certs/ca-certificates.crt', 219_342),
  'etc/logrotate.d/acpid',
  dir('var/cache/apk'),
  dir('var/cache/misc'),
  dir('var/log'),
  dir('tmp', { mode: 0o1777 }),
];
