import { HOST_A_TO_L_RULES } from '../../../src/secrets/rules/cloud-hosts-a-to-l.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples, tokenExamples } from './usual-examples.ts';

const { alphanumeric, base64, base64url, digits, hex, upperDigits } = ALPHABET;

testRules(HOST_A_TO_L_RULES, {
  'alibaba-access-key-id': tokenExamples(`LTAI${makeText(alphanumeric, 12)}`),
  'alibaba-access-key-secret': assignedExamples('ALIBABA_ACCESS_KEY_SECRET', makeText(alphanumeric, 30)),
  'alibaba-temporary-access-key-id': tokenExamples(`STS.${makeText(alphanumeric, 24)}`),
  'backblaze-application-key': assignedExamples(
    'B2_APPLICATION_KEY',
    `K00${makeText(digits, 1)}${makeText(base64, 27, 2)}`,
  ),
  'civo-api-key': assignedExamples('CIVO_TOKEN', makeText(alphanumeric, 50)),
  'cloudflare-token': tokenExamples(`cfut_${makeText(alphanumeric, 40)}${makeText(hex, 8)}`),
  'cloudflare-legacy-token': assignedExamples('CLOUDFLARE_API_TOKEN', makeText(base64url, 40)),
  'cloudflare-legacy-global-key': assignedExamples('CLOUDFLARE_API_KEY', makeText(hex, 37)),
  'cloudflare-origin-ca-key': tokenExamples(`v1.0-${makeText(hex, 24)}-${makeText(hex, 146, 2)}`),
  'deno-deploy-token': tokenExamples(`ddp_${makeText(alphanumeric, 36)}`),
  'digitalocean-personal-access-token': tokenExamples(`dop_v1_${makeText(hex, 64)}`),
  'digitalocean-oauth-token': tokenExamples(`doo_v1_${makeText(hex, 64)}`),
  'digitalocean-refresh-token': tokenExamples(`dor_v1_${makeText(hex, 64)}`),
  'digitalocean-legacy-token': assignedExamples('DIGITALOCEAN_TOKEN', makeText(hex, 64)),
  'digitalocean-spaces-key-id': tokenExamples(`DO00${makeText(upperDigits, 15)}`),
  'digitalocean-spaces-secret': assignedExamples('SPACES_SECRET_KEY', makeText(base64, 43)),
  'exoscale-key-id': tokenExamples(`EXO${makeText(hex, 24)}`),
  'exoscale-secret': assignedExamples('EXOSCALE_API_SECRET', makeText(base64url, 43)),
  'fastly-token': assignedExamples(
    'FASTLY_API_TOKEN',
    makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_=-', 32),
  ),
  'fly-access-token': tokenExamples(`fo1_${makeText(base64url, 43)}`),
  'fly-macaroon': tokenExamples(`fm1r_${makeText(base64, 100)}`),
  'heroku-api-key': tokenExamples(`HRKU-AA${makeText(base64url, 58)}`),
  'heroku-legacy-api-key': assignedExamples(
    'HEROKU_API_KEY',
    `${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'hetzner-cloud-token': assignedExamples('HCLOUD_TOKEN', makeText(alphanumeric, 64)),
  'ibm-cloud-api-key': assignedExamples('IBMCLOUD_API_KEY', makeText(base64url, 44)),
  'infomaniak-token': assignedExamples('INFOMANIAK_API_TOKEN', makeText(base64url, 60)),
  'linode-token': assignedExamples('LINODE_TOKEN', makeText(hex, 64)),
  'fly-authorization': tokenExamples(`FlyV1 fm2_${makeText(ALPHABET.alphanumeric, 56)}`),
});
