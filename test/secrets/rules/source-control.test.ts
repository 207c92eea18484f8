import { appendCrc32Ending } from '../../../src/secrets/checksums/crc32-ending.ts';
import { SOURCE_CONTROL_RULES } from '../../../src/secrets/rules/source-control.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';

const { alphanumeric } = ALPHABET;

const classic = appendCrc32Ending('ghp_', makeText(alphanumeric, 30));

testRules(SOURCE_CONTROL_RULES, {
  'github-classic-token': {
    positives: [`token=«${classic}»`, `https://x-access-token:«${classic}»@github.com/a/b`],
    negatives: [`${classic}x`, `ghp_${makeText(alphanumeric, 36)}`, 'ghp_short'],
  },
});
