import { COLLABORATION_RULES } from '../../../src/secrets/rules/collaboration.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, patternExamples, tokenExamples } from './make-examples.ts';

testRules(COLLABORATION_RULES, {
  'notion-token': tokenExamples('ntn_{d11}{a35}'),
  'notion-legacy-token': tokenExamples('secret_{a43}'),
  'linear-api-key': tokenExamples('lin_api_{a40}'),
  'linear-oauth-token': tokenExamples('lin_oauth_{h64}'),
  'linear-client-secret': assignedExamples('linear_client_secret', '{h32}'),
  'figma-token': tokenExamples('figd_{u40}'),
  'figma-legacy-token': assignedExamples('X-Figma-Token', '{h4}-{uuid}'),
  'atlassian-api-token': tokenExamples('ATATT3{u178}={H8}'),
  'atlassian-legacy-token': assignedExamples('jira_api_token', '{a24}'),
  'trello-token': tokenExamples('ATTA{h72}'),
  'trello-key': assignedExamples('trello_api_key', '{h32}'),
  'asana-token': patternExamples(
    ['ASANA_TOKEN=«1/{d16}:{h32}»', 'asana: "«2/{d16}/{d16}:{h32}»"'],
    ['ASANA_TOKEN=1/{d16}:{h12}', 'TOKEN=1/{d16}:{h32}'],
  ),
  'asana-client-secret': assignedExamples('asana_client_secret', '{h32}'),
  'airtable-token': tokenExamples('pat{a14}.{h64}'),
  'airtable-api-key': assignedExamples('airtable_api_key', 'key{a14}'),
  'dropbox-short-lived-token': tokenExamples('sl.{u135}'),
  'dropbox-long-lived-token': assignedExamples('dropbox_access_token', '{a11}AAAAAAAAAA{u43}'),
  'dropbox-app-secret': assignedExamples('dropbox_app_secret', '{m15}'),
  'box-client-secret': assignedExamples('box_client_secret', '{a32}'),
  'clickup-token': tokenExamples('pk_{d8}_{M32}'),
  'frameio-token': tokenExamples('fio-u-{u64}'),
  'todoist-token': assignedExamples('todoist_api_token', '{h40}'),
  'smartsheet-token': assignedExamples('smartsheet_access_token', '{a37}'),
  'evernote-token': patternExamples(
    [
      '«S=s1:U={h5}:E={h11}:C={h11}:P=1cd:A=en-devtoken:V=2:H={h32}»',
      '«S=s432:U={h6}:E={h11}:C={h11}:P=185:A=acme:V=2:H={h32}»',
    ],
    ['S=s1:U={h5}:E={h11}', 'S=s1:U={h5}:E={h11}:C={h11}:P=1cd:A=en-devtoken:V=2:H='],
  ),
  'clockify-api-key': assignedExamples('clockify_api_key', '{B48}'),
  'docusign-secret': assignedExamples('docusign_secret_key', '{uuid}'),
  'zapier-webhook': patternExamples(
    ['«hooks.zapier.com/hooks/catch/{d7}/{m7}»', '«hooks.zapier.com/hooks/catch/{d8}/{m6}»'],
    ['https://hooks.zapier.com/hooks/catch/', 'https://zapier.com/hooks/catch/{d7}/{m7}'],
  ),
  'ifttt-webhook': patternExamples(
    ['https://maker.ifttt.com/trigger/door/with/key/«{u22}»', 'https://maker.ifttt.com/use/«{u43}»'],
    [
      'https://maker.ifttt.com/trigger/door/with/key/',
      'https://maker.ifttt.com/trigger/door/with/key/YOUR_KEY',
    ],
  ),
  'intra42-secret': tokenExamples('s-s4t2ud-{h64}'),
});
