import { CLOUDS } from '../../../src/secrets/structures/clouds.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const key = makeText(ALPHABET.base64, 40);
const token = makeText(ALPHABET.base64url, 64);
const pem = `-----BEGIN ${'PRIVATE'} KEY-----\\n${makeText(ALPHABET.base64, 64)}\\n`;

testStructures(CLOUDS, {
  'aws-credentials': [
    {
      path: 'root/.aws/credentials',
      text: `[default]\naws_access_key_id = ${makeText(ALPHABET.upper, 20)}\naws_secret_access_key = «${key}»\n[b]\naws_session_token=«${token}»\n`,
    },
    { path: 'root/.aws/config', text: '[profile a]\nregion = eu-west-1\ncredential_process = /bin/get\n' },
  ],
  'aws-token-cache': [
    {
      path: 'root/.aws/sso/cache/ab.json',
      text: `{"startUrl": "https://a", "accessToken": "«${token}»", "expiresAt": "2026"}`,
    },
    { path: 'root/.aws/cli/cache/ab.json', text: '{"ProviderType": "sso"}' },
  ],
  's3-tools': [
    {
      path: 'root/.s3cfg',
      text: `[default]\naccess_key = ${makeText(ALPHABET.upper, 20)}\nsecret_key = «${key}»\nuse_https = True\n`,
    },
    { path: 'root/.config/rclone/rclone.conf', text: `[a]\ntype = sftp\npass = «${token}»\nhost = h\n` },
    { path: 'etc/boto.cfg', text: '[Boto]\nhttp_socket_timeout = 60\n# aws_secret_access_key = x\n' },
  ],
  'google-credentials': [
    {
      path: 'app/service-account.json',
      text: `{"type": "service_account", "private_key_id": "${makeText(ALPHABET.hex, 40)}", "private_key": "«${pem}»", "client_email": "a@b"}`,
    },
    {
      path: 'root/.config/gcloud/application_default_credentials.json',
      text: `{"client_id": "a", "client_secret": "«${token}»", "refresh_token": "«1//${token}»", "type": "authorized_user"}`,
    },
    {
      path: 'app/credentials.json',
      text: '{"type": "external_account", "token_url": "https://sts.googleapis.com/v1/token", "private_key": ""}',
    },
  ],
  'google-token-database': [
    {
      path: 'root/.config/gcloud/credentials.db',
      text: `SQLite format 3\0\0{"client_id": "a", "refresh_token": "«1//${token}»"}\0`,
    },
    {
      path: 'root/.config/gcloud/access_tokens.db',
      text: 'SQLite format 3\0CREATE TABLE access_tokens (token TEXT)',
    },
  ],
  'azure-tokens': [
    {
      path: 'root/.azure/msal_token_cache.json',
      text: `{"RefreshToken": {"a": {"secret": "«${token}»", "client_id": "c"}}, "Account": {"a": {"username": "u"}}}`,
    },
    { path: 'root/.azure/accessTokens.json', text: `[{"accessToken": "«${token}»", "tokenType": "Bearer"}]` },
    {
      path: 'f/local.settings.json',
      text: `{"Values": {"AzureWebJobsStorage": "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=«${key}»;EndpointSuffix=x"}}`,
    },
    {
      path: 'f/local.settings.json',
      text: '{"Values": {"AzureWebJobsStorage": "UseDevelopmentStorage=true"}}',
    },
    {
      path: 'root/.azure/azureProfile.json',
      text: '{"subscriptions": [{"id": "a", "tenantId": "b", "isDefault": true}]}',
    },
  ],
  'publish-settings': [
    {
      path: 'a.publishsettings',
      text: '<publishData><publishProfile userName="$a" userPWD="«horse9»" /></publishData>',
    },
    {
      path: 'a.publishsettings',
      text: '<publishData><publishProfile userName="$a" userPWD="" /></publishData>',
    },
  ],
  'platform-login-json': [
    {
      path: 'heroku.json',
      text: `{"heroku": {"HEROKU_EMAIL": "a@example.com", "HEROKU_API_KEY": "«${makeText(ALPHABET.hex, 32)}»"}}`,
    },
    { path: 'root/.config/netlify/config.json', text: '{"telemetryDisabled": "x", "userId": "abc"}' },
  ],
  'platform-login-yaml': [
    {
      path: 'root/.config/doctl/config.yaml',
      text: `access-token: «dop_v1_${makeText(ALPHABET.hex, 64)}»\noutput: text\n`,
    },
    { path: 'root/.circleci/cli.yml', text: 'host: https://circleci.com\ntoken: ""\n' },
  ],
});
