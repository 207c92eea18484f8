// Sixty secrets of many kinds, made from seeds and keys: none is in the repository as it stands.
import { generateKeyPairSync } from 'node:crypto';
import { appendCrc32Ending } from '../../../src/secrets/checksums/crc32-ending.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';

const { alphanumeric, base64, base64url, digits, hex, lowerDigits, upperDigits } = ALPHABET;

/** A classic token of GitHub. */
export const makeGithubToken = (seed: number): string =>
  appendCrc32Ending('ghp_', makeText(alphanumeric, 30, seed));
/** A token of npm. */
export const makeNpmToken = (seed: number): string =>
  appendCrc32Ending('npm_', makeText(alphanumeric, 30, seed));
/** A personal access token of GitLab. */
export const makeGitlabToken = (seed: number): string => `glpat-${makeText(alphanumeric, 20, seed)}`;
/** A bot token of Slack. */
export const makeSlackToken = (seed: number): string =>
  `xoxb-${makeText(digits, 12, seed)}-${makeText(digits, 12, seed + 1)}-${makeText(alphanumeric, 24, seed)}`;
/** A live secret key of Stripe. */
export const makeStripeKey = (seed: number): string => `sk_live_${makeText(alphanumeric, 24, seed)}`;
/** An API key of SendGrid. */
export const makeSendgridKey = (seed: number): string =>
  `SG.${makeText(alphanumeric, 22, seed)}.${makeText(alphanumeric, 43, seed)}`;
/** An API key of Google. */
export const makeGoogleKey = (seed: number): string =>
  `AIza${makeText(base64url.replace(/[-_]/g, ''), 35, seed)}`;
/** An access key id of AWS. */
export const makeAmazonId = (seed: number): string => `AKIA${makeText(ALPHABET.base32, 16, seed)}`;
/** A secret access key of AWS. */
export const makeAmazonSecret = (seed: number): string => makeText(base64, 40, seed);
/** A password that a person might have thought of. */
export const makePassword = (seed: number): string =>
  `${makeText(lowerDigits, 5, seed)}!${makeText(upperDigits, 4, seed)}${makeText(lowerDigits, 4, seed + 7)}`;
/** A token in hexadecimal. */
export const makeHexToken = (seed: number): string => makeText(hex, 40, seed);
/** A private key in PEM, another one in each run. */
export const makePrivateKey = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
