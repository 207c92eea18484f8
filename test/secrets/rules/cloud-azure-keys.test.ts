import { AZURE_KEY_RULES } from '../../../src/secrets/rules/cloud-azure-keys.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { tokenExamples } from './usual-examples.ts';

const { alphanumeric, base64, base64url } = ALPHABET;

testRules(AZURE_KEY_RULES, {
  'azure-identifiable-storage-key': tokenExamples(`${makeText(base64, 76)}+AStA${makeText(base64, 5)}==`),
  'azure-identifiable-cosmos-key': tokenExamples(`${makeText(base64, 76)}ACDbA${makeText(base64, 5)}==`),
  'azure-identifiable-batch-key': tokenExamples(`${makeText(base64, 76)}+ABaA${makeText(base64, 5)}==`),
  'azure-identifiable-api-management-key': tokenExamples(
    `${makeText(base64, 76)}APIMA${makeText(base64, 5)}==`,
  ),
  'azure-identifiable-service-bus-key': tokenExamples(`${makeText(base64, 33)}+ASbA${makeText(base64, 5)}=`),
  'azure-identifiable-event-hub-key': tokenExamples(`${makeText(base64, 33)}+AEhA${makeText(base64, 5)}=`),
  'azure-identifiable-relay-key': tokenExamples(`${makeText(base64, 33)}+ARmA${makeText(base64, 5)}=`),
  'azure-identifiable-iot-key': tokenExamples(`${makeText(base64, 33)}AIoTA${makeText(base64, 5)}=`),
  'azure-identifiable-redis-key': tokenExamples(
    `${makeText(alphanumeric, 33)}AzCaA${makeText(alphanumeric, 5)}=`,
  ),
  'azure-identifiable-search-key': tokenExamples(
    `${makeText(alphanumeric, 42)}AzSeA${makeText(alphanumeric, 5)}`,
  ),
  'azure-identifiable-registry-password': tokenExamples(`${makeText(base64, 42)}+ACRA${makeText(base64, 5)}`),
  'azure-identifiable-function-key': tokenExamples(
    `${makeText(base64url, 44)}AzFu${makeText(base64url, 5)}Q==`,
  ),
  'azure-annotated-key': tokenExamples(
    `${makeText(alphanumeric, 52)}JQQJ99${makeText(alphanumeric, 18)}ACOG${makeText(alphanumeric, 4)}`,
  ),
});
