import { GOOGLE_RULES } from '../../../src/secrets/rules/cloud-google.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples, tokenExamples } from './usual-examples.ts';

const { alphanumeric, base32, base64, base64url } = ALPHABET;

const refreshToken = `1//03${makeText(alphanumeric, 12)}CgYIARAAGAMSNw${makeText(base64url, 70)}`;

testRules(GOOGLE_RULES, {
  'google-api-key': tokenExamples(`AIza${makeText(base64url, 35)}`),
  'google-gemini-key': tokenExamples(`AQ.Ab8R${makeText(base64url, 46)}`),
  'google-oauth-client-secret': tokenExamples(`GOCSPX-${makeText(base64url, 28)}`),
  'google-oauth-legacy-client-secret': assignedExamples('GOOGLE_CLIENT_SECRET', makeText(base64url, 24)),
  'google-oauth-access-token': tokenExamples(`ya29.${makeText(base64url, 20)}`),
  'google-oauth-refresh-token': {
    positives: [`refresh_token: '«${refreshToken}»'`, `"«${refreshToken}»"`],
    negatives: [`v${refreshToken}`, `1//0${makeText(base64url, 99)}`, `1//0${makeText(base64url, 20)}`],
  },
  'google-storage-hmac-id': tokenExamples(`GOOG1E${makeText(base32, 55)}`),
  'google-storage-hmac-secret': assignedExamples('GCS_HMAC_SECRET', makeText(base64, 40)),
  'google-oauth-authorization-code': tokenExamples(`4/0A${makeText(base64url, 60)}`),
});
