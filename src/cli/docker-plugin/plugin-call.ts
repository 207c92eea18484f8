// How Docker's command line calls a plugin (docker/cli, cli-plugins): first for its metadata, then with all that stood behind
// `docker`, Docker's own options first.
import { PlimsollError } from '../../errors.ts';

/** The first argument that a plugin's file passes, before those of Docker. */
export const PLUGIN_CALL = 'docker-cli-plugin';

/** What Docker wants: what the plugin is, or a run with these arguments, with its own options as variables. */
export type PluginCall =
  | { readonly kind: 'metadata' }
  | {
      readonly kind: 'run';
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
    };

const METADATA_CALL = 'docker-cli-plugin-metadata';
const PLUGIN_NAME = 'plimsoll';

/** Options of Docker's that take a value, and the variable that says the same. */
const VARIABLES: Readonly<Record<string, string>> = {
  '--context': 'DOCKER_CONTEXT',
  '-c': 'DOCKER_CONTEXT',
  '--host': 'DOCKER_HOST',
  '-H': 'DOCKER_HOST',
  '--config': 'DOCKER_CONFIG',
};
/** Those that say nothing to us. */
const SWITCHES: readonly string[] = ['-D', '--debug'];

/** Reads what stands behind `PLUGIN_CALL`; throws USAGE for options of Docker's that cannot be kept. */
export function readPluginCall(args: readonly string[]): PluginCall {
  if (args[0] === METADATA_CALL) return { kind: 'metadata' };
  const env: Record<string, string> = {};
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === PLUGIN_NAME) return { kind: 'run', args: args.slice(i + 1), env };
    if (SWITCHES.includes(arg)) continue;
    const [name = '', ...rest] = arg.split('=');
    const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
    const value = rest.length > 0 ? rest.join('=') : args[++i];
    if (variable === undefined || value === undefined)
      throw new PlimsollError('USAGE', `Docker's option ${name} does not reach a plugin`, {
        hint: 'Run plimsoll without docker, or choose the engine by DOCKER_HOST or DOCKER_CONTEXT.',
      });
    env[variable] = value;
    // A context that is named goes before an engine of the environment.
    if (variable === 'DOCKER_CONTEXT') env['DOCKER_HOST'] = '';
  }
  return { kind: 'run', args: [], env };
}

/** The answer to the first call, as JSON. */
export function formatPluginMetadata(version: string): string {
  return `${JSON.stringify({
    SchemaVersion: '0.1.0',
    Vendor: 'Plimsoll',
    Version: version,
    ShortDescription: 'Keep images lean, clean and shared',
  })}\n`;
}
