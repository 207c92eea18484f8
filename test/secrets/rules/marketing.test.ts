import { MARKETING_RULES } from '../../../src/secrets/rules/marketing.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, tokenExamples } from './make-examples.ts';

testRules(MARKETING_RULES, {
  'hubspot-private-app-token': tokenExamples('pat-na1-{uuid}'),
  'hubspot-api-key': assignedExamples('hubspot_api_key', '{uuid}'),
  'salesforce-access-token': tokenExamples('00D{a12}!{a96}'),
  'salesforce-refresh-token': tokenExamples('5Aep861{a76}'),
  'salesforce-client-secret': assignedExamples('salesforce_client_secret', '{H64}'),
  'zendesk-token': assignedExamples('zendesk_api_token', '{a40}'),
  'intercom-access-token': tokenExamples('dG9rOj{a54}'),
  'intercom-client-secret': assignedExamples('intercom_api_key', '{u60}'),
  'algolia-admin-key': assignedExamples('algolia_admin_key', '{h32}'),
  'segment-token': tokenExamples('sgp_{a64}'),
  'mixpanel-secret': assignedExamples('mixpanel_api_secret', '{h32}'),
  'amplitude-secret-key': assignedExamples('amplitude_secret_key', '{h32}'),
  'posthog-personal-key': tokenExamples('phx_{a43}'),
  'fullstory-api-key': assignedExamples('fullstory_api_key', 'na1.{B60}'),
  'typeform-token': tokenExamples('tfp_{a44}_{a14}'),
  'freshdesk-api-key': assignedExamples('freshdesk_api_key', '{a20}'),
  'pipedrive-token': assignedExamples('pipedrive_api_token', '{h40}'),
  'helpscout-secret': assignedExamples('helpscout_app_secret', '{a32}'),
  'optimizely-token': assignedExamples('optimizely_token', '2:{u54}'),
  'beamer-api-key': assignedExamples('beamer_api_key', 'b_{u44}'),
  'clearbit-key': assignedExamples('clearbit_api_key', 'sk_{h32}'),
  'hunter-api-key': assignedExamples('hunter_api_key', '{h40}'),
  'bitly-token': assignedExamples('bitly_access_token', '{h40}'),
  'looker-client-secret': assignedExamples('looker_client_secret', '{a24}'),
});
