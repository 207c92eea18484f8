// Packages whose class says otherwise, and that services run or need: reviewed by name, because a false alarm costs more
// trust than ten missed findings earn.

const NAMES: ReadonlySet<string> = new Set([
  // Section devel, by where they came from; programs and data that packages depend on
  'desktop-file-utils',
  'distro-info',
  'distro-info-data',
  'debconf-utils',
  'libdebuginfod-common',
  'libzvbi-common',
  'environment-modules',
  'lmod',
  'mpich',
  'mpi-default-bin',
  'oathtool',
  'idn2',
  'gsasl',
  'xdg-utils-cxx',
  'systemtap-runtime',
  'gcc-mingw-w64-base',
  'scala-library',
  'wx-common',
  'opencv-data',
  'qtchooser',
  'libpng-tools',
  'libdeflate-tools',
  'libinput-tools',
  // Section devel: services and their tools
  'buildah',
  'skopeo',
  'umoci',
  'runc',
  'crun',
  'rootlesskit',
  'containernetworking-plugins',
  'containers-storage',
  'nix-bin',
  'nix-setup-systemd',
  'snapd',
  'webhook',
  'v2ray',
  'shadowsocks-v2ray-plugin',
  'cloudsql-proxy',
  'etcd-discovery',
  'endlessh',
  'omniorb-nameserver',
  'go-mmproxy',
  'gobgpd',
  'mender-client',
  'godot3-server',
  'godot3-runner',
  'sql-migrate',
  'lego',
  'serf',
  'highlight',
  'highlight-common',
  'source-highlight',
  'jsonnet',
  'minizinc',
  'powershell',
  'obs-server',
  'obs-worker',
  'openqa',
  'openqa-worker',
  // Section editors: office suites convert documents in services
  'abiword',
  'abiword-common',
  'diffuse',
  'bbe',
  'poke',
  'lyx',
  'lyx-common',
  'xxd',
  // Section vcs: patches are of builds, which the reviewed table says; servers and pages
  'patch',
  'quilt',
  'wiggle',
  'gitweb',
  'cvsweb',
  'klaus',
  'gitolite3',
  'git-daemon-run',
  'git-daemon-sysvinit',
  // In the base images of Red Hat's distributions
  'vim-minimal',
]);

/**
 * Libraries and modules of interpreters, exporters, and run times that come from others than the distribution: NVIDIA puts CUDA's
 * libraries, and Ubuntu .NET's run time, into section devel.
 */
const PREFIXES =
  /^(?:libreoffice|python3?|pypy3?|ruby|erlang|node|php|lua|perl|qml6?-module|gambas3-gb|ros-(?!.*-dev$)|prometheus|opensmtpd-filter|dotnet-(?:runtime|host|hostfxr|apphost)|aspnetcore|cuda|nvidia|tensorrt|rocm|hip|openmpi|gr|dssi|texlive)-/;
/** These are what they say, whoever they are of. */
const CLEAR_NAME = /-(?:dev|devel|dbg|dbgsym|debuginfo|debugsource|doc)$/;

/** Whether the package serves though its section or group says otherwise. */
export function hasRuntimeUse(name: string): boolean {
  if (CLEAR_NAME.test(name)) return false;
  return NAMES.has(name) || PREFIXES.test(name);
}
