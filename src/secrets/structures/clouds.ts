// What the command lines and libraries of clouds log in with.

import { defineBytesStructure, defineNamedValues } from './define-structure.ts';
import { isSecretName } from './judging/secret-name.ts';
import { readAssignments } from './reading/assignment-lines.ts';
import { readJsonStrings } from './reading/json-strings.ts';
import { readXmlValues } from './reading/xml-values.ts';
import { readYamlScalars } from './reading/yaml-scalars.ts';
import type { SecretStructure } from './secret-structure.ts';

const readIni = (text: string) => readAssignments(text, { separators: '=:' });

const AWS_CREDENTIALS = defineNamedValues(
  {
    id: 'aws-credentials',
    names: ['credentials', '.credentials', 'config', 'aws-credentials', 'aws_credentials', 'rootkey.csv'],
    endings: ['.csv'],
    path: /(?:^|\/)(?:\.?aws(?:\/.*)?\/(?:credentials|config)|\.credentials|aws[-_]credentials|rootkey\.csv)$/,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'aws-credentials-key',
        name: 'secret key or session token of AWS',
        source: 'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html',
      },
    ],
  },
  {
    read: readIni,
    strictness: 'credentials',
    isSecret: ({ name }) =>
      /^(?:aws_secret_access_key|aws_session_token|aws_security_token|awssecretkey)$/i.test(name),
  },
);

const AWS_TOKEN_CACHE = defineNamedValues(
  {
    id: 'aws-token-cache',
    endings: ['.json'],
    path: /(?:^|\/)\.aws\/(?:sso|cli|login)\/cache\/[^/]+\.json$/,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'aws-cached-token',
        name: 'token in the cache of the command line of AWS',
        source: 'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html',
      },
    ],
  },
  {
    read: readJsonStrings,
    strictness: 'credentials',
    isSecret: ({ name }) =>
      /^(?:accessToken|refreshToken|clientSecret|SecretAccessKey|SessionToken)$/.test(name),
  },
);

const S3_TOOLS = defineNamedValues(
  {
    id: 's3-tools',
    names: ['.boto', 'boto.cfg', '.s3cfg', 's3cfg', '.s3curl', 'rclone.conf', '.rclone.conf'],
    kinds: [
      {
        id: 'storage-key',
        name: 'secret key of an object store',
        source: 'https://rclone.org/docs/#configure',
      },
    ],
  },
  {
    read: readIni,
    strictness: 'credentials',
    // rclone obscures passwords with a key that is in its source; s3cmd has this phrase for files of the user's.
    isSecret: ({ name }) =>
      (isSecretName(name) && !/access_key(?:_id)?$/.test(name)) ||
      /^(?:secret_key|pass|password2|token|service_account_credentials|gs_service_key|key|bearer_token)$/.test(
        name,
      ),
  },
);

const GOOGLE_NAMES = /^(?:private_key|refresh_token|access_token|client_secret|id_token|token|secret)$/;

const GOOGLE_CREDENTIALS = defineNamedValues(
  {
    id: 'google-credentials',
    names: [
      'application_default_credentials.json',
      'adc.json',
      'service-account.json',
      'service_account.json',
      'serviceaccount.json',
      'service-account-key.json',
      'serviceaccountkey.json',
      'credentials.json',
      'gcp-credentials.json',
      'gcloud-credentials.json',
      'google-credentials.json',
      'gcp-key.json',
      'gcloud-service-key.json',
      'keyfile.json',
      'key.json',
      'client_secret.json',
      'client_secrets.json',
      'firebase-adminsdk.json',
      'token.json',
      'singlestore_bq.json',
    ],
    endings: ['.json'],
    path: /(?:^|\/)(?:(?:application_default_credentials|adc|service[-_]?account(?:[-_]?key)?|credentials|(?:gcp|gcloud|google)[-_][\w-]{1,64}|keyfile|key|client_secrets?[\w.-]{0,200}|[\w-]{0,64}firebase-adminsdk[\w-]{0,64}|token)\.json|gcloud\/(?:legacy_credentials|configurations)\/.*\.json)$/,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'google-credentials',
        name: 'key or token of Google Cloud',
        source: 'https://cloud.google.com/iam/docs/keys-create-delete#creating',
      },
    ],
  },
  {
    read: readJsonStrings,
    isSecret: ({ name }) => GOOGLE_NAMES.test(name),
  },
);

/** The tokens lie as JSON text within the pages of SQLite. */
const GOOGLE_DATABASE_TOKEN =
  /"(?:refresh_token|client_secret|private_key)": ?"([^"\\]{8,4096})|\b(ya29\.[\w-]{20,2048})/g;

const GOOGLE_TOKEN_DATABASE = defineBytesStructure(
  {
    id: 'google-token-database',
    names: ['credentials.db', 'access_tokens.db'],
    path: /(?:^|\/)gcloud\/[\w.]+\.db$/,
    limitBytes: 16 << 20,
    kinds: [
      {
        id: 'google-stored-token',
        name: 'token in the database of gcloud',
        source: 'https://cloud.google.com/sdk/docs/authorizing#store_credentials',
      },
    ],
  },
  function* (content) {
    for (const found of content.toString('latin1').matchAll(GOOGLE_DATABASE_TOKEN)) {
      const end = found.index + found[0].length;
      yield { start: end - (found[1] ?? found[2])!.length, end };
    }
  },
);

const AZURE_TOKENS = defineNamedValues(
  {
    id: 'azure-tokens',
    names: [
      'accesstokens.json',
      'msal_token_cache.json',
      'msal_token_cache.bin',
      'azureprofile.json',
      'service_principal_entries.json',
      'azureauth.json',
      'local.settings.json',
      'azure-credentials.json',
    ],
    kinds: [
      {
        id: 'azure-login',
        name: 'token or secret of Azure',
        source: 'https://learn.microsoft.com/en-us/cli/azure/msal-based-azure-cli',
      },
    ],
  },
  {
    read: readJsonStrings,
    isSecret: ({ name, parents }) =>
      /^(?:accessToken|refreshToken|client_?secret|password)$/i.test(name) ||
      (name === 'secret' && /^(?:AccessToken|RefreshToken|IdToken)$/.test(parents[0] ?? '')) ||
      (parents[0] === 'Values' && isSecretName(name)),
  },
);

const PUBLISH_SETTINGS = defineNamedValues(
  {
    id: 'publish-settings',
    endings: ['.publishsettings'],
    kinds: [
      {
        id: 'azure-publish-password',
        name: 'password or certificate for publishing to Azure',
        source: 'https://learn.microsoft.com/en-us/azure/app-service/deploy-configure-credentials',
      },
    ],
  },
  {
    read: readXmlValues,
    strictness: 'credentials',
    isSecret: ({ name }) => /^(?:userPWD|ManagementCertificate)$/i.test(name),
  },
);

const PLATFORM_LOGIN_JSON = defineNamedValues(
  {
    id: 'platform-login-json',
    names: [
      'heroku.json',
      'config.json',
      'auth.json',
      'firebase-tools.json',
      '.expo.json',
      'state.json',
      'credentials.json',
    ],
    path: /(?:^|\/)(?:heroku\.json|firebase-tools\.json|(?:\.?netlify|\.?vercel|com\.vercel\.cli|\.?now|\.?expo|\.?ibmcloud|\.?bluemix|\.?cf|\.?pulumi|\.?databricks|\.?snyk|\.?railway)\/(?:config|auth|state|credentials)\.json)$/,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'platform-token',
        name: 'token of the command line of a platform',
        source: 'https://devcenter.heroku.com/articles/authentication#api-token-storage',
      },
    ],
  },
  {
    read: readJsonStrings,
    isSecret: ({ name }) => isSecretName(name),
  },
);

const PLATFORM_LOGIN_YAML = defineNamedValues(
  {
    id: 'platform-login-yaml',
    names: ['.tugboat', 'config.yml', 'config.yaml', 'cli.yml', 'default.toml', '.travis.yml.token'],
    path: /(?:^|\/)(?:\.tugboat|(?:\.?fly|doctl|\.travis|\.scw|scw|hcloud|oci)\/config\.ya?ml|\.circleci\/cli\.yml)$/,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'platform-token-yaml',
        name: 'token of the command line of a platform',
        source: 'https://docs.digitalocean.com/reference/doctl/how-to/install/',
      },
    ],
  },
  { read: readYamlScalars },
);

export const CLOUDS: readonly SecretStructure[] = [
  AWS_CREDENTIALS,
  AWS_TOKEN_CACHE,
  S3_TOOLS,
  GOOGLE_CREDENTIALS,
  GOOGLE_TOKEN_DATABASE,
  AZURE_TOKENS,
  PUBLISH_SETTINGS,
  PLATFORM_LOGIN_JSON,
  PLATFORM_LOGIN_YAML,
];
