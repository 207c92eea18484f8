import { KUBERNETES_SECRET } from '../../../src/secrets/structures/kubernetes-secret.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const key = makeText(ALPHABET.alphanumeric, 24);

testStructures([KUBERNETES_SECRET], {
  'kubernetes-secret': [
    {
      path: 'deploy/secret.yaml',
      text: `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ndata:\n  username: ${base64('admin2')}\n  password: «${base64('horse9')}»\n  token: "«${base64(key)}»"\n`,
    },
    {
      path: 'deploy/all.yml',
      text: `kind: ConfigMap\ndata:\n  password: ${base64('horse9')}\n---\nkind: Secret\nstringData:\n  url: «postgres://a:horse9@db/a»\n`,
    },
    {
      path: 'deploy/list.yaml',
      text: `kind: List\nitems:\n- kind: ConfigMap\n  data:\n    password: ${base64('horse9')}\n- data:\n    k: «${base64(key)}»\n  kind: Secret\n`,
    },
    {
      path: 'deploy/block.yaml',
      text: `kind: Secret\nstringData:\n  config.ini: |\n    «[a]; key = ${key}»\ntype: Opaque\n`,
    },
    { path: 'secret.json', text: `{"kind": "Secret", "data": {"password": "«${base64('horse9')}»"}}` },
    {
      path: 'chart/templates/secret.yaml',
      text: 'kind: Secret\ndata:\n  password: {{ .Values.password | b64enc }}\n  empty: ""\nstringData:\n  other: changeme\n',
    },
    { path: 'sealed.yaml', text: `kind: SealedSecret\nspec:\n  encryptedData:\n    password: ${key}\n` },
    { path: 'tls.yaml', text: `kind: Secret\ndata:\n  tls.crt: ${base64('-----BEGIN CERTIFICATE-----')}\n` },
  ],
});
