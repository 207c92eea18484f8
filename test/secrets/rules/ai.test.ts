import { AI_RULES } from '../../../src/secrets/rules/ai.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { tokenExamples } from './usual-examples.ts';

const { alphanumeric, base64url, digits, hex, letters, lowerBase32, lowerDigits, upperDigits } = ALPHABET;

const projectKey = `sk-proj-${makeText(base64url, 74)}T3BlbkFJ${makeText(base64url, 74, 2)}`;

testRules(AI_RULES, {
  'openai-api-key': tokenExamples(`sk-${makeText(alphanumeric, 20)}T3BlbkFJ${makeText(alphanumeric, 20, 2)}`),
  'openai-project-key': {
    positives: [`key=«${projectKey}»`, `"«${projectKey}»"`],
    negatives: [`x${projectKey}`, `sk-proj-${makeText(base64url, 120)}`, projectKey.slice(0, 60)],
  },
  'openai-like-key': tokenExamples(`sk-${makeText(alphanumeric, 48)}`),
  'openai-session-token': tokenExamples(`sess-${makeText(alphanumeric, 40)}`),
  'anthropic-api-key': tokenExamples(
    `sk-ant-api${makeText(digits, 1)}${makeText(digits, 1, 2)}-${makeText(base64url, 93, 3)}AA`,
  ),
  'anthropic-admin-key': tokenExamples(
    `sk-ant-admin${makeText(digits, 1)}${makeText(digits, 1, 2)}-${makeText(base64url, 93, 3)}AA`,
  ),
  'anthropic-oauth-token': tokenExamples(
    `sk-ant-oat${makeText(digits, 1)}${makeText(digits, 1, 2)}-${makeText(base64url, 80, 3)}AA`,
  ),
  'hugging-face-token': tokenExamples(`hf_${makeText(letters, 34)}`),
  'hugging-face-organization-token': tokenExamples(`api_org_${makeText(letters, 34)}`),
  'replicate-token': tokenExamples(`r8_${makeText(alphanumeric, 37)}`),
  'groq-api-key': tokenExamples(`gsk_${makeText(alphanumeric, 50)}`),
  'perplexity-api-key': tokenExamples(`pplx-${makeText(alphanumeric, 48)}`),
  'xai-api-key': tokenExamples(`xai-${makeText(base64url, 70)}`),
  'openrouter-api-key': tokenExamples(`sk-or-v1-${makeText(hex, 64)}`),
  'langsmith-api-key': tokenExamples(`lsv2_pt_${makeText(hex, 32)}_${makeText(hex, 10, 2)}`),
  'langfuse-secret-key': tokenExamples(
    `sk-lf-${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'elevenlabs-api-key': tokenExamples(`sk_${makeText(hex, 48)}`),
  'pinecone-api-key': tokenExamples(`pcsk_${makeText(alphanumeric, 5)}_${makeText(alphanumeric, 63, 2)}`),
  'cerebras-api-key': tokenExamples(`csk-${makeText(lowerDigits, 48)}`),
  'together-api-key': tokenExamples(`tgp_v1_${makeText(base64url, 43)}`),
  'nvidia-api-key': tokenExamples(`nvapi-${makeText(base64url, 60)}`),
  'wandb-api-key': tokenExamples(
    `wandb_v1_${makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_', 77)}`,
  ),
  'jina-api-key': tokenExamples(`jina_${makeText(alphanumeric, 60)}`),
  'tavily-api-key': tokenExamples(`tvly-${makeText(alphanumeric, 32)}`),
  'firecrawl-api-key': tokenExamples(`fc-${makeText(hex, 32)}`),
  'runpod-api-key': tokenExamples(`rpa_${makeText(upperDigits, 40)}${makeText(alphanumeric, 6, 2)}`),
  'friendli-token': tokenExamples(`flp_${makeText(alphanumeric, 46)}`),
  'e2b-api-key': tokenExamples(`e2b_${makeText(hex, 40)}`),
  'daytona-api-key': tokenExamples(`dtn_${makeText(hex, 64)}`),
  'mem0-api-key': tokenExamples(`m0-${makeText(alphanumeric, 40)}`),
  'context7-api-key': tokenExamples(
    `ctx7sk-${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'devin-service-token': tokenExamples(`cog_${makeText(lowerBase32, 52)}`),
  'minimax-api-key': tokenExamples(`sk-api-${makeText(base64url, 119)}`),
});
