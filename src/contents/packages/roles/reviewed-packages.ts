// The reviewed table: distributions' packages by what they are for, where metadata does not say it or says only half. Names
// without version and target; those of Debian, Alpine, and rpm's distributions side by side.
import type { RoleName } from './package-role.ts';

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** Names by role. Nothing here may be what a service needs to run: the entry point's own tools are told apart elsewhere. */
export const REVIEWED_PACKAGES = {
  compiler: words(`
    gcc g++ cpp gcc-c++ gcc-cpp gcc-plugin-annobin annobin gfortran gcc-fortran gcc-gfortran gobjc gobjc++ gcc-objc gccgo
    gcc-go gcc-gdc gdc gnat gcc-gnat gm2 gcc-multilib g++-multilib binutils binutils-common binutils-gold libbinutils
   
    clang clang-tools clang-tools-extra clangd clang-format clang-tidy clang-extra-tools llvm llvm-tools lld  mold tcc
    pcc musl-tools nasm yasm fasm
    rust rustc cargo rustfmt clippy rust-all rust-clippy rust-src rust-analyzer rust-std-static rustup rust-gdb
    go golang golang-go golang-src golang-bin golang-any
    ghc ocaml ocaml-nox ocaml-base-nox fpc fp-compiler ldc dmd nim vala valac crystal zig swiftlang kotlin mono-mcs mono-devel
    mono-complete dotnet-sdk dotnet-targeting-pack aspnetcore-targeting-pack netstandard-targeting-pack
    cuda-nvcc cuda-compiler cuda-minimal-build cuda-toolkit nvidia-cuda-toolkit nvidia-cuda-toolkit-gcc emscripten cuda-crt cuda-nvvm hipcc`),
  development: words(`
    build-essential build-base alpine-sdk base-devel abuild make gmake bmake make-guile cmake cmake-data cmake-rpm-macros
    cmake-filesystem ninja ninja-build ninja-is-really-ninja samurai meson muon scons
    autoconf automake autoconf-archive autotools-dev autopoint libtool libtool-bin m4 bison flex re2c gperf
    pkg-config pkgconf pkgconf-bin pkgconf-pkg-config pkgconf-m4 pkgconfig gettext-devel
    dpkg-dev libdpkg-perl debhelper dh-autoreconf dh-python devscripts lintian equivs fakeroot libfakeroot quilt patch wiggle
    libfile-fcntllock-perl libalgorithm-diff-perl libalgorithm-diff-xs-perl libalgorithm-merge-perl
    rpm-build rpmdevtools redhat-rpm-config rpmlint mock
    swig ccache sccache distcc icecc cython cython3 ant maven gradle sbt leiningen bazel rebar rebar3
    fortify-headers linux-headers linux-libc-dev linux-api-headers kernel-headers glibc-headers libc-dev libc-dev-bin
    manpages-dev rpcsvc-proto  texinfo help2man doxygen intltool gtk-doc-tools
    node-gyp r-base-dev php-dev ruby-all-dev bear cppcheck clazy shellcheck
    protobuf-compiler thrift-compiler flatbuffers-compiler indent astyle cloc icu-devtools krb5-multidev cuda-command-line-tools`),
  debugger: words(`
    gdb gdb-minimal gdb-headless gdb-multiarch gdbserver gdb-gdbserver cgdb ddd lldb strace ltrace valgrind
    valgrind-mpi rr perf linux-perf linux-tools linux-tools-common linux-tools-generic bpftrace bpfcc-tools bcc-tools bpftool
    python3-bpfcc systemtap systemtap-client systemtap-common crash sysdig uftrace lttng-tools trace-cmd kernelshark heaptrack
    hotspot google-perftools elfutils delve dlv drgn sysprof massif-visualizer kcachegrind edb-debugger electric-fence
    libc6-dbg musl-dbg
    tcpdump tshark wireshark wireshark-common wireshark-cli termshark ngrep tcpflow
    htop atop iotop iotop-c iftop nethogs glances nmon btop bashtop bmon dstat pcp sysstat
    xdebug php-xdebug cuda-gdb cuda-memcheck cuda-sanitizer`),
  editor: words(`
    vim vim-tiny vim-nox vim-common vim-runtime vim-enhanced vim-data vim-filesystem vim-gtk3 vim-athena gvim neovim
    neovim-runtime nano nano-tiny nano-syntax emacs emacs-nox emacs-common emacs-filesystem emacs-bin-common emacs-el
    emacs-gtk emacs-lucid micro helix kakoune joe jed jed-common jove mg ne zile nvi vile vis mcedit gedit kate code
    code-server`),
  'version-control': words(`
    git git-core git-core-doc git-all git-man git-lfs git-perl git-email git-svn git-cvs git-gui gitk git-init-template
    perl-git subversion subversion-tools mercurial mercurial-common cvs bzr brz breezy
    fossil darcs rcs tig gh glab`),
  'package-manager': words(`
    apt apt-utils aptitude apt-transport-https apt-file software-properties-common python3-software-properties
    apk-tools yum dnf dnf5 microdnf tdnf zypper opkg pacman yum-utils dnf-plugins-core dnf-utils snapd flatpak
    python3-pip python-pip py3-pip python3-pip-whl pipx pipenv py3-pipenv poetry python3-poetry uv npm yarn yarnpkg pnpm
    composer luarocks cpanminus nuget conda mamba micromamba`),
  'network-tool': words(`
    curl wget wget2 aria2 httpie axel lftp ftp tnftp ncftp tftp tftp-hpa
    netcat netcat-openbsd netcat-traditional ncat nc nmap nmap-ncat nmap-common socat telnet telnet-ssl inetutils-telnet
    busybox-extras inetutils-ping
    dnsutils bind9-dnsutils bind-tools bind-utils bind9-host knot-dnsutils ldnsutils drill whois
    iproute2 iproute net-tools iputils iputils-ping iputils-arping iputils-tracepath traceroute tcptraceroute mtr mtr-tiny
    fping arping hping3 ethtool iperf iperf3 bridge-utils
    openssh-client openssh-clients openssh-client-default openssh-client-common openssh-keygen sshpass
    rsync`),
  'remote-access': words(`
    openssh openssh-server openssh-server-pam openssh-server-common openssh-sftp-server dropbear dropbear-bin
    dropbear-run tinysshd telnetd inetutils-telnetd telnet-server rsh-server rsh-redone-server xrdp x11vnc tigervnc-server
    tigervnc-standalone-server tightvncserver vnc4server mosh mosh-server teleport ttyd gotty shellinabox
    sudo sudo-ldap doas opendoas`),
  documentation: words(`
    man-db manpages manpages-posix man-pages mandoc man info pinfo texinfo-doc-nonfree tldr`),
  'test-framework': words(`
    python3-pytest python3-pytest-cov python3-nose python3-nose2 python3-tox tox python3-coverage python3-hypothesis
    py3-pytest py3-tox py3-coverage phpunit phpunit9 phpunit10 php-phpunit-phpunit junit4 junit5 junit testng
    bats shunit2 dejagnu googletest google-mock gtest check catch2 catch ruby-rspec
    autopkgtest cucumber robotframework python3-selenium`),
} as const satisfies Readonly<Record<RoleName, readonly string[]>>;
