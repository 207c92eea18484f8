import { WHOLE_FILES } from '../../../src/secrets/structures/whole-files.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const hex = makeText(ALPHABET.hex, 32);

testStructures(WHOLE_FILES, {
  'vault-token': [
    { path: 'root/.vault-token', text: `«hvs.${hex}»\n` },
    { path: 'root/.vault-token', text: '\n' },
  ],
  'rails-key': [
    { path: 'app/config/master.key', text: `«${hex}»` },
    { path: 'app/config/credentials/production.key', text: `«${hex}»\n` },
    { path: 'app/config/master.key', text: 'see the wiki\n' },
  ],
  'ansible-vault-password': [
    { path: 'ansible/.vault_pass', text: '«horse»\r\n' },
    { path: 'ansible/.vault_pass.txt', text: '#!/bin/sh\npass show vault\n' },
  ],
  'service-account-token': [
    { path: 'run/secrets/kubernetes.io/serviceaccount/token', text: `«ey${hex}.ey${hex}.${hex}»` },
    { path: 'run/secrets/kubernetes.io/serviceaccount/token', text: '' },
  ],
  'cookie-secret': [
    { path: 'root/.erlang.cookie', text: `«${makeText(ALPHABET.upper, 20)}»` },
    { path: 'root/.erlang.cookie', text: '  ' },
  ],
});
