// Connections to many repositories of registries, each opened once.
import type { DestinationOptions, RepositoryName } from '../../../oci/image/destination.ts';
import type { RegistryActions } from '../../../oci/registry/authorization.ts';
import { connectRegistry, type Registry } from '../../../oci/registry/registry.ts';
import type { RegistrySettings } from '../../../oci/registry/settings.ts';

/** Repositories by name. */
export interface Repositories {
  /** Opens it with these rights, or gives the connection that there is. Throws what connecting throws. */
  open(name: RepositoryName, actions?: RegistryActions): Promise<Registry>;
  /** To be called at the end in any case. */
  close(): void;
}

/** None is open yet; `settings` are for tests. */
export function createRepositories(
  options: Pick<DestinationOptions, 'insecure' | 'signal' | 'onNotice'>,
  settings: Partial<RegistrySettings> = {},
): Repositories {
  const connections = new Map<string, Promise<Registry>>();
  const opened: Registry[] = [];
  let isClosed = false;
  const connect = async (name: RepositoryName, actions: RegistryActions): Promise<Registry> => {
    const { host, repository } = name;
    const registry = await connectRegistry({ host, repository }, options, settings, actions);
    opened.push(registry);
    if (isClosed) registry.close();
    return registry;
  };
  return {
    open(name, actions = 'pull,push') {
      const key = `${name.host}/${name.repository} ${actions}`;
      const known = connections.get(key);
      if (known !== undefined) return known;
      const connection = connect(name, actions);
      connections.set(key, connection);
      // Whoever asks next tries again.
      connection.catch(() => connections.delete(key));
      return connection;
    },
    close() {
      isClosed = true;
      for (const registry of opened) registry.close();
    },
  };
}
