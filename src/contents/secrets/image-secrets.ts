// What is known of an image's secrets beside the facts of its layers.
import type { SecretKind } from '../../secrets/secret-rule.ts';
import type { ConfigSecret } from './find-config-secrets.ts';

/** The kinds by which facts name secrets, and the secrets of the config; both empty where secrets are not wanted. */
export interface ImageSecrets {
  readonly kindById: ReadonlyMap<string, SecretKind>;
  readonly inConfig: readonly ConfigSecret[];
}
