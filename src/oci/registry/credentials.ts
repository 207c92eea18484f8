// The credential for a registry, where `docker login`, `podman login` and credential helpers keep it.
import { PlimsollError } from '../../errors.ts';
import type { RegistryReference } from '../image/reference.ts';
import { type AuthFile, readAuthFiles } from './auth-file.ts';
import type { Credential, CredentialOptions } from './credential.ts';
import { askCredentialHelper } from './credential-helper.ts';

/** Docker's own key for Docker Hub; helpers know it under no other. */
const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';

/**
 * The credential for the registry and repository: Docker's config.json first, then the files of podman and skopeo; in
 * each its helper for the host, then its entry, then its helper for all. Throws CREDENTIALS_INVALID.
 */
export async function findCredential(
  reference: RegistryReference,
  options: CredentialOptions,
): Promise<Credential | undefined> {
  for (const file of await readAuthFiles(options.environment)) {
    const found = await findInFile(file, reference, options);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function findInFile(
  file: AuthFile,
  reference: RegistryReference,
  options: CredentialOptions,
): Promise<Credential | undefined> {
  const keys = listKeys(reference);
  const helperKey = keys.find((key) => file.helpers.has(key));
  if (helperKey !== undefined) {
    const helper = file.helpers.get(helperKey)!;
    const credential = await askCredentialHelper(helper, serverOf(reference.host), options);
    if (credential === 'not-installed')
      throw new PlimsollError('CREDENTIALS_INVALID', `docker-credential-${helper} is not on the PATH`, {
        subject: file.path,
        hint: `Install it, or take ${reference.host} out of credHelpers.`,
      });
    if (credential !== undefined) return credential;
  }
  const entryKey = keys.find((key) => file.entries.has(key));
  const stored = entryKey === undefined ? undefined : file.entries.get(entryKey)!();
  if (stored !== undefined) return stored;
  if (file.store === undefined || helperKey !== undefined) return undefined;
  return askStore(file.store, reference, options);
}

/** A store that is not here or does not work must not keep anyone from public images, so it only costs a notice. */
async function askStore(
  store: string,
  reference: RegistryReference,
  options: CredentialOptions,
): Promise<Credential | undefined> {
  const server = serverOf(reference.host);
  try {
    const credential = await askCredentialHelper(store, server, options);
    if (credential !== 'not-installed') return credential;
    options.onNotice?.(`docker-credential-${store} is not on the PATH; no credential is used for ${server}`);
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code !== 'CREDENTIALS_INVALID') throw error;
    options.onNotice?.(`${error.message}; no credential is used for ${server}`);
  }
  return undefined;
}

function serverOf(host: string): string {
  return host === 'docker.io' ? DOCKER_HUB_KEY : host;
}

/** The keys that fit, most exact first: containers-auth.json(5) has keys for namespaces and repositories too. */
function listKeys({ host, repository }: RegistryReference): readonly string[] {
  const parts = repository.split('/');
  const namespaces = parts.map((_, index) => `${host}/${parts.slice(0, parts.length - index).join('/')}`);
  const hub = ['index.docker.io', 'registry-1.docker.io'];
  return [...namespaces, host, ...(host === 'docker.io' ? hub : [])];
}
