import { WEB_SERVICE_BY_NAME_RULES } from '../../../src/secrets/rules/web-services-by-name.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, tokenExamples } from './make-examples.ts';

testRules(WEB_SERVICE_BY_NAME_RULES, {
  'pagerduty-api-key': assignedExamples('pagerduty_api_key', 'u+{a18}'),
  'pastebin-api-key': assignedExamples('pastebin_api_key', '{a32}'),
  'mapquest-api-key': assignedExamples('mapquest_api_key', '{a32}'),
  'foursquare-client-secret': assignedExamples('foursquare_client_secret', '{M48}'),
  'lunch-money-access-token': assignedExamples('lunchmoney_access_token', '{h50}'),
  'scrapingbee-api-key': assignedExamples('scrapingbee_api_key', '{M80}'),
  'statuspage-api-key': assignedExamples('statuspage_api_key', '{uuid}'),
  'jotform-api-key': assignedExamples('jotform_api_key', '{h32}'),
  'apilayer-access-key': assignedExamples('ipstack_access_key', '{h32}'),
  'opencage-api-key': assignedExamples('opencage_api_key', '{h32}'),
  'rawg-api-key': assignedExamples('rawg_api_key', '{h32}'),
  'graphhopper-api-key': assignedExamples('graphhopper_api_key', '{uuid}'),
  'newsapi-key': assignedExamples('newsapi_key', '{h32}'),
  'weatherbit-api-key': assignedExamples('weatherbit_api_key', '{h32}'),
  'toggl-api-token': assignedExamples('toggl_api_token', '{h32}'),
  'shodan-api-key': assignedExamples('shodan_api_key', '{a32}'),
  'urlscan-api-key': assignedExamples('urlscan_api_key', '{uuid}'),
  'scrapfly-api-key': tokenExamples('scp-live-{h32}'),
  'teamwork-api-token': tokenExamples('tkn.v1_{a72}'),
});
