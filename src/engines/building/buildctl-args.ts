// The command line of `buildctl build` with the front end for Dockerfiles (BuildKit, frontend/dockerfile/docs).
import { basename, dirname } from 'node:path';
import type { BuildNotes } from './build-image.ts';
import { type BuildRequest, csvField, pairArgs, secretArgs } from './build-request.ts';

const OCI_LAYOUT = 'oci-layout://';
const REMOTE = /^(?:docker-image|https?|git|target):/;

/** Arguments for a build whose image becomes an OCI archive. */
export function buildctlArgs(request: BuildRequest, notes: BuildNotes): readonly string[] {
  const { contextFolder, dockerfilePath, target, buildArgs, namedContexts, secrets } = request;
  const { platform, tags = [], labels, network, noCache } = request;
  const output = [
    'type=oci',
    csvField(`dest=${notes.archivePath}`),
    ...(tags.length === 0 ? [] : [csvField(`name=${tags.join(',')}`)]),
  ];
  return [
    'build',
    '--progress',
    'plain',
    '--frontend',
    'dockerfile.v0',
    '--local',
    `context=${contextFolder}`,
    '--local',
    `dockerfile=${dirname(dockerfilePath)}`,
    ...pairArgs('--opt', { filename: basename(dockerfilePath) }),
    ...(target === undefined ? [] : ['--opt', `target=${target}`]),
    ...(platform === undefined ? [] : ['--opt', `platform=${platform}`]),
    ...(network === undefined ? [] : ['--opt', `force-network-mode=${network}`]),
    ...(network === 'host' ? ['--allow', 'network.host'] : []),
    ...(noCache === true ? ['--no-cache'] : []),
    ...pairArgs('--opt', prefixed('label:', labels)),
    ...pairArgs('--opt', prefixed('build-arg:', buildArgs)),
    ...Object.entries(namedContexts ?? {}).flatMap(([name, value], i) =>
      namedContextArgs(name, value, `named-${i}`),
    ),
    ...secretArgs(secrets),
    '--output',
    output.join(','),
    '--metadata-file',
    notes.metadataPath,
  ];
}

/** How a folder, an OCI layout or a remote source is given to the front end; `key` names it between the two. */
export function namedContextArgs(name: string, value: string, key: string): readonly string[] {
  if (value.startsWith(OCI_LAYOUT)) {
    const at = value.lastIndexOf('@');
    const folder = value.slice(OCI_LAYOUT.length, at);
    return [
      '--oci-layout',
      `${key}=${folder}`,
      '--opt',
      `context:${name}=${OCI_LAYOUT}${key}${value.slice(at)}`,
    ];
  }
  if (REMOTE.test(value)) return ['--opt', `context:${name}=${value}`];
  return ['--local', `${key}=${value}`, '--opt', `context:${name}=local:${key}`];
}

function prefixed(
  prefix: string,
  record: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record ?? {}).map(([name, value]) => [prefix + name, value]));
}
