// Secrets of hosted databases: PlanetScale, Neon, MongoDB Atlas and their like. Passwords in addresses are in `addresses.ts`.
import type { SecretRule } from '../secret-rule.ts';

const PLANETSCALE = 'https://planetscale.com/docs/api/reference/service-tokens';
const NOT_AFTER = 'A-Za-z0-9_=.-';

export const DATABASES_RULES: readonly SecretRule[] = [
  {
    kind: 'token',
    id: 'planetscale-service-token',
    name: 'PlanetScale service token',
    source: PLANETSCALE,
    prefixes: ['pscale_tkn_'],
    body: '[A-Za-z0-9_=.-]{32,64}',
    notAfter: NOT_AFTER,
    minEntropy: 3,
  },
  {
    kind: 'token',
    id: 'planetscale-oauth-token',
    name: 'PlanetScale OAuth token',
    source: 'https://planetscale.com/docs/api/reference/oauth',
    prefixes: ['pscale_oauth_'],
    body: '[A-Za-z0-9_=.-]{32,64}',
    notAfter: NOT_AFTER,
    minEntropy: 3,
  },
  {
    kind: 'token',
    id: 'planetscale-password',
    name: 'PlanetScale database password',
    source: 'https://planetscale.com/docs/concepts/connection-strings',
    prefixes: ['pscale_pw_'],
    body: '[A-Za-z0-9_=.-]{32,64}',
    notAfter: NOT_AFTER,
    minEntropy: 3,
  },
  {
    kind: 'token',
    id: 'neon-api-key',
    name: 'Neon API key',
    source: 'https://neon.com/docs/manage/api-keys',
    prefixes: ['napi_'],
    body: '[a-z0-9]{64}',
    minEntropy: 3.5,
  },
  {
    kind: 'token',
    id: 'mongodb-atlas-secret',
    name: 'MongoDB Atlas service account secret',
    source: 'https://www.mongodb.com/docs/atlas/api/service-accounts-overview/',
    prefixes: ['mdb_sa_sk_'],
    body: '[A-Za-z0-9_-]{40}',
    minEntropy: 3.5,
  },
  {
    kind: 'token',
    id: 'xata-api-key',
    name: 'Xata API key',
    source: 'https://xata.io/docs/concepts/api-keys',
    prefixes: ['xau_'],
    body: '[A-Za-z0-9]{32,48}',
    minEntropy: 3.5,
  },
];
