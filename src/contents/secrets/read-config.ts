// From an opened image's config to what may be told of it, and the secrets in it.
import type { ImageConfig } from '../../oci/image/config.ts';
import { loadRuleSet } from '../../secrets/load-rule-set.ts';
import { findConfigSecrets } from './find-config-secrets.ts';
import type { ImageSecrets } from './image-secrets.ts';
import { maskConfig, ValueMask } from './mask-config.ts';
import { NAMED_CREDENTIAL } from './named-credential.ts';

/** A config that may be told. */
export interface MaskedConfig {
  readonly config: ImageConfig;
  readonly annotations: Readonly<Record<string, string>>;
  readonly secrets: ImageSecrets;
}

/** Searches and masks a config. It is masked by our own rules where secrets are not wanted, and nothing is told of them then. */
export async function readConfig(
  config: ImageConfig,
  annotations: Readonly<Record<string, string>>,
  secretRules: string | null,
): Promise<MaskedConfig> {
  const rules = await loadRuleSet(secretRules ?? '');
  const { secrets, values } = findConfigSecrets(config, annotations, rules);
  const isWanted = secretRules !== null;
  return {
    config: maskConfig(config, values),
    annotations: new ValueMask(values).maskData(annotations),
    secrets: {
      kindById: new Map(isWanted ? [...rules.kindById, [NAMED_CREDENTIAL.id, NAMED_CREDENTIAL]] : []),
      inConfig: isWanted ? secrets : [],
    },
  };
}
