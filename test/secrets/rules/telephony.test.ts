import { TELEPHONY_RULES } from '../../../src/secrets/rules/telephony.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, patternExamples, tokenExamples } from './make-examples.ts';

testRules(TELEPHONY_RULES, {
  'twilio-api-key': assignedExamples('twilio_api_key', 'SK{h32}'),
  'twilio-key-near-name': patternExamples(
    ["twilio.client('AC', '«SK{h32}»')", 'TWILIO: «SK{h32}»'],
    ['twilio SK{h20}', 'twilio aSK{h32}'],
  ),
  'twilio-auth-token': assignedExamples('twilio_auth_token', '{h32}'),
  'twilio-api-secret': assignedExamples('twilio_api_secret', '{a32}'),
  'vonage-api-secret': assignedExamples('nexmo_api_secret', '{a16}'),
  'messagebird-access-key': assignedExamples('messagebird_access_key', '{a25}'),
  'telnyx-api-key': tokenExamples('KEY0{H31}_{a22}'),
  'plivo-auth-token': assignedExamples('plivo_auth_token', '{a40}'),
  'infobip-api-key': assignedExamples('infobip_api_key', '{h32}-{uuid}'),
  'sinch-api-token': assignedExamples('sinch_api_token', '{h32}'),
  'sendbird-token': assignedExamples('sendbird_api_token', '{h40}'),
  'stream-api-secret': assignedExamples('getstream_api_secret', '{m60}'),
  'pusher-secret': assignedExamples('pusher_app_secret', '{h20}'),
  'pubnub-secret-key': tokenExamples('sec-c-{a52}'),
  'ably-api-key': assignedExamples('ably_api_key', '{a6}.{a6}:{u43}'),
  'onesignal-api-key': tokenExamples('os_v2_app_{q103}'),
  'onesignal-legacy-key': assignedExamples('onesignal_api_key', '{a48}'),
  'pushover-token': assignedExamples('pushover_token', '{m30}'),
  'pushbullet-token': assignedExamples('pushbullet_token', 'o.{a32}'),
  'fcm-server-key': patternExamples(
    ['«AAAA{u7}:APA91b{u134}»', '«AAAA{u7}:APA91b{u134}»'],
    ['AAAA{u7}:APA91b{u34}', 'BBAA{u7}:APA91b{u134}'],
  ),
  'zoom-client-secret': assignedExamples('zoom_client_secret', '{a32}'),
  'telegram-api-hash': assignedExamples('telegram_api_hash', '{h32}'),
  'courier-auth-token': tokenExamples('pk_prod_{M28}'),
  'knock-secret-key': tokenExamples('knock_sk_{a43}'),
});
