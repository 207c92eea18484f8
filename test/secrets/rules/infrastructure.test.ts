import { INFRASTRUCTURE_RULES } from '../../../src/secrets/rules/infrastructure.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples, tokenExamples } from './usual-examples.ts';

const { alphanumeric, base64, base64url, hex, upperDigits } = ALPHABET;

testRules(INFRASTRUCTURE_RULES, {
  'vault-service-token': tokenExamples(`hvs.${makeText(base64url, 24)}`),
  'vault-batch-token': tokenExamples(`hvb.${makeText(base64url, 24)}`),
  'vault-recovery-token': tokenExamples(`hvr.${makeText(base64url, 24)}`),
  'vault-legacy-token': assignedExamples(
    'VAULT_TOKEN',
    `${makeText('sbr', 1)}.${makeText(base64url, 24, 2)}`,
  ),
  'vault-unseal-key': {
    positives: [
      `Unseal Key 2: «${makeText(base64, 44)}»\n`,
      `vault operator unseal «${makeText(base64, 43)}=»`,
      `UNSEAL_KEY="«${makeText(base64, 44, 2)}»"`,
    ],
    negatives: ['Unseal Key 2: (hidden)', `Unseal Key 2: ${makeText(base64, 40)}`],
  },
  'terraform-cloud-token': tokenExamples(`${makeText(alphanumeric, 14)}.atlasv1.${makeText(base64url, 60)}`),
  'pulumi-token': tokenExamples(`pul-${makeText(hex, 40)}`),
  'doppler-cli-token': tokenExamples(`dp.ct.${makeText(alphanumeric, 40)}`),
  'doppler-personal-token': tokenExamples(`dp.pt.${makeText(alphanumeric, 40)}`),
  'doppler-service-token': tokenExamples(`dp.st.${makeText(alphanumeric, 40)}`),
  'doppler-service-account-token': tokenExamples(`dp.sa.${makeText(alphanumeric, 40)}`),
  'doppler-scim-token': tokenExamples(`dp.scim.${makeText(alphanumeric, 40)}`),
  'doppler-audit-token': tokenExamples(`dp.audit.${makeText(alphanumeric, 40)}`),
  'one-password-service-account-token': tokenExamples(
    `ops_eyJ${makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-', 240)}`,
  ),
  'one-password-secret-key': tokenExamples(
    `A3-${makeText(upperDigits, 6)}-${makeText(upperDigits, 11, 2)}-${makeText(upperDigits, 5, 3)}-${makeText(upperDigits, 5, 4)}-${makeText(upperDigits, 5, 5)}`,
  ),
  'infisical-token': tokenExamples(`st.${makeText(hex, 24)}.${makeText(hex, 32, 2)}.${makeText(hex, 32, 3)}`),
  'databricks-token': tokenExamples(`dapi${makeText(hex, 32)}`),
  'databricks-oauth-secret': tokenExamples(`dose${makeText(hex, 32)}`),
  'prefect-api-key': tokenExamples(`pnu_${makeText(alphanumeric, 36)}`),
  'settlemint-application-token': tokenExamples(`sm_aat_${makeText(alphanumeric, 16)}`),
  'settlemint-personal-token': tokenExamples(`sm_pat_${makeText(alphanumeric, 16)}`),
  'settlemint-service-token': tokenExamples(`sm_sat_${makeText(alphanumeric, 16)}`),
});
