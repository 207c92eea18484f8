import { TERRAFORMS } from '../../../src/secrets/structures/terraform.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const key = makeText(ALPHABET.alphanumeric, 20);

testStructures(TERRAFORMS, {
  'terraform-state': [
    {
      path: 'infra/terraform.tfstate',
      text: `{"version": 4, "outputs": {"a": {"value": "«${key}»", "sensitive": true}, "b": {"value": "x9x9x9", "sensitive": false}},
 "resources": [
  {"type": "random_password", "instances": [{"attributes": {"length": 20, "result": "«${key}»", "keepers": null}}]},
  {"type": "aws_db_instance", "instances": [{"attributes": {"password": "«horse9»", "result": "x9x9x9", "secret_arn": "arn:aws:x"}}]}]}`,
    },
    {
      path: 'infra/terraform.tfstate.backup',
      text: '{"version": 4, "outputs": {}, "resources": [{"type": "a", "instances": [{"attributes": {"password": null, "name": "x9x9x9"}}]}]}',
    },
  ],
  'terraform-variables': [
    {
      path: 'prod.tfvars',
      text: `region = "eu-west-1"\ndb_password = "«horse9»"\ntags = {\n  api_key = "«${key}»"\n}\n`,
    },
    { path: 'terraform.tfvars', text: 'db_password_length = 20\ndb_user = "app"\n' },
  ],
  'terraform-login': [
    {
      path: 'root/.terraform.d/credentials.tfrc.json',
      text: `{"credentials": {"app.terraform.io": {"token": "«${key}»"}}}`,
    },
    { path: 'root/.terraformrc', text: `credentials "app.terraform.io" {\n  token = "«${key}»"\n}\n` },
    { path: 'root/.terraformrc', text: 'plugin_cache_dir = "$HOME/.terraform.d/plugin-cache"\n' },
  ],
});
