// How often things change, as chances within a week. Where nobody measured, by kind: the numbers are rough, and only their order
// decides where something is placed.
import type { ImagePart } from '../parts/image-parts.ts';

/** The chance of an application that it is built anew within a week. */
export const OWN_RATE = 0.5;
/** Of a base image, and of what else a shared layer holds. */
export const REST_RATE = 0.02;
/** Of a layer of which nothing is known. */
export const LAYER_RATE = 0.02;

/** Packages of a distribution with security updates about once a month: they are in most images, and they are attacked. */
const LIVELY =
  /^(?:openssl|libssl|curl|libcurl|linux-|chromium|firefox|nodejs|openjdk|php\d|python3\.\d+|libexpat|libxml2|git$|glib|krb5|libkrb5|systemd|libsystemd|perl|vim|imagemagick|ghostscript|bind9|libtiff)/;
const LIVELY_RATE = 0.02;
const SYSTEM_RATE = 0.002;
/** Packages of languages are an application's: they change with it. */
const LANGUAGE_RATE = 0.03;
const FILE_RATE = 0.01;

/** The rate of a part of an image. */
export function changeRateOf({ kind, type, name }: Pick<ImagePart, 'kind' | 'type' | 'name'>): number {
  if (kind === 'file') return FILE_RATE;
  if (type !== 'deb' && type !== 'apk' && type !== 'rpm' && type !== 'opkg') return LANGUAGE_RATE;
  return LIVELY.test(name) ? LIVELY_RATE : SYSTEM_RATE;
}
