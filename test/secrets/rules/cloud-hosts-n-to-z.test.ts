import { HOST_N_TO_Z_RULES } from '../../../src/secrets/rules/cloud-hosts-n-to-z.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples, tokenExamples } from './usual-examples.ts';

const { alphanumeric, base64, base64url, hex, lowerDigits, upperDigits } = ALPHABET;

testRules(HOST_N_TO_Z_RULES, {
  'netlify-token': tokenExamples(`nfp_${makeText(alphanumeric, 36)}`),
  'netlify-legacy-token': assignedExamples(
    'NETLIFY_AUTH_TOKEN',
    makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_=-', 40),
  ),
  'ovh-secret': assignedExamples('OVH_APPLICATION_SECRET', makeText(alphanumeric, 32)),
  'porkbun-secret-key': tokenExamples(`sk1_${makeText(hex, 64)}`),
  'porkbun-api-key': tokenExamples(`pk1_${makeText(hex, 64)}`),
  'railway-token': assignedExamples(
    'RAILWAY_TOKEN',
    `${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'rancher-token': tokenExamples(`token-${makeText(lowerDigits, 5)}:${makeText(lowerDigits, 54, 2)}`),
  'render-api-key': tokenExamples(`rnd_${makeText(alphanumeric, 28)}`),
  'scaleway-access-key': tokenExamples(`SCW${makeText(upperDigits, 17)}`),
  'scaleway-secret-key': assignedExamples(
    'SCW_SECRET_KEY',
    `${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'scalingo-token': tokenExamples(`tk-us-${makeText(base64url, 48)}`),
  'tencent-secret-id': tokenExamples(`AKID${makeText(alphanumeric, 32)}`),
  'tencent-secret-key': assignedExamples('TENCENTCLOUD_SECRET_KEY', makeText(alphanumeric, 32)),
  'upcloud-token': tokenExamples(`ucat_${makeText(alphanumeric, 24)}`),
  'vercel-token': tokenExamples(`vcp_${makeText(base64url, 56)}`),
  'vercel-legacy-token': assignedExamples('VERCEL_TOKEN', makeText(alphanumeric, 24)),
  'val-town-token': tokenExamples(`vtwn_${makeText(base64url, 20)}`),
  'vultr-api-key': assignedExamples('VULTR_API_KEY', makeText(upperDigits, 36)),
  'openshift-token': tokenExamples(`sha256~${makeText(base64url, 43)}`),
  'kubernetes-bootstrap-token': assignedExamples(
    'BOOTSTRAP_TOKEN',
    `${makeText(lowerDigits, 6)}.${makeText(lowerDigits, 16, 2)}`,
  ),
  'kubernetes-bootstrap-secret': {
    positives: [
      `  token-id: ${makeText(lowerDigits, 6)}\n  token-secret: «${makeText(lowerDigits, 16)}»\n`,
      `"token-id": "${makeText(lowerDigits, 6)}", "token-secret": "«${makeText(lowerDigits, 16)}»"`,
    ],
    negatives: ['token-id: abc\ntoken-secret: def', `token-secret: ${makeText(lowerDigits, 16)}`],
  },
  'docker-swarm-join-token': tokenExamples(
    `SWMTKN-1-${makeText(lowerDigits, 50)}-${makeText(lowerDigits, 24, 2)}`,
  ),
  'docker-swarm-unlock-key': tokenExamples(`SWMKEY-1-${makeText(base64, 43)}`),
  'k3s-token': tokenExamples(`K10${makeText(hex, 64)}::server:${makeText(hex, 16)}`),
  'tailscale-key': tokenExamples(`tskey-auth-${makeText(alphanumeric, 10)}-${makeText(alphanumeric, 15)}`),
});
