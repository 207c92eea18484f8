// Packages by what they are for, as far as names tell: what builds, and what people work with.
import type { ModelStage } from '../../../dockerfile/model/dockerfile-model.ts';

const BUILD_NAMES: ReadonlySet<string> = new Set([
  'build-essential',
  'build-base',
  'base-devel',
  'alpine-sdk',
  'gcc',
  'g++',
  'gcc-c++',
  'c++',
  'clang',
  'llvm',
  'make',
  'cmake',
  'cmake3',
  'ninja-build',
  'ninja',
  'meson',
  'scons',
  'autoconf',
  'automake',
  'autotools-dev',
  'libtool',
  'pkg-config',
  'pkgconf',
  'pkgconfig',
  'bison',
  'flex',
  'nasm',
  'yasm',
  'swig',
  'gfortran',
  'gcc-gfortran',
  'dpkg-dev',
  'devscripts',
  'debhelper',
  'golang',
  'golang-go',
  'go',
  'rustc',
  'rust',
  'cargo',
  'rpm-build',
  'patch',
  'libc-dev',
  'linux-headers',
  'kernel-headers',
  'ccache',
  'Development Tools',
]);
const BUILD_PATTERN =
  /-(?:dev|devel|headers)$|^(?:gcc|g\+\+|clang|llvm|gfortran)-\d|^(?:openjdk|java)-?\d.*-(?:jdk|devel)|^linux-headers/;
/** They end in -dev and are there for running. */
const NO_BUILD = /^(?:python3?-minimal|libpam-dev.*|software-properties.*)$/;

/** Whether a package serves building alone. */
export function isBuildPackage(name: string): boolean {
  return (BUILD_NAMES.has(name) || BUILD_PATTERN.test(name)) && !NO_BUILD.test(name);
}

/** A package that people work with, and the programs that say it is used. */
export interface WorkTool {
  /** For people. */
  readonly what: string;
  readonly programs: RegExp;
  /** Whether it weighs a megabyte or so. */
  readonly isSmall: boolean;
}

const TOOLS: readonly (readonly [pattern: RegExp, what: string, programs: RegExp])[] = [
  [/^(?:vim|vim-nox|vim-gtk.*|vim-enhanced|vim-athena|neovim)$/, 'an editor', /\b(?:vim?|nvim|ex)\b/],
  [/^emacs(?:-nox|\d+.*)?$/, 'an editor', /\bemacs/],
  [/^(?:mc|joe|jed|ne|micro)$/, 'an editor', /\b(?:mc|joe|jed|micro)\b/],
  [/^(?:gdb|gdb-multiarch|lldb(?:-\d+)?)$/, 'a debugger', /\b(?:gdb|lldb)/],
  [/^valgrind$/, 'a debugger', /\bvalgrind\b/],
  [
    /^(?:linux-perf.*|perf|linux-tools-.*|systemtap.*|bpftrace|bpfcc-tools|sysdig)$/,
    'a profiler',
    /\b(?:perf|stap|bpftrace|sysdig)\b/,
  ],
  [
    /^(?:dnsutils|bind9-dnsutils|bind-utils|bind-tools)$/,
    'for looking into networks',
    /\b(?:dig|nslookup|nsupdate|host)\b/,
  ],
  [
    /^(?:nmap|tcpdump|tshark|wireshark.*|mtr|mtr-tiny|iperf3?|ethtool|iftop|nethogs)$/,
    'for looking into networks',
    /\b(?:nmap|ncat|tcpdump|tshark|mtr|iperf3?|ethtool)\b/,
  ],
  [/^(?:nano|pico)$/, 'an editor', /\b(?:nano|pico)\b/],
  [/^(?:strace|ltrace)$/, 'a tracer', /\b(?:strace|ltrace)\b/],
  [
    /^(?:htop|atop|iotop|glances|sysstat|dstat)$/,
    'for watching processes',
    /\b(?:htop|atop|iotop|glances|iostat|sar|dstat)\b/,
  ],
  [
    /^(?:net-tools|telnet|inetutils-telnet|iputils-ping|inetutils-ping|traceroute|inetutils-traceroute|whois)$/,
    'for looking into networks',
    /\b(?:ifconfig|netstat|arp|route|telnet|ping|traceroute|whois)\b/,
  ],
  [
    /^(?:netcat|netcat-openbsd|netcat-traditional|ncat|nc|nmap-ncat)$/,
    'for looking into networks',
    /\b(?:nc|ncat|netcat)\b/,
  ],
  [/^(?:man-db|manpages|manpages-dev|man|man-pages|mandoc)$/, 'for reading manuals', /\bman\b/],
  [/^(?:zsh|fish|oh-my-zsh)$/, 'a shell for people', /\b(?:zsh|fish|chsh|oh-my-zsh)\b/],
  [/^(?:tmux|screen|byobu)$/, 'for terminals of people', /\b(?:tmux|screen|byobu)\b/],
  // Its programs run while the image is built: that they are used there keeps nobody from taking it away.
  [/^software-properties-common$/, 'only there to add a repository', /(?!)/],
  [/^(?:aptitude|synaptic)$/, 'a second package manager', /\baptitude\b/],
];

/** A megabyte or so each, in every release. */
const SMALL =
  /^(?:nano|pico|strace|ltrace|htop|atop|iotop|dstat|net-tools|telnet|inetutils-.*|iputils-ping|traceroute|whois|netcat.*|ncat|nc|nmap-ncat)$/;

/** What a package is for, if it is one that people work with. */
export function findWorkTool(name: string): WorkTool | undefined {
  const found = TOOLS.find(([pattern]) => pattern.test(name));
  return found === undefined ? undefined : { what: found[1], programs: found[2], isSmall: SMALL.test(name) };
}

/** Containers that are started to test the project. */
const TESTS_AT_START =
  /\b(?:rspec|cucumber|pytest|tox|nosetests|phpunit|jest|karma|(?:rake|npm|npm run|yarn|yarn run|mvn|make|go|cargo|mix|gradle|sbt|lein) (?:-\S+ )*(?:test|tests|spec|check|verify|ci))\b/;

/** Whether what a container is started with are the project's tests. */
export function isForTests(started: readonly string[]): boolean {
  return TESTS_AT_START.test(started.join(' '));
}

/** Programs that build when the container is started. */
const BUILDS_AT_START =
  /\b(?:make|cmake|gcc|g\+\+|cc|go (?:run|build|test)|cargo|rustc|mvn|gradle|javac|pip3? install|npm install|bundle install|tox|pytest)\b/;

/** Whether what a container is started with builds first. */
export function buildsAtStart(started: readonly string[]): boolean {
  return BUILDS_AT_START.test(started.join(' '));
}

const DEVELOPMENT_STAGE =
  /(?:^|[-_.])(?:dev|devel|develop|development|devcontainer|test|tests|testing|debug|debugger|ci|build|builder|base-build|lint|tools|toolchain|sdk)(?:$|[-_.\d])/i;
const DEVELOPMENT_BASE =
  /(?:devcontainers|vscode|circleci|cimg|gitpod|buildpack-deps|codespaces|jenkins-agent|jenkins\/|[-/]sdk\b|-devel?\b|toolchain|builder|manylinux|dockcross)/;

/** Whether an image starts nothing of its own: then it may be one to build or work in. */
export function startsNothing(target: ModelStage, started: readonly string[]): boolean {
  return started.length === 0 && !isService(target.baseImage?.name);
}

/** Whether an image is one to build or work in: by its name or that of its base, or because it starts nothing of its own. */
export function isForWork(target: ModelStage, started: readonly string[]): boolean {
  return isWorkStage(target.name, target.baseImage?.name) || startsNothing(target, started);
}

/** Whether a stage is one to build or work in, by its name or that of its base. */
export function isWorkStage(name: string | undefined, base: string | undefined): boolean {
  return (
    (name !== undefined && DEVELOPMENT_STAGE.test(name)) ||
    (base !== undefined && DEVELOPMENT_BASE.test(base))
  );
}

const SERVICES =
  /^(?:php|nginx|httpd|tomcat|jetty|wordpress|drupal|joomla|ghost|nextcloud|redmine|odoo|sonarqube|postgres|mysql|mariadb|percona|redis|mongo|memcached|rabbitmq|elasticsearch|kibana|logstash|cassandra|neo4j|solr|haproxy|varnish|traefik|caddy|influxdb|telegraf|registry|consul|vault|eclipse-mosquitto|rails|phusion\/.*|jupyter\/.*|jenkins\/.*|grafana\/.*|tiangolo\/.*|nodered\/.*|gitlab\/.*)$/;

/** Whether a base image starts something of its own, for images that say nothing of it. */
function isService(base: string | undefined): boolean {
  return base !== undefined && SERVICES.test(base);
}
