// Images made anew that show the same, with the proof.
export { CERTIFICATE_TYPE, type Certificate } from './proof/certificate.ts';
export { type SquashOptions, squashTo } from './squash/squash-to.ts';
