// Made fleets whose images are what Debian's package index says they would be: a base system, some applications with all that they
// depend on, and something of their own. Sizes are the index's, dependencies too; how often a source package changes is drawn.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readPackagesIndexes } from '../dist/catalogue/read-packages-index.js';

/** Some of each trade, the most used first: applications are drawn by Zipf's law over this order. */
const APPLICATIONS =
  `python3 curl nodejs openjdk-17-jre-headless nginx-light git build-essential php-cli python3-pip postgresql-client ruby
  redis-server perl default-mysql-client golang-go python3-numpy apache2 jq openssh-client npm php-fpm ffmpeg python3-venv
  imagemagick postgresql maven python3-flask supervisor rabbitmq-server haproxy mariadb-server openjdk-17-jdk-headless
  python3-django gcc memcached tomcat10 cargo python3-pandas ghostscript poppler-utils wkhtmltopdf libreoffice-core chromium
  python3-scipy nginx-extras sqlite3 php-mysql cmake python3-sqlalchemy varnish graphviz python3-psycopg2 squid bind9
  erlang-base elixir mosquitto prometheus ansible python3-boto3 texlive-latex-base xvfb clang gdal-bin rustc python3-lxml
  r-base-core octave unbound postfix dovecot-core slapd openvpn strongswan samba nfs-common rsync vim-nox htop tcpdump
  strace gdb valgrind python3-matplotlib python3-opencv python3-requests python3-cryptography ruby-rails lua5.4 ocaml-nox
  ghc mono-runtime dotnet zabbix-agent collectd telegraf snmpd etcd-server consul docker.io podman buildah skopeo
  inkscape librsvg2-bin pandoc asciidoctor tesseract-ocr sox libsox-fmt-all gstreamer1.0-tools gnupg2 certbot fail2ban
  iptables dnsmasq avahi-daemon cups-client libvirt-clients qemu-utils debootstrap lighttpd uwsgi gunicorn celeryd
  beanstalkd pgbouncer proftpd-core vsftpd exim4-daemon-light bird2 frr nsd knot kea knot-resolver ntpsec chrony`.split(
    /\s+/,
  );

/** Where Debian files what others run in containers. */
const SECTIONS = new Set(
  'admin database devel editors golang graphics httpd interpreters java javascript mail math misc net php python ruby science sound text utils vcs video web'.split(
    ' ',
  ),
);

/** The packages of a release, from a mirror, kept in the folder for temporary files. */
export async function readDebianIndex({
  mirror = 'http://deb.debian.org/debian',
  suite = 'bookworm',
  arch = 'amd64',
} = {}) {
  const folder = join(tmpdir(), 'plimsoll-bench');
  const file = join(folder, `Packages-${suite}-${arch}.gz`);
  if (!existsSync(file)) {
    const base = `${mirror}/dists/${suite}`;
    const release = (await download(`${base}/InRelease`)).toString('utf8');
    const path = `main/binary-${arch}/Packages.gz`;
    const bytes = await download(`${base}/${path}`);
    if (!release.includes(` ${createHash('sha256').update(bytes).digest('hex')} `))
      throw new Error(`${path} is not what ${base}/InRelease states`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, bytes);
  }
  const packages = gunzipSync(readFileSync(file));
  return readPackagesIndexes({ distribution: 'debian', codename: suite, architecture: arch, date: '' }, [
    packages,
  ]);
}

async function download(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return Buffer.from(await response.arrayBuffer());
}

/** A generator of numbers from 0 to 1 that a seed decides (mulberry32). */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A fleet of `images` as the planner takes it. Each has the base, from 1 to 5 applications (or as many as `packages` asks for) and a
 * component of its own, which changes every second week.
 */
export function makeDebianFleet(catalogue, { images, packages = 0, seed = 1 }) {
  const random = seededRandom(seed);
  const closures = new Map();
  const close = (name) => {
    if (!closures.has(name)) closures.set(name, closureOf(catalogue, [name]));
    return closures.get(name);
  };
  const base = closureOf(
    catalogue,
    catalogue.packages
      .filter((p) => p.isEssential || ['required', 'important'].includes(p.priority))
      .map((p) => p.name),
  );
  const known = listApplications(catalogue);
  const sums = [];
  known.reduce((sum, _, i) => (sums[i] = sum + 1 / (i + 1)), 0);
  const drawApplication = () => {
    const drawn = random() * sums.at(-1);
    return known[sums.findIndex((sum) => sum >= drawn)] ?? known[0];
  };
  const rates = new Map();
  const rateOf = (source) => {
    if (!rates.has(source)) rates.set(source, changeRateOf(source));
    return rates.get(source);
  };
  const columns = {
    keys: [],
    names: [],
    origins: [],
    weights: [],
    tarBytes: [],
    changeRates: [],
    images: [],
  };
  const rows = new Map();
  const hold = (image, name, origin, bytes, rate) => {
    let row = rows.get(name);
    if (row === undefined) {
      row = columns.keys.length;
      rows.set(name, row);
      columns.keys.push(digest(name));
      columns.names.push(name);
      columns.origins.push(origin);
      columns.weights.push(bytes);
      columns.tarBytes.push(bytes);
      columns.changeRates.push(rate);
      columns.images.push([]);
    }
    columns.images[row].push(image);
  };
  for (let image = 0; image < images; image++) {
    const held = new Set(base);
    const wanted = 1 + Math.floor(random() * 5);
    for (let n = 0; packages > 0 ? held.size < packages && n < 200 : n < wanted; n++)
      for (const name of close(drawApplication())) held.add(name);
    for (const name of held) {
      const { installedBytes, source } = catalogue.find(name);
      hold(image, name, source, Math.max(installedBytes, 1024), rateOf(source));
    }
    const own = Math.round(2 ** 20 * Math.exp(2.5 + 1.2 * (random() + random() + random() - 1.5) * 2));
    hold(image, `own ${image}`, `own ${image}`, own, 0.5);
  }
  columns.needs = columns.names.map((name) =>
    (catalogue.find(name) ? directNeeds(catalogue, name) : [])
      .filter((need) => rows.has(need))
      .map((need) => rows.get(need)),
  );
  return {
    images,
    imageNames: Array.from({ length: images }, (_, i) => `image-${i}`),
    components: {
      ...columns,
      weights: Float64Array.from(columns.weights),
      tarBytes: Float64Array.from(columns.tarBytes),
      changeRates: Float64Array.from(columns.changeRates),
      images: columns.images.map((list) => Uint32Array.from(list)),
    },
  };
}

/** The known applications, and then whatever else in the release is one, in an order that a hash decides. */
function listApplications(catalogue) {
  const first = APPLICATIONS.filter((name) => catalogue.find(name));
  const others = catalogue.packages
    .filter(({ name, section }) => SECTIONS.has(section) && !first.includes(name))
    .map(({ name }) => name)
    .sort((a, b) => (digest(a) < digest(b) ? -1 : 1));
  return [...first, ...others];
}

function digest(text) {
  return createHash('sha256').update(text).digest('hex');
}

/** From a Pareto distribution: most source packages change a few times in a release, some every month. */
function changeRateOf(source) {
  const drawn = createHash('sha256').update(`rate ${source}`).digest().readUInt32LE(0) / 2 ** 32;
  return Math.min(0.25, 0.003 * (1 - drawn) ** (-1 / 1.3));
}

/** All that packages need, by the first alternative that there is. */
function closureOf(catalogue, names) {
  const found = new Set();
  const open = [...names];
  while (open.length > 0) {
    const name = open.pop();
    const package_ = catalogue.find(name) ?? catalogue.providersOf(name)[0]?.package;
    if (package_ === undefined || found.has(package_.name)) continue;
    found.add(package_.name);
    open.push(...directNeeds(catalogue, package_.name));
  }
  return found;
}

/** What a package needs itself, by the first alternative that there is; virtual names by their first provider. */
function directNeeds(catalogue, name) {
  const { preDepends, depends } = catalogue.find(name);
  return `${preDepends},${depends}`.split(',').flatMap((group) => {
    const alternatives = group
      .split('|')
      .map((text) => text.trim().replace(/[\s(:[].*$/s, ''))
      .filter((text) => text !== '');
    const chosen =
      alternatives.find((text) => catalogue.find(text)) ??
      alternatives.find((text) => catalogue.providersOf(text).length > 0);
    return chosen ? [(catalogue.find(chosen) ?? catalogue.providersOf(chosen)[0].package).name] : [];
  });
}
