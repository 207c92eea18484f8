import { expect, test } from 'vitest';
import { createTextMask } from '../../../src/contents/secrets/mask-text.ts';
import { makeToken } from '../../support/made-secrets.ts';

const TOKEN = makeToken('text');
const PASSWORD = ['Gr8', 'sea#', 'horse'].join('_');
const mask = await createTextMask();

test.each([
  [`docker://${TOKEN}@h/x: refused`, 'docker://***@h/x: refused'],
  [`user:${PASSWORD}@127.0.0.1:5000/x:1: no image`, 'user:***@127.0.0.1:5000/x:1: no image'],
  [`'https://user:${PASSWORD}@h/x' is none`, `'https://user:***@h/x' is none`],
  [`unknown option '--token=${TOKEN}'`, "unknown option '--token=***'"],
  [`unknown option '--db-password=${PASSWORD}'`, "unknown option '--db-password=***'"],
  [`é ${TOKEN} ${TOKEN}\nhint: ${TOKEN}`, 'é *** ***\nhint: ***'],
])('%j', (text, masked) => {
  expect(mask(text)).toBe(masked);
});

test.each([
  `app:1@sha256:${'ab'.repeat(32)} is not there`,
  'registry:5000/app:1: connection refused (127.0.0.1:5000)',
  'git@github.com:org/app.git',
  "plimsoll.yaml:3: there is no rule 'secret/github-token'",
  '',
])('%j is left as it is', (text) => {
  expect(mask(text)).toBe(text);
});
