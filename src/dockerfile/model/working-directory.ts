// The folder in which well-known base images begin, as their config has had it in every version: without it `rm x` says nothing.
import { parseImageName } from './base-image.ts';

/** Distributions and languages, official ones, that begin in the root folder. */
const IN_ROOT =
  /^(?:debian|ubuntu|alpine|centos|rockylinux|almalinux|fedora|amazonlinux|oraclelinux|archlinux|opensuse\/(?:leap|tumbleweed)|busybox|buildpack-deps|python|node|ruby|rust|perl|gcc|swift|openjdk|eclipse-temurin|amazoncorretto|maven|nginx|haproxy|memcached|postgres|mysql|mariadb|continuumio\/miniconda3?|nvidia\/cuda|mcr\.microsoft\.com\/dotnet\/(?:aspnet|runtime|runtime-deps|sdk))$/;
const OTHERS: Readonly<Record<string, string>> = {
  golang: '/go',
  httpd: '/usr/local/apache2',
  tomcat: '/usr/local/tomcat',
  wordpress: '/var/www/html',
};

/** The folder; undefined where it is not known. */
export function workingDirectoryOf(reference: string): string | undefined {
  if (reference === '') return undefined;
  const { name, tag = '' } = parseImageName(reference);
  if (/-onbuild\b|^onbuild$/.test(tag)) return undefined;
  if (name === 'php')
    return /apache|fpm/.test(tag)
      ? '/var/www/html'
      : /zts|cli|alpine|^[\d.]*$|latest/.test(tag)
        ? '/'
        : undefined;
  return IN_ROOT.test(name) ? '/' : OTHERS[name];
}
