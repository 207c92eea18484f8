// The databases of system packages and what goes with them.
import { apkInstalled } from './apk/apk-installed.ts';
import { apkWorld } from './apk/apk-world.ts';
import { aptExtendedStates } from './apt/apt-extended-states.ts';
import { aptSettings } from './apt/apt-settings.ts';
import { aptSources } from './apt/apt-sources.ts';
import { chiselManifest } from './chisel/chisel-manifest.ts';
import { dpkgAlternatives } from './dpkg/dpkg-alternatives.ts';
import { dpkgDiversions } from './dpkg/dpkg-diversions.ts';
import { dpkgConffiles, dpkgList, dpkgMd5sums } from './dpkg/dpkg-info.ts';
import { dpkgStatus } from './dpkg/dpkg-status.ts';
import { dpkgStatusFolder } from './dpkg/dpkg-status-folder.ts';
import { opkgList } from './opkg/opkg-list.ts';
import { opkgControl, opkgStatus } from './opkg/opkg-status.ts';
import { osRelease } from './os-release.ts';
import type { RecordParser } from './record-parser.ts';

/** All parsers of system packages; no path is matched by two of them. */
export const SYSTEM_PARSERS: readonly RecordParser[] = [
  osRelease,
  dpkgStatus,
  dpkgStatusFolder,
  dpkgList,
  dpkgMd5sums,
  dpkgConffiles,
  dpkgDiversions,
  dpkgAlternatives,
  aptExtendedStates,
  aptSettings,
  aptSources,
  apkInstalled,
  apkWorld,
  opkgStatus,
  opkgControl,
  opkgList,
  chiselManifest,
];
