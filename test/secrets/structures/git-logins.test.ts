import { GIT_LOGINS } from '../../../src/secrets/structures/git-logins.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const token = makeText(ALPHABET.hex, 40);

testStructures(GIT_LOGINS, {
  'git-credentials': [
    {
      path: 'root/.git-credentials',
      text: `https://a:«${token}»@github.com\nhttps://b@example.com:«pa!#@s»@example.com/x\n`,
    },
    { path: 'root/.config/git/credentials', text: 'https://github.com\nhttps://a@github.com\n' },
  ],
  'git-config': [
    {
      path: 'app/.git/config',
      text: `[remote "origin"]\n\turl = https://oauth2:«${token}»@gitlab.example.com/a.git\n[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic «${token}»\n`,
    },
    {
      path: 'app/.git/modules/lib/config',
      text: `[remote "origin"]\n\turl = https://a:«${token}»@example.com/a.git\n`,
    },
    {
      path: 'root/.gitconfig',
      text: '[user]\n\temail = a@example.com\n[url "git@github.com:"]\n\tinsteadOf = https://github.com/\n[credential]\n\thelper = store\n',
    },
  ],
  'git-host-login': [
    {
      path: 'root/.config/gh/hosts.yml',
      text: `github.com:\n    user: a\n    oauth_token: «gho_${token}»\n    git_protocol: https\n`,
    },
    { path: 'root/.config/hub', text: `---\ngithub.com:\n- user: a\n  oauth_token: "«${token}»"\n` },
    {
      path: 'root/.config/glab-cli/config.yml',
      text: 'hosts:\n    gitlab.com:\n        token:\n        api_protocol: https\n',
    },
  ],
});
