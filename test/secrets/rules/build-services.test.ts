import { BUILD_SERVICE_RULES } from '../../../src/secrets/rules/build-services.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { tokenExamples } from './usual-examples.ts';

const { alphanumeric, base64url, hex, upperDigits } = ALPHABET;

testRules(BUILD_SERVICE_RULES, {
  'circleci-personal-token': tokenExamples(
    `CCIPAT_${makeText(alphanumeric, 22)}_${makeText('0123456789abcdefghijklmnopqrstuvwxyz', 40, 2)}`,
  ),
  'circleci-project-token': tokenExamples(
    `CCIPRJ_${makeText(alphanumeric, 22)}_${makeText('0123456789abcdefghijklmnopqrstuvwxyz', 40, 2)}`,
  ),
  'buildkite-user-token': tokenExamples(`bkua_${makeText('0123456789abcdefghijklmnopqrstuvwxyz', 40)}`),
  'buildkite-agent-token': tokenExamples(`bkaa_${makeText(base64url, 54)}`),
  'jenkins-setup-password': {
    positives: [
      `Please use the following password to proceed to installation:\n\n«${makeText(hex, 32)}»\n`,
      `password to proceed to installation:\r\n\r\n«${makeText(hex, 32, 2)}»\r\n`,
    ],
    negatives: [
      `password to proceed to installation: ${makeText(hex, 31)}`,
      'password to proceed to installation: (see the log)',
    ],
  },
  'sonar-token': tokenExamples(`sqp_${makeText(hex, 40)}`),
  'teamcity-token': tokenExamples(
    `eyJ0eXAiOiAiVENWMiJ9.${makeText(base64url, 36)}.${makeText(base64url, 48, 2)}`,
  ),
  'octopus-api-key': tokenExamples(`API-${makeText(upperDigits, 26)}`),
  'harness-token': tokenExamples(
    `pat.${makeText(alphanumeric, 22)}.${makeText(hex, 24)}.${makeText(alphanumeric, 20, 2)}`,
  ),
  'launchdarkly-key': tokenExamples(
    `api-${makeText(hex, 8)}-${makeText(hex, 4, 2)}-4${makeText(hex, 3, 3)}-${makeText('89ab', 1, 4)}${makeText(hex, 3, 5)}-${makeText(hex, 12, 6)}`,
  ),
  'infracost-key': tokenExamples(`ico-${makeText(alphanumeric, 32)}`),
  'mergify-key': tokenExamples(`mergify_application_key_${makeText(base64url, 40)}`),
  'aikido-ci-token': tokenExamples(`AIK_CI_${makeText(alphanumeric, 20)}`),
  'aikido-client-secret': tokenExamples(`AIK_SECRET_${makeText(alphanumeric, 64)}`),
  'endor-labs-key': tokenExamples(
    `endr+${makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-', 16)}`,
  ),
  'stackhawk-key': tokenExamples(`hawk.${makeText(base64url, 20)}.${makeText(base64url, 20, 2)}`),
  'dependency-track-key': tokenExamples(`odt_${makeText(alphanumeric, 32)}`),
  'postman-api-key': tokenExamples(`PMAK-${makeText(alphanumeric, 24)}-${makeText(alphanumeric, 34, 2)}`),
  'postman-collection-key': tokenExamples(`PMAT-${makeText('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', 26)}`),
});
