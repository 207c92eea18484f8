// What Docker, Podman and Kubernetes log in with.

import { defineNamedValues } from './define-structure.ts';
import { readJsonStrings } from './reading/json-strings.ts';
import { readYamlScalars } from './reading/yaml-scalars.ts';
import type { SecretStructure } from './secret-structure.ts';

const DOCKER_LOGIN = defineNamedValues(
  {
    id: 'docker-login',
    names: [
      'config.json',
      '.dockercfg',
      '.dockerconfigjson',
      'dockerconfigjson',
      'dockercfg',
      'auth.json',
      'dockerconfig.json',
    ],
    path: /(?:^|\/)(?:\.?docker(?:\/.*)?\/config\.json|kaniko\/.*config\.json|\.?dockercfg|\.?dockerconfigjson|auth\.json|dockerconfig\.json|kubelet\/config\.json)$/,
    kinds: [
      {
        id: 'docker-login',
        name: 'login of a container registry',
        source: 'https://docs.docker.com/reference/cli/docker/login/#default-behavior',
      },
    ],
  },
  {
    read: readJsonStrings,
    strictness: 'credentials',
    isSecret: ({ name, parents, value }) => {
      const isLogin =
        parents[0] === 'auths' ? parents.length === 2 : parents.length === 1 && parents[0] !== 'HttpHeaders';
      if (!isLogin) return false;
      if (name !== 'auth') return name === 'password' || name === 'identitytoken' || name === 'registrytoken';
      const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, 'base64').toString('latin1')) ?? [];
      return password !== '';
    },
  },
);

const KUBECONFIG = defineNamedValues(
  {
    id: 'kubeconfig',
    names: [
      'config',
      'kubeconfig',
      'kubeconfig.yaml',
      'kubeconfig.yml',
      'kube.config',
      'admin.conf',
      'super-admin.conf',
      'kubelet.conf',
      'bootstrap-kubelet.conf',
      'controller-manager.conf',
      'scheduler.conf',
      'k3s.yaml',
      'kube_config_cluster.yml',
    ],
    endings: ['.kubeconfig'],
    path: /^(?!.*(?:^|\/)(?:\.git|\.ssh|\.aws)\/config$)/,
    kinds: [
      {
        id: 'kubeconfig-login',
        name: 'key, token or password of a Kubernetes user',
        source: 'https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#AuthInfo',
      },
    ],
  },
  {
    read: (text) => (/^\s*\{/.test(text.slice(0, 64)) ? readJsonStrings(text) : readYamlScalars(text)),
    strictness: 'credentials',
    isSecret: ({ name, parents }) =>
      parents[0] === 'users' &&
      (/^(?:client-key-data|token|password)$/.test(name) ||
        (parents.includes('auth-provider') &&
          /^(?:access-token|refresh-token|id-token|client-secret)$/.test(name))),
  },
);

/** `NAME=VALUE` in a list. */
const PAIR = /^([A-Za-z_][\w.]{0,128})=(.+)$/s;

const COMPOSE_FILE = defineNamedValues(
  {
    id: 'compose-file',
    names: ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml', 'docker-stack.yml'],
    endings: ['.yml', '.yaml'],
    path: /(?:^|\/)(?:docker-)?(?:compose|stack)(?:[.-][\w.-]{1,64})?\.ya?ml$/,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'compose-value',
        name: 'secret in the environment of a Compose service',
        source: 'https://docs.docker.com/reference/compose-file/services/#environment',
      },
    ],
  },
  {
    read: function* (text) {
      for (const value of readYamlScalars(text)) {
        const pair =
          value.parents.includes('environment') || value.parents.includes('args')
            ? PAIR.exec(value.value)
            : null;
        if (pair === null) yield value;
        else yield { ...value, name: pair[1]!, value: pair[2]!, start: value.end - pair[2]!.length };
      }
    },
  },
);

export const CONTAINER_LOGINS: readonly SecretStructure[] = [DOCKER_LOGIN, KUBECONFIG, COMPOSE_FILE];
