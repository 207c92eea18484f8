import { AZURE_RULES } from '../../../src/secrets/rules/cloud-azure.ts';
import { testRules } from './expect-rules.ts';
import { patternExamples } from './make-examples.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples, tokenExamples } from './usual-examples.ts';

const { alphanumeric, base64, base64url, hex } = ALPHABET;

testRules(AZURE_RULES, {
  'azure-client-secret': tokenExamples(`${makeText(alphanumeric, 3)}8Q~${makeText(base64url, 31)}`),
  'azure-legacy-client-secret': assignedExamples('AZURE_CLIENT_SECRET', makeText(alphanumeric, 32)),
  'azure-storage-account-key': assignedExamples('AZURE_STORAGE_KEY', `${makeText(base64, 86)}==`),
  'azure-storage-connection-string': patternExamples(
    [
      'AccountName=acme1;AccountKey=«{B76}==»;',
      'DefaultEndpointsProtocol=http;AccountName=acme1;\nAccountKey=«{B86}==»',
    ],
    ['AccountName=acme1;AccountKey=<key>;', 'AccountName=acme1;AccountKey={B20};', 'AccountKey={B76}=='],
  ),
  'azure-cosmos-key': assignedExamples('COSMOS_DB_KEY', `${makeText(base64, 86)}==`),
  'azure-shared-access-key': assignedExamples('SHARED_ACCESS_KEY', `${makeText(base64, 43)}=`),
  'azure-app-configuration-secret': {
    positives: [
      `Endpoint=https://a-b.azconfig.io;Id=${makeText(alphanumeric, 20)};Secret=«${makeText(base64, 43)}=»`,
      `"https://ab.azconfig.io;Id=a-b-c:${makeText(alphanumeric, 20)};Secret=«${makeText(base64, 43)}=»"`,
    ],
    negatives: [
      'Endpoint=https://contoso.azconfig.io;Id=xxx;Secret=xxx',
      `https://ab.azconfig.io;Id=;Secret=${makeText(base64, 43)}=`,
    ],
  },
  'azure-sas-signature': {
    positives: [
      `https://a.blob.core.windows.net/c?sv=2022-11-02&ss=b&se=2030-01-01T00:00:00Z&sig=«${makeText(base64, 43)}%3D»`,
      `"?sv=2019-12-12&sr=c&sp=r&sig=«${makeText(base64, 43)}=»"`,
    ],
    negatives: [
      '?sv=2019-12-12&sr=c&sp=r&sig=SIGNATURE',
      `?sv=2019-12-12&sr=c&sp=r&x=${makeText(base64, 43)}=`,
    ],
  },
  'azure-shared-access-signature': {
    positives: [
      `SharedAccessSignature sr=a.servicebus.windows.net&sig=«${makeText(base64, 43)}%3d»&se=1`,
      `Authorization: SharedAccessSignature sr=a%2Fb&sig=«${makeText(base64, 43)}=»&skn=c`,
    ],
    negatives: [
      'SharedAccessSignature sr=a&sig={signature}&se=1',
      `SharedAccessSignature ${makeText(base64, 43)}=`,
    ],
  },
  'azure-subscription-key': assignedExamples('AZURE_OPENAI_KEY', makeText(hex, 32)),
  'azure-search-key': assignedExamples('AZURE_SEARCH_KEY', makeText(alphanumeric, 52)),
  'azure-publish-password': assignedExamples('userPWD', makeText(alphanumeric, 60)),
  'azure-signalr-access-key': assignedExamples('AccessKey', `${makeText(base64, 43)}=`),
});
