// Base images by their names: which distribution they are built on, as far as a name and its tag tell.
import type { DistributionFamily, ParsedImageName } from './dockerfile-model.ts';

/** Splits a full reference into what people call an image by. */
export function parseImageName(reference: string): ParsedImageName {
  const at = reference.indexOf('@');
  const digest = at === -1 ? undefined : reference.slice(at + 1);
  const named = at === -1 ? reference : reference.slice(0, at);
  const slash = named.lastIndexOf('/');
  const colon = named.indexOf(':', slash + 1);
  const path = colon === -1 ? named : named.slice(0, colon);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  return {
    name: path
      .replace(/^(?:(?:index\.)?docker\.io\/|public\.ecr\.aws\/docker\/)/, '')
      .replace(/^library\//, ''),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Words of tags and names that tell the distribution, whatever the image is. The first that fits counts. */
const TELLING: readonly (readonly [DistributionFamily, RegExp])[] = [
  ['windows', /(?:^|[-_./])(?:windowsservercore|nanoserver|windows|servercore)/],
  ['alpine', /(?:^|[-_./])alpine/],
  [
    'redhat',
    /(?:^|[-_./])(?:centos|ubi|rhel|fedora|rockylinux|almalinux|amazonlinux|oraclelinux|azurelinux|mariner|photon|stream[89])(?![a-z])/,
  ],
  ['suse', /(?:^|[-_./])(?:opensuse|leap|tumbleweed|bci)(?![a-z])/],
  ['arch', /(?:^|[-_./])(?:arch|archlinux|manjaro)(?:linux)?(?![a-z])/],
  [
    'debian',
    /(?:^|[-_./\d])(?:debian|ubuntu|minideb|baseimage|wheezy|jessie|stretch|buster|bullseye|bookworm|trixie|sid|trusty|xenial|bionic|focal|jammy|noble)(?![a-z])/,
  ],
  ['busybox', /(?:^|[-_./])busybox(?![a-z])/],
];

/** Images whose names do not tell, with what their tags stand for when they say nothing. */
const BY_NAME: readonly (readonly [DistributionFamily, string])[] = [
  [
    'debian',
    'buildpack-deps python node ruby golang php rust perl gcc pypy openjdk java maven gradle tomcat jetty eclipse-temurin haskell erlang elixir julia r-base swipl mono dart swift clojure groovy jruby iojs rails django mysql mariadb postgres redis mongo nginx httpd memcached rabbitmq cassandra couchdb neo4j solr sonarqube jenkins wordpress drupal joomla ghost nextcloud owncloud redmine haproxy varnish influxdb telegraf logstash percona aerospike crate ros ibmjava rethinkdb thrift kapacitor odoo owncloud celery adoptopenjdk',
  ],
  [
    'alpine',
    'docker composer traefik vault consul registry caddy bash adminer eclipse-mosquitto znc chronograf spiped',
  ],
  ['redhat', 'centos fedora amazonlinux oraclelinux rockylinux almalinux photon'],
  ['arch', 'archlinux base/archlinux'],
];
/** Images of others, by the beginning of their names. */
const BY_PREFIX: readonly (readonly [DistributionFamily, readonly string[]])[] = [
  [
    'debian',
    [
      'mcr.microsoft.com/dotnet/',
      'mcr.microsoft.com/playwright',
      'mcr.microsoft.com/devcontainers/',
      'mcr.microsoft.com/vscode/devcontainers/',
      'microsoft/dotnet',
      'microsoft/aspnetcore',
      'nvidia/cuda',
      'nvcr.io/nvidia/',
      'continuumio/',
      'mambaorg/',
      'condaforge/mambaforge',
      'condaforge/miniforge3',
      'jupyter/',
      'quay.io/jupyter/',
      'tensorflow/',
      'pytorch/',
      'phusion/',
      'bitnami/',
      'circleci/',
      'cimg/',
      'osrf/ros',
      'rocker/',
      'selenium/',
      'cypress/',
      'ghcr.io/astral-sh/uv',
      'gcr.io/distroless/',
      'google/cloud-sdk',
      'jenkins/jenkins',
      'google/dart',
      'heroku/',
      'rustlang/rust',
      'tiangolo/',
      'arm32v7/debian',
    ],
  ],
  ['alpine', ['hashicorp/', 'cgr.dev/chainguard/', 'gliderlabs/', 'jekyll/']],
  [
    'redhat',
    [
      'registry.access.redhat.com/',
      'registry.redhat.io/',
      'redhat/',
      'amazon/aws-',
      'public.ecr.aws/lambda/',
      'public.ecr.aws/amazonlinux/',
      'quay.io/centos/',
      'quay.io/fedora/',
      'openshift/',
    ],
  ],
  [
    'windows',
    [
      'mcr.microsoft.com/windows',
      'microsoft/windowsservercore',
      'microsoft/nanoserver',
      'microsoft/dotnet-framework',
      'microsoft/iis',
      'mcr.microsoft.com/dotnet/framework/',
    ],
  ],
];
const NAMES: ReadonlyMap<string, DistributionFamily> = new Map(
  BY_NAME.flatMap(([family, names]) => names.split(' ').map((name) => [name, family] as const)),
);

/** The family that a name tells; unknown where it tells none. */
export function familyOfImage({ name, tag = '' }: ParsedImageName): DistributionFamily {
  const isSlim = /(?:^|-)slim(?:-|$)/.test(tag);
  const byTag = tellingFamily(tag);
  if (byTag !== undefined) return byTag;
  // Since 12, what stands behind openjdk's plain tags is Oracle Linux.
  if (name === 'openjdk' && !isSlim && Number.parseInt(tag, 10) >= 12) return 'redhat';
  return familyOfName(name) ?? tellingFamily(name) ?? (isSlim ? 'debian' : 'unknown');
}

function tellingFamily(text: string): DistributionFamily | undefined {
  return TELLING.find(([, pattern]) => pattern.test(text))?.[0];
}

function familyOfName(name: string): DistributionFamily | undefined {
  // Images for one architecture are the same under another owner.
  const own = NAMES.get(name.replace(/^(?:amd64|arm32v[567]|arm64v8|i386|ppc64le|s390x|riscv64)\//, ''));
  if (own !== undefined) return own;
  // The longest prefix decides.
  const fitting = BY_PREFIX.flatMap(([family, prefixes]) =>
    prefixes.filter((prefix) => name.startsWith(prefix)).map((prefix) => ({ family, length: prefix.length })),
  );
  return fitting.sort((a, b) => b.length - a.length)[0]?.family;
}
