// Packages that Dockerfiles install often, for the tests that compare with apt.

/** In no order. */
export const WELL_KNOWN = `
curl wget git vim vim-nox vim-tiny nano nano-tiny emacs-nox imagemagick graphicsmagick libvips-tools libmagickwand-dev
libjpeg-turbo-progs webp openjdk-17-jdk openjdk-17-jdk-headless openjdk-17-jre openjdk-17-jre-headless default-jdk maven gradle
python3 python3-minimal python3-pip python3-venv python3-dev python3-full python3-numpy python3-scipy python3-pandas nodejs npm
yarnpkg git-all git-lfs gnupg gpg dirmngr gpgv procps busybox psmisc htop lsof netcat-openbsd netcat-traditional ncat socat nmap
telnet net-tools iproute2 iputils-ping dnsutils bind9-host knot-dnsutils ldnsutils tcpdump strace ltrace gdb gdb-minimal gdbserver
valgrind linux-perf mariadb-client mariadb-client-core mariadb-server mycli default-libmysqlclient-dev postgresql-client postgresql
libpq-dev libpq5 redis-tools redis-server sqlite3 chromium firefox-esr wkhtmltopdf weasyprint xvfb ffmpeg sox mediainfo
openssh-client openssh-server dropbear-bin supervisor runit s6 tini dumb-init sudo gosu opendoas systemd cron rsyslog
busybox-syslogd software-properties-common apt-transport-https lsb-release aptitude ca-certificates locales locales-all tzdata
build-essential gcc g++ clang llvm tcc cmake ninja-build meson golang-go cargo rustc pkg-config pkgconf autoconf automake libtool
make bison flex p7zip-full 7zip libarchive-tools unzip zip xz-utils bzip2 zstd nginx nginx-light nginx-full nginx-core apache2
lighttpd haproxy varnish gettext gettext-base jq yq xmlstarlet libxml2-utils rsync file less tree bash-completion libssl-dev
libicu-dev libxml2-dev libxslt1-dev zlib1g-dev libffi-dev libgtk-3-dev libopencv-dev libcurl4-openssl-dev libbz2-dev
libreadline-dev libsqlite3-dev libncurses5-dev libjpeg-dev libpng-dev libfreetype6-dev libgdal-dev gdal-bin libboost-all-dev
php-cli php-fpm php-mysql ruby ruby-dev bundler perl texlive-latex-base texlive pandoc ghostscript poppler-utils tesseract-ocr
fonts-liberation fonts-dejavu fontconfig graphviz gnuplot octave r-base-core subversion mercurial docker.io podman buildah
kubectl-doc awscli ansible s3cmd rclone openvpn wireguard-tools iptables nftables bridge-utils ipset dialog whiptail screen tmux
zsh fish man-db cups samba-client nfs-common cifs-utils krb5-user ldap-utils libaio1 libnss3 libgbm1 libasound2 libatk1.0-0
libgl1 libglib2.0-0 libsm6 libxext6 libxrender1 portaudio19-dev espeak festival mosquitto rabbitmq-server erlang elixir
`
  .trim()
  .split(/\s+/);
