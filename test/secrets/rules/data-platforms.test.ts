import { DATA_PLATFORM_RULES } from '../../../src/secrets/rules/data-platforms.ts';
import { testRules } from './expect-rules.ts';
import { patternExamples } from './make-examples.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples, tokenExamples } from './usual-examples.ts';

const { alphanumeric, base64, base64url, hex, lowerDigits } = ALPHABET;

testRules(DATA_PLATFORM_RULES, {
  'planetscale-password': tokenExamples(
    `pscale_pw_${makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_=.-', 32)}`,
  ),
  'planetscale-token': tokenExamples(
    `pscale_tkn_${makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_=.-', 32)}`,
  ),
  'planetscale-oauth-token': tokenExamples(
    `pscale_oauth_${makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_=.-', 32)}`,
  ),
  'clickhouse-cloud-secret': tokenExamples(`4b1d${makeText(alphanumeric, 38)}`),
  'confluent-key': assignedExamples('CONFLUENT_CLOUD_API_KEY', makeText(alphanumeric, 16)),
  'confluent-secret': assignedExamples('CONFLUENT_CLOUD_API_SECRET', makeText(base64, 64)),
  'sumo-logic-access-id': assignedExamples('SUMO_ACCESS_ID', `su${makeText(alphanumeric, 12)}`),
  'sumo-logic-access-key': assignedExamples('SUMO_ACCESS_KEY', makeText(alphanumeric, 64)),
  'neon-api-key': tokenExamples(`napi_${makeText(alphanumeric, 64)}`),
  'cockroach-cloud-key': tokenExamples(
    `CCDB1_${makeText(alphanumeric, 22)}_${makeText(alphanumeric, 40, 2)}`,
  ),
  'astra-token': tokenExamples(`AstraCS:${makeText(alphanumeric, 20)}:${makeText(hex, 64, 2)}`),
  'aiven-service-password': tokenExamples(`AVNS_${makeText(base64url, 19)}`),
  'aiven-token': assignedExamples('AIVEN_AUTH_TOKEN', makeText(base64, 342)),
  'elastic-cloud-key': tokenExamples(`essu_${makeText(base64, 60)}`),
  'influxdb-token': assignedExamples('INFLUXDB_TOKEN', `${makeText(base64url, 86)}==`),
  'mongodb-atlas-secret': tokenExamples(`mdb_sa_sk_${makeText(base64url, 40)}`),
  'unkey-root-key': tokenExamples(`unkey_${makeText(alphanumeric, 20)}`),
  'zuplo-consumer-key': tokenExamples(`zpka_${makeText(lowerDigits, 32)}_${makeText(hex, 8, 2)}`),
  'configcat-sdk-key': tokenExamples(
    `configcat-sdk-1/${makeText(base64url, 22)}/${makeText(base64url, 22, 2)}`,
  ),
  'devcycle-server-key': tokenExamples(`dvc_server_${makeText(hex, 16)}`),
  'wakatime-key': tokenExamples(
    `waka_${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'rootly-key': tokenExamples(`rootly_${makeText(hex, 64)}`),
  'samsara-token': tokenExamples(`samsara_api_${makeText(alphanumeric, 26)}`),
  'tableau-personal-access-token': patternExamples(
    ['TABLEAU_PAT_SECRET=«{a22}==:{m32}»', 'tokens: "«{a22}==:{a32}»"'],
    ['TABLEAU_PAT_SECRET={a22}==:', 'a==: {a32}', 'x={a22}==:{a33}'],
  ),
  'workato-api-token': patternExamples(
    ['TOKEN=«wrka-eyJ{a30}.eyJ{a40}.{u80}»', '"token": "«wrkaeu-eyJ{a30}.eyJ{a40}.{u80}»"'],
    ['TOKEN=wrka-{a30}', 'wrka-eyJ{a30}', 'TOKEN=xwrka-eyJ{a30}.eyJ{a40}.{a80}'],
  ),
});
