// The reviewed list of packages that do the same job with less. It names packages, programs and what would break; it has no
// sizes: those are computed for each image. What the data refute is not in it: GraphicsMagick or libvips for ImageMagick,
// wget for curl (the certificates weigh more than both), nginx-light for nginx, webp for image conversion.

/** One way to do without a heavy package. */
export interface SameJob {
  readonly from: readonly string[];
  /** What takes its place; empty where nothing needs to. */
  readonly to: readonly string[];
  /** Programs of the heavy package and what is called instead, where it has another name. */
  readonly renames: Readonly<Record<string, string>>;
  /** What would break, or has to be done by hand; empty where the programs are the same. */
  readonly warning: string;
}

const BUSYBOX = 'busybox knows fewer options than the GNU and procps programs: try each call that is used';

/** In no order: which is best is computed. */
export const SAME_JOBS: readonly SameJob[] = [
  {
    from: ['vim', 'vim-nox', 'vim-gtk3', 'vim-athena', 'emacs-nox', 'emacs', 'nano'],
    to: ['vim-tiny'],
    renames: { vim: 'vi', emacs: 'vi', nano: 'vi', 'vim.basic': 'vim.tiny', 'vim.nox': 'vim.tiny' },
    warning: 'vim-tiny has no scripting, no syntax files and no help',
  },
  {
    from: ['nano'],
    to: ['nano-tiny'],
    renames: { nano: 'nano-tiny', rnano: 'nano-tiny -R', pico: 'nano-tiny' },
    warning: 'nano-tiny has no colours and no multiple buffers',
  },
  {
    from: ['dnsutils', 'bind9-dnsutils', 'bind9-host'],
    to: ['knot-dnsutils'],
    renames: { dig: 'kdig', host: 'khost', nsupdate: 'knsupdate', nslookup: 'khost' },
    warning: 'kdig takes most options of dig; output differs in details',
  },
  {
    from: ['procps'],
    to: ['busybox'],
    renames: Object.fromEntries(
      ['ps', 'top', 'free', 'kill', 'pkill', 'pgrep', 'watch', 'sysctl', 'uptime', 'pmap', 'w'].map(
        (name) => [name, `busybox ${name}`],
      ),
    ),
    warning: BUSYBOX,
  },
  {
    from: ['psmisc'],
    to: ['busybox'],
    renames: { killall: 'busybox killall', fuser: 'busybox fuser', pstree: 'busybox pstree' },
    warning: BUSYBOX,
  },
  {
    from: ['telnet', 'ncat', 'nmap', 'socat'],
    to: ['netcat-openbsd'],
    renames: { telnet: 'nc', ncat: 'nc', socat: 'nc' },
    warning: 'nc neither speaks TLS nor runs programs; nmap scans cannot be replaced',
  },
  {
    from: ['supervisor'],
    to: ['runit'],
    renames: { supervisord: 'runsvdir', supervisorctl: 'sv' },
    warning: 'each service needs a run script in place of its section of supervisord.conf',
  },
  {
    from: ['systemd', 'systemd-sysv'],
    to: ['tini'],
    renames: { init: 'tini' },
    warning: 'tini starts one program and reaps its children; it reads no units',
  },
  {
    from: ['sudo'],
    to: ['util-linux'],
    renames: { sudo: 'setpriv' },
    warning: 'setpriv only gives rights up: it serves where root starts a program as another user',
  },
  {
    from: ['openssh-server'],
    to: ['dropbear-bin'],
    renames: { sshd: 'dropbear', 'ssh-keygen': 'dropbearkey' },
    warning: 'dropbear has keys and options of its own, and no sftp server',
  },
  {
    from: ['locales-all'],
    to: ['locales'],
    renames: {},
    warning: 'generate the locales that are used with localedef; C.UTF-8 is there without either',
  },
  {
    from: ['software-properties-common'],
    to: [],
    renames: { 'add-apt-repository': 'a file in /etc/apt/sources.list.d' },
    warning: 'the key of the archive has to be fetched by hand and named with Signed-By',
  },
  {
    from: ['lsb-release'],
    to: [],
    renames: { lsb_release: '. /etc/os-release' },
    warning: '',
  },
  {
    from: ['rsyslog'],
    to: ['busybox-syslogd'],
    renames: { rsyslogd: 'syslogd' },
    warning: 'busybox syslogd has no filters and no modules',
  },
  {
    from: ['p7zip-full', 'p7zip'],
    to: ['7zip'],
    renames: {},
    warning: '',
  },
];
