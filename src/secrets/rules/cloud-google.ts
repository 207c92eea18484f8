// Secrets of Google Cloud and of Google's other programming interfaces.

import { isPublishedByGoogle } from '../published-keys.ts';
import type { SecretRule } from '../secret-rule.ts';
import { isMixed, SECRET_NAME } from './value-parts.ts';

const OAUTH = 'https://developers.google.com/identity/protocols/oauth2';
const HMAC_KEYS = 'https://cloud.google.com/storage/docs/authentication/hmackeys';
/** What the first bytes of every refresh token come to in base 64. */
const REFRESH_MARK = 'CgYIARAA';

export const GOOGLE_RULES: readonly SecretRule[] = [
  {
    kind: 'token',
    id: 'google-api-key',
    name: 'Google API key',
    source: 'https://cloud.google.com/docs/authentication/api-keys',
    prefixes: ['AIza'],
    body: '[A-Za-z0-9_-]{35}',
    minEntropy: 3.5,
    isValid: (secret) => !isPublishedByGoogle(secret),
  },
  {
    kind: 'token',
    id: 'google-gemini-key',
    name: 'Gemini API key',
    source: 'https://ai.google.dev/gemini-api/docs/api-key',
    prefixes: ['AQ.Ab8R'],
    body: '[A-Za-z0-9_-]{46}',
  },
  {
    kind: 'token',
    id: 'google-oauth-client-secret',
    name: 'Google OAuth client secret',
    source: OAUTH,
    prefixes: ['GOCSPX-'],
    body: '[A-Za-z0-9_-]{28}',
  },
  {
    kind: 'assigned',
    id: 'google-oauth-legacy-client-secret',
    name: 'Google OAuth client secret of the time before prefixes',
    source: OAUTH,
    names: ['client_secret', 'clientsecret', 'client-secret', 'google_secret', 'googlesecret'],
    wholeName: '(?!.{0,64}(?:sha|hash|name|file|path)).{0,64}secret.{0,64}',
    value: '[A-Za-z0-9_-]{24}',
    minEntropy: 3.8,
    isValid: (secret) => isMixed(secret) && !isPublishedByGoogle(secret),
  },
  {
    kind: 'token',
    id: 'google-oauth-access-token',
    name: 'Google OAuth access token',
    source: OAUTH,
    severity: 'warning',
    prefixes: ['ya29.'],
    body: '[A-Za-z0-9_-]{20,1024}',
    minEntropy: 3,
  },
  {
    kind: 'token',
    id: 'google-oauth-refresh-token',
    name: 'Google OAuth refresh token',
    source: OAUTH,
    prefixes: ['1//0'],
    body: '[A-Za-z0-9_-]{60,220}',
    isValid: (secret) => secret.includes(REFRESH_MARK),
  },
  {
    kind: 'token',
    id: 'google-storage-hmac-id',
    name: 'Google Cloud Storage HMAC access ID',
    source: HMAC_KEYS,
    severity: 'warning',
    prefixes: ['GOOG'],
    body: '1E[A-Z2-7]{55}|[A-Z0-9]{20}',
    minEntropy: 3,
  },
  {
    kind: 'assigned',
    id: 'google-storage-hmac-secret',
    name: 'Google Cloud Storage HMAC secret',
    source: HMAC_KEYS,
    names: ['gcs_', 'goog_', 'google_storage', 'storage_hmac', 'hmac_secret', 'hmacsecret'],
    wholeName: SECRET_NAME,
    value: '[A-Za-z0-9+/]{40}',
    minEntropy: 4,
  },
  {
    kind: 'token',
    id: 'google-oauth-authorization-code',
    name: 'Google OAuth authorization code',
    source: OAUTH,
    severity: 'warning',
    prefixes: ['4/0A'],
    body: '[A-Za-z0-9_-]{60,90}',
    notBefore: 'A-Za-z0-9/',
    minEntropy: 4,
  },
];
