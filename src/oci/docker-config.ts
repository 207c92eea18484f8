// Where Docker's command line keeps its settings (docker/cli docs, "Docker configuration files").
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of config.json and of the contexts. */
export function dockerConfigFolder(environment: Environment): string {
  return environment['DOCKER_CONFIG'] || join(environment['HOME'] || homedir(), '.docker');
}
