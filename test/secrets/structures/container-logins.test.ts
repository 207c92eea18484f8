import { CONTAINER_LOGINS } from '../../../src/secrets/structures/container-logins.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const token = makeText(ALPHABET.alphanumeric, 40);
const pem = base64(`-----BEGIN ${'RSA PRIVATE'} KEY-----\n`);

testStructures(CONTAINER_LOGINS, {
  'docker-login': [
    {
      path: 'root/.docker/config.json',
      text: `{"auths": {"https://index.docker.io/v1/": {"auth": "«${base64('a:horse9')}»"}, "r": {"identitytoken": "«${token}»"}}, "HttpHeaders": {"auth": "x"}}`,
    },
    {
      path: 'root/.dockercfg',
      text: `{"https://r.example.com": {"auth": "«${base64('a:b')}»", "email": "a@example.com"}}`,
    },
    {
      path: 'root/.docker/config.json',
      text: `{"auths": {"https://index.docker.io/v1/": {}, "r": {"auth": "${base64('a:')}"}}, "credsStore": "desktop", "credHelpers": {"gcr.io": "gcloud"}}`,
    },
  ],
  kubeconfig: [
    {
      path: 'root/.kube/config',
      text: `apiVersion: v1\nclusters:\n- cluster:\n    certificate-authority-data: ${base64('CERT')}\n  name: a\nusers:\n- name: a\n  user:\n    client-certificate-data: ${base64('CERT')}\n    client-key-data: «${pem}»\n- name: b\n  user:\n    token: «${token}»\n- name: c\n  user:\n    exec:\n      command: aws\n`,
    },
    {
      path: 'etc/kubernetes/admin.conf',
      text: `{"users": [{"name": "a", "user": {"password": "«horse9»", "username": "a"}}]}`,
    },
    {
      path: 'root/.kube/config',
      text: 'users:\n- name: a\n  user:\n    client-key: /etc/key.pem\n    tokenFile: /run/token\n    token: ""\n',
    },
  ],
  'compose-file': [
    {
      path: 'app/docker-compose.yml',
      text: `services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASSWORD: «horse9»\n      POSTGRES_USER: app\n  web:\n    environment:\n      - API_TOKEN=«${token}»\n      - PORT=80\n`,
    },
    {
      path: 'compose.prod.yaml',
      text: 'services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: $PW\n      POSTGRES_PASSWORD_FILE: /run/secrets/db\n    secrets:\n      - db_password\n',
    },
  ],
});
