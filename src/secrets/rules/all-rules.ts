// Every rule of our own, in the order in which one that finds the same bytes goes before another.
import type { SecretRule } from '../secret-rule.ts';
import { ADDRESSES_RULES } from './addresses.ts';
import { CHAT_RULES } from './chat.ts';
import { COLLABORATION_RULES } from './collaboration.ts';
import { COMMANDS_RULES } from './commands.ts';
import { COMMERCE_RULES } from './commerce.ts';
import { CONTENT_RULES } from './content.ts';
import { DEVICES_RULES } from './devices.ts';
import { EMAIL_RULES } from './email.ts';
import { GENERIC_RULES } from './generic.ts';
import { IDENTITY_RULES } from './identity.ts';
import { KEYS_RULES } from './keys.ts';
import { MARKETING_RULES } from './marketing.ts';
import { PAYMENT_RULES } from './payment.ts';
import { SOCIAL_RULES } from './social.ts';
import { SOURCE_CONTROL_RULES } from './source-control.ts';
import { TELEPHONY_RULES } from './telephony.ts';
import { TRADING_RULES } from './trading.ts';
import { WEB_TOKENS_RULES } from './web-tokens.ts';

export const ALL_RULES: readonly SecretRule[] = [
  ...ADDRESSES_RULES,
  ...CHAT_RULES,
  ...COLLABORATION_RULES,
  ...COMMANDS_RULES,
  ...COMMERCE_RULES,
  ...CONTENT_RULES,
  ...DEVICES_RULES,
  ...EMAIL_RULES,
  ...IDENTITY_RULES,
  ...KEYS_RULES,
  ...MARKETING_RULES,
  ...PAYMENT_RULES,
  ...SOCIAL_RULES,
  ...SOURCE_CONTROL_RULES,
  ...TELEPHONY_RULES,
  ...TRADING_RULES,
  ...WEB_TOKENS_RULES,
  ...GENERIC_RULES,
];
