import { DEVICES_RULES } from '../../../src/secrets/rules/devices.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, patternExamples, tokenExamples } from './make-examples.ts';

testRules(DEVICES_RULES, {
  'adafruit-io-key': tokenExamples('aio_{a28}'),
  'adafruit-api-key': assignedExamples('adafruit_api_key', '{a32}'),
  'meraki-api-key': assignedExamples('meraki_api_key', '{h40}'),
  'defined-networking-token': tokenExamples('dnkey-{u26}-{u52}'),
  'blynk-token': assignedExamples('BLYNK_AUTH_TOKEN', '{u32}'),
  'blynk-request-token': patternExamples(
    [
      'https://fra1.blynk.cloud/external/api/get?token=«{u32}»&v1',
      'https://blynk.cloud/external/api/update?token=«{u32}»&v1=2',
    ],
    ['https://blynk.cloud/external/api/get?token=', 'https://blynk.cloud/external/api/get?token={u12}'],
  ),
  'blynk-organization-token': patternExamples(
    [
      'curl https://fra1.blynk.cloud/api/v1/organization/profile -H "Authorization: Bearer «{u40}»"',
      'curl https://blynk.cloud/api/v1/organization/users -H "Authorization: Bearer «{u40}»"',
    ],
    [
      'curl https://blynk.cloud/ -H "Authorization: Bearer {u12}"',
      'curl https://blink.cloud/ -H "Authorization: Bearer {u40}"',
    ],
  ),
  'particle-token': patternExamples(
    [
      'curl https://api.particle.io/v1/devices -d access_token=«{h40}»',
      'curl https://api.particle.io/v1/devices -H "Authorization: Bearer «{h40}»"',
    ],
    [
      'curl https://api.particle.io/v1/devices -d access_token={h12}',
      'curl https://api.particle.io/v1/devices/{h40}',
    ],
  ),
  'particle-token-before': patternExamples(
    [
      'curl -d access_token=«{h40}» https://api.particle.io/v1/devices',
      'curl -H "Authorization: Bearer «{h40}»" https://api.particle.io/v1/devices',
    ],
    [
      'curl -d access_token={h12} https://api.particle.io/v1/devices',
      'curl -d id={h40} https://api.particle.io/v1/devices',
    ],
  ),
  'thingsboard-token': patternExamples(
    [
      'https://demo.thingsboard.io/api/v1/«{a20}»/telemetry',
      'http://localhost:8080/api/v1/«{a20}»/attributes?clientKeys=a',
    ],
    ['http://localhost/api/v1/{a10}/telemetry', 'http://localhost/api/v1/$ACCESS_TOKEN/telemetry'],
  ),
  'thingsboard-provision-key': patternExamples(
    ['{"provisionDeviceKey": "«{a20}»"}', '"provisionDeviceSecret": "«{a20}»"'],
    ['{"provisionDeviceKey": "{a5}"}', '"provisionDeviceName": "{a20}"'],
  ),
  'smartthings-token': assignedExamples('smartthings_access_token', '{uuid}'),
  'nasa-api-key': assignedExamples('nasa_api_key', '{a40}'),
  'nasa-request-key': patternExamples(
    [
      'https://api.nasa.gov/planetary/apod?api_key=«{a40}»',
      'https://api.nasa.gov/planetary/earth/imagery?lat=1&api_key=«{a40}»',
    ],
    [
      'https://api.nasa.gov/planetary/apod?api_key=DEMO_KEY',
      'https://api.nasa.gov/planetary/apod?api_key={a12}',
    ],
  ),
  'truenas-api-key': assignedExamples('truenas_api_key', '{d1}-{a64}'),
  'tuya-secret': assignedExamples('tuya_access_secret', '{h32}'),
});
