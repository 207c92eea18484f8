// What Terraform and OpenTofu keep in plain text: the state, variables, logins.

import { defineNamedValues, defineTextStructure, type SecretSpan } from './define-structure.ts';
import { isSecretName } from './judging/secret-name.ts';
import { findSecretSpans } from './judging/secret-spans.ts';
import { readAssignments } from './reading/assignment-lines.ts';
import { readJsonStrings } from './reading/json-strings.ts';
import type { SecretStructure } from './secret-structure.ts';

/** Attributes of resources that are secrets and whose names do not say so. */
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  random_password: /^(?:result|bcrypt_hash)$/,
  tls_private_key: /^private_key_(?:pem|openssh|pem_pkcs8)$/,
  aws_iam_access_key: /^(?:secret|ses_smtp_password_v4|ses_smtp_password)$/,
  aws_secretsmanager_secret_version: /^(?:secret_string|secret_binary)$/,
  azurerm_storage_account: /^(?:primary|secondary)_(?:access_key|connection_string|blob_connection_string)$/,
  google_service_account_key: /^private_key$/,
  kubernetes_secret: /./,
  vault_generic_secret: /^data_json$/,
};

const TERRAFORM_STATE = defineTextStructure(
  {
    id: 'terraform-state',
    names: ['terraform.tfstate', 'terraform.tfstate.backup', 'errored.tfstate'],
    endings: ['.tfstate', '.backup'],
    path: /\.tfstate(?:\.[\w-]{1,64})*(?:\.backup)?$/,
    limitBytes: 32 << 20,
    kinds: [
      {
        id: 'terraform-state-value',
        name: 'secret in the state of Terraform',
        source: 'https://developer.hashicorp.com/terraform/language/state/sensitive-data',
      },
    ],
  },
  function* (text, _path, sampleOr): Generator<SecretSpan> {
    const strictness = sampleOr('settings');
    const outputs = findSensitiveOutputs(text);
    let type = '';
    for (const value of readJsonStrings(text)) {
      const { name, parents } = value;
      if (name === 'type' && parents[0] === 'resources' && parents.length === 2) type = value.value;
      const isOutput = name === 'value' && parents[0] === 'outputs' && outputs.has(parents[1] ?? '');
      const isAttribute =
        parents.includes('attributes') && (isSecretName(name) || ATTRIBUTES[type]?.test(name) === true);
      yield* findSecretSpans(value, strictness, () => isOutput || isAttribute);
    }
  },
);

/** Outputs that are marked as sensitive. */
function findSensitiveOutputs(text: string): ReadonlySet<string> {
  try {
    const state = JSON.parse(text) as { outputs?: Record<string, { sensitive?: boolean }> };
    return new Set(
      Object.entries(state.outputs ?? {}).flatMap(([name, output]) =>
        output?.sensitive === true ? [name] : [],
      ),
    );
  } catch {
    return new Set();
  }
}

const TERRAFORM_VARIABLES = defineNamedValues(
  {
    id: 'terraform-variables',
    endings: ['.tfvars'],
    kinds: [
      {
        id: 'terraform-variable',
        name: 'secret in variables of Terraform',
        source:
          'https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files',
      },
    ],
  },
  { read: (text) => readAssignments(text, { separators: '=:' }) },
);

const TERRAFORM_LOGIN = defineNamedValues(
  {
    id: 'terraform-login',
    names: ['.terraformrc', 'terraform.rc', '.tofurc', 'credentials.tfrc.json'],
    kinds: [
      {
        id: 'terraform-token',
        name: 'token of a Terraform service',
        source: 'https://developer.hashicorp.com/terraform/cli/config/config-file#credentials',
      },
    ],
  },
  {
    read: (text) =>
      /^\s*\{/.test(text.slice(0, 64)) ? readJsonStrings(text) : readAssignments(text, { separators: '=' }),
    strictness: 'credentials',
    isSecret: ({ name }) => name === 'token',
  },
);

export const TERRAFORMS: readonly SecretStructure[] = [TERRAFORM_STATE, TERRAFORM_VARIABLES, TERRAFORM_LOGIN];
