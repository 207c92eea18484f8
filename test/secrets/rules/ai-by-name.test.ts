import { AI_BY_NAME_RULES } from '../../../src/secrets/rules/ai-by-name.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples, tokenExamples } from './usual-examples.ts';

const { alphanumeric, base64url, hex, lowerDigits } = ALPHABET;

testRules(AI_BY_NAME_RULES, {
  'cohere-api-key': assignedExamples('COHERE_API_KEY', makeText(alphanumeric, 40)),
  'mistral-api-key': assignedExamples('MISTRAL_API_KEY', makeText(alphanumeric, 32)),
  'deepseek-api-key': assignedExamples('DEEPSEEK_API_KEY', `sk-${makeText(hex, 32)}`),
  'moonshot-api-key': assignedExamples('MOONSHOT_API_KEY', `sk-${makeText(base64url, 48)}`),
  'stability-api-key': assignedExamples('STABILITY_API_KEY', `sk-${makeText(alphanumeric, 48)}`),
  'together-legacy-api-key': assignedExamples('TOGETHER_API_KEY', makeText(hex, 64)),
  'pinecone-legacy-api-key': assignedExamples(
    'PINECONE_API_KEY',
    `${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'wandb-legacy-api-key': assignedExamples('WANDB_API_KEY', makeText(hex, 40)),
  'assemblyai-api-key': assignedExamples('ASSEMBLYAI_API_KEY', makeText(lowerDigits, 32)),
  'elevenlabs-api-key': assignedExamples('ELEVENLABS_API_KEY', `sk_${makeText(hex, 48)}`),
  'deepgram-api-key': assignedExamples('DEEPGRAM_API_KEY', makeText(hex, 40)),
  'clarifai-token': assignedExamples('CLARIFAI_PAT', makeText(hex, 32)),
  'kagi-api-key': assignedExamples(
    'KAGI_API_KEY',
    `${makeText(base64url, 11)}.${makeText(base64url, 43, 2)}`,
  ),
  'kagi-session-link': {
    positives: [
      `https://kagi.com/search?token=«${makeText(base64url, 11)}.${makeText(base64url, 43)}»&q=%s`,
      `"https://kagi.com/search?q=%s&token=«${makeText(base64url, 11)}.${makeText(base64url, 43)}»"`,
    ],
    negatives: [
      `https://example.test/search?token=${makeText(base64url, 11)}.${makeText(base64url, 43)}`,
      'https://kagi.com/search?token=YOUR_TOKEN&q=%s',
    ],
  },
  'brave-search-api-key': assignedExamples('BRAVE_API_KEY', `BSA${makeText(base64url, 24)}`),
  'voyage-api-key': assignedExamples('VOYAGE_API_KEY', `pa-${makeText(base64url, 43)}`),
  'modal-token': assignedExamples('MODAL_TOKEN_SECRET', `as-${makeText(alphanumeric, 22)}`),
  'zai-api-key': assignedExamples('ZAI_API_KEY', `${makeText(hex, 32)}.${makeText(alphanumeric, 16, 2)}`),
  'ollama-api-key': assignedExamples('OLLAMA_API_KEY', `${makeText(hex, 32)}.${makeText(base64url, 24, 2)}`),
  'cursor-api-key': assignedExamples('CURSOR_API_KEY', `key_${makeText(hex, 64)}`),
  'fireworks-api-key': assignedExamples('FIREWORKS_API_KEY', `fw_${makeText(alphanumeric, 22)}`),
  'exa-api-key': assignedExamples(
    'EXA_API_KEY',
    `${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'upstage-api-key': assignedExamples('UPSTAGE_API_KEY', `up_${makeText(alphanumeric, 29)}`),
  'edenai-api-key': assignedExamples(
    'EDENAI_API_KEY',
    `eyJ${makeText(base64url, 20)}.${makeText(base64url, 60, 2)}.${makeText(base64url, 43, 3)}`,
  ),
  'private-ai-api-key': assignedExamples('PRIVATEAI_API_KEY', makeText(lowerDigits, 32)),
  'devin-personal-key': tokenExamples(`apk_user_${makeText(ALPHABET.alphanumeric, 120)}`),
  'devin-service-key': tokenExamples(`apk_${makeText(ALPHABET.alphanumeric, 80)}`),
  'devin-service-user-token': tokenExamples(`cog_${makeText('abcdefghijklmnopqrstuvwxyz234567', 52)}`),
});
