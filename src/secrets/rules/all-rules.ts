// Every rule of our own, in the order in which one that finds the same bytes goes before another.
import type { SecretRule } from '../secret-rule.ts';
import { ADDRESSES_RULES } from './addresses.ts';
import { AI_RULES } from './ai.ts';
import { AI_BY_NAME_RULES } from './ai-by-name.ts';
import { BUILD_SERVICE_RULES } from './build-services.ts';
import { BUILD_SERVICE_BY_NAME_RULES } from './build-services-by-name.ts';
import { CHAT_RULES } from './chat.ts';
import { AMAZON_RULES } from './cloud-amazon.ts';
import { AZURE_RULES } from './cloud-azure.ts';
import { AZURE_KEY_RULES } from './cloud-azure-keys.ts';
import { GOOGLE_RULES } from './cloud-google.ts';
import { HOST_A_TO_L_RULES } from './cloud-hosts-a-to-l.ts';
import { HOST_N_TO_Z_RULES } from './cloud-hosts-n-to-z.ts';
import { COLLABORATION_RULES } from './collaboration.ts';
import { COMMANDS_RULES } from './commands.ts';
import { COMMERCE_RULES } from './commerce.ts';
import { CONTENT_RULES } from './content.ts';
import { DATA_PLATFORM_RULES } from './data-platforms.ts';
import { DATABASES_RULES } from './databases.ts';
import { DEVICES_RULES } from './devices.ts';
import { EDITED_TOKENS_RULES } from './edited-tokens.ts';
import { EMAIL_RULES } from './email.ts';
import { makeGenericRules } from './generic.ts';
import { GUESSABLE_PASSWORDS_RULES } from './guessable-passwords.ts';
import { IDENTITY_RULES } from './identity.ts';
import { INFRASTRUCTURE_RULES } from './infrastructure.ts';
import { KEYS_RULES } from './keys.ts';
import { MARKETING_RULES } from './marketing.ts';
import { MONITORING_RULES } from './monitoring.ts';
import { ONLINE_SERVICES_RULES } from './online-services.ts';
import { PACKAGE_RULES } from './packages.ts';
import { PASSWORD_HASHES_RULES } from './password-hashes.ts';
import { PAYMENT_RULES } from './payment.ts';
import { SOCIAL_RULES } from './social.ts';
import { SOURCE_CONTROL_RULES } from './source-control.ts';
import { GITLAB_RULES } from './source-control-gitlab.ts';
import { TELEPHONY_RULES } from './telephony.ts';
import { TRADING_RULES } from './trading.ts';
import { WEB_SERVICE_BY_NAME_RULES } from './web-services-by-name.ts';
import { WEB_TOKENS_RULES } from './web-tokens.ts';

const ISSUED_RULES: readonly SecretRule[] = [
  ...ADDRESSES_RULES,
  ...AI_BY_NAME_RULES,
  ...AI_RULES,
  ...BUILD_SERVICE_BY_NAME_RULES,
  ...BUILD_SERVICE_RULES,
  ...CHAT_RULES,
  ...AMAZON_RULES,
  ...AZURE_KEY_RULES,
  ...AZURE_RULES,
  ...GOOGLE_RULES,
  ...HOST_A_TO_L_RULES,
  ...HOST_N_TO_Z_RULES,
  ...COLLABORATION_RULES,
  ...COMMANDS_RULES,
  ...COMMERCE_RULES,
  ...CONTENT_RULES,
  ...DATA_PLATFORM_RULES,
  ...DATABASES_RULES,
  ...DEVICES_RULES,
  ...EMAIL_RULES,
  ...IDENTITY_RULES,
  ...INFRASTRUCTURE_RULES,
  ...KEYS_RULES,
  ...MARKETING_RULES,
  ...MONITORING_RULES,
  ...ONLINE_SERVICES_RULES,
  ...PACKAGE_RULES,
  ...PASSWORD_HASHES_RULES,
  ...PAYMENT_RULES,
  ...SOCIAL_RULES,
  ...GITLAB_RULES,
  ...SOURCE_CONTROL_RULES,
  ...TELEPHONY_RULES,
  ...TRADING_RULES,
  ...WEB_SERVICE_BY_NAME_RULES,
  ...WEB_TOKENS_RULES,
];

export const ALL_RULES: readonly SecretRule[] = [
  ...ISSUED_RULES,
  ...makeGenericRules(ISSUED_RULES),
  ...EDITED_TOKENS_RULES,
  ...GUESSABLE_PASSWORDS_RULES,
];
