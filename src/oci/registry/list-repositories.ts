// The repositories of a registry (the catalog of distribution, which many registries have and Docker Hub has not).
import { PlimsollError, withSubject } from '../../errors.ts';
import type { OpenOptions } from '../image/image.ts';
import { listPages } from './list-tags.ts';
import { connectRegistry } from './registry.ts';
import type { RegistrySettings } from './settings.ts';

const MOST_PAGES = 1000;
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

/** Those whose name begins with the prefix, sorted; throws as opening an image does. `settings` are for tests. */
export async function listRepositories(
  host: string,
  prefix: string,
  options: OpenOptions,
  settings: Partial<RegistrySettings> = {},
): Promise<readonly string[]> {
  try {
    const registry = await connectRegistry({ host, repository: '' }, options, settings);
    try {
      const paging = {
        path: '_catalog',
        field: 'repositories',
        what: 'the list of repositories',
        mostPages: MOST_PAGES,
      };
      const names = await listPages(registry, paging, options.signal);
      return names
        .filter((name) => name.startsWith(prefix) && name.length <= 255 && REPOSITORY.test(name))
        .sort();
    } finally {
      registry.close();
    }
  } catch (error) {
    throw withSubject(explain(error, host), host);
  }
}

function explain(error: unknown, host: string): unknown {
  const isRefusal =
    error instanceof PlimsollError && (error.code === 'REGISTRY_REFUSED' || error.code === 'IMAGE_NOT_FOUND');
  if (!isRefusal) return error;
  return new PlimsollError('REGISTRY_REFUSED', `${host} does not tell which repositories it has`, {
    hint: 'Name them one by one, or write them into a file for --from.',
    cause: error,
  });
}
