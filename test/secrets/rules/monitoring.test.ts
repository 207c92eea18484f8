import { MONITORING_RULES } from '../../../src/secrets/rules/monitoring.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples, tokenExamples } from './usual-examples.ts';

const { alphanumeric, base32, base64, base64url, hex, lowerDigits } = ALPHABET;

const organizationToken = `sntrys_${Buffer.from(
  JSON.stringify({
    iat: 1700000000.5,
    url: 'https://sentry.io',
    region_url: 'https://us.sentry.io',
    org: 'a',
  }),
)
  .toString('base64')
  .replace(/=/g, '')}_${makeText(base64, 43)}`;

testRules(MONITORING_RULES, {
  'grafana-api-key': tokenExamples(`eyJrIjoi${makeText(base64, 60)}`),
  'grafana-cloud-token': tokenExamples(`glc_${makeText(base64, 32)}`),
  'grafana-service-account-token': tokenExamples(`glsa_${makeText(alphanumeric, 32)}_${makeText(hex, 8, 2)}`),
  'sentry-organization-token': {
    positives: [`SENTRY_AUTH_TOKEN=«${organizationToken}»`, `"«${organizationToken}»"`],
    negatives: [
      organizationToken.slice(0, -1),
      `x${organizationToken}`,
      `sntrys_eyJ${makeText(base64, 120)}_${makeText(base64, 43)}`,
    ],
  },
  'sentry-user-token': tokenExamples(`sntryu_${makeText(hex, 64)}`),
  'sentry-legacy-token': assignedExamples('SENTRY_AUTH_TOKEN', makeText(hex, 64)),
  'datadog-key': assignedExamples('DD_API_KEY', makeText(hex, 32)),
  'datadog-prefixed-key': tokenExamples(
    `ddapp_${makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_', 34)}`,
  ),
  'new-relic-user-key': tokenExamples(`NRAK-${makeText(alphanumeric, 27)}`),
  'new-relic-admin-key': tokenExamples(`NRAA-${makeText(hex, 27)}`),
  'new-relic-insert-key': tokenExamples(`NRII-${makeText(base64url, 32)}`),
  'new-relic-query-key': tokenExamples(`NRIQ-${makeText(base64url, 32)}`),
  'new-relic-rest-key': tokenExamples(`NRRA-${makeText(hex, 42)}`),
  'new-relic-browser-key': tokenExamples(`NRJS-${makeText(hex, 19)}`),
  'new-relic-license-key': tokenExamples(`${makeText(hex, 36)}NRAL`),
  'new-relic-legacy-license-key': assignedExamples('NEW_RELIC_LICENSE_KEY', makeText(hex, 40)),
  'pixie-api-key': tokenExamples(
    `px-api-${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'pixie-deploy-key': tokenExamples(
    `px-dep-${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'dynatrace-token': tokenExamples(`dt0c01.${makeText(base32, 24)}.${makeText(base32, 64)}`),
  'honeycomb-key': tokenExamples(`hcaik_${makeText(lowerDigits, 58)}`),
});
