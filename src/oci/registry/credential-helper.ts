// Credential helpers (docker/docker-credential-helpers): `docker-credential-NAME get`, the server on stdin, JSON out.
import { spawn } from 'node:child_process';
import { PlimsollError } from '../../errors.ts';
import type { Credential, CredentialOptions } from './credential.ts';
import { aborted } from './network-error.ts';

const TIME_LIMIT_MS = 30_000;
const OUTPUT_LIMIT_BYTES = 256 * 1024;
/** A helper's name comes from a file and becomes part of a program's name: nothing that could lead elsewhere. */
const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;
const NOT_FOUND = 'credentials not found in native keychain';
/** What helpers give as the user's name where the secret is an identity token. */
const TOKEN_USER = '<token>';

/** Asks one helper for a server's credential; throws CREDENTIALS_INVALID, never with the helper's own output. */
export async function askCredentialHelper(
  name: string,
  server: string,
  options: CredentialOptions,
  timeLimitMs: number = TIME_LIMIT_MS,
): Promise<Credential | 'not-installed' | undefined> {
  if (!NAME.test(name)) throw failed('a credential helper', 'has no usable name');
  const program = `docker-credential-${name}`;
  const answer = await run(program, server, options, timeLimitMs);
  if (answer === undefined) return 'not-installed';
  if (answer.status !== 0) {
    if (answer.output.includes(NOT_FOUND)) return undefined;
    throw failed(program, `fails (exit ${answer.status}) for ${server}`);
  }
  let json: { readonly Username?: unknown; readonly Secret?: unknown } | null;
  try {
    json = JSON.parse(answer.output);
  } catch {
    throw failed(program, 'does not give JSON');
  }
  const { Username: username, Secret: secret } = json ?? {};
  if (typeof username !== 'string' || typeof secret !== 'string')
    throw failed(program, 'gives no Username and Secret');
  if (username === '' && secret === '') return undefined;
  if (username === TOKEN_USER) return { kind: 'identity-token', token: secret };
  return { kind: 'password', username, password: secret };
}

/** Undefined where there is no such program. */
function run(
  program: string,
  input: string,
  { environment, signal }: CredentialOptions,
  timeLimitMs: number,
): Promise<{ readonly status: number | string; readonly output: string } | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], {
      env: environment as NodeJS.ProcessEnv,
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const settle = (settled: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      settled();
    };
    // What the helper itself started may keep the pipe open beyond its death: the pipe is left, too.
    const stop = (error: PlimsollError): void => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      settle(() => reject(error));
    };
    const onAbort = (): void => stop(aborted(signal));
    const timer = setTimeout(
      () => stop(failed(program, `gives no answer in ${timeLimitMs / 1000} seconds`)),
      timeLimitMs,
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > OUTPUT_LIMIT_BYTES) stop(failed(program, 'gives too much'));
      else chunks.push(chunk);
    });
    child.on('error', (error: NodeJS.ErrnoException) =>
      settle(() =>
        error.code === 'ENOENT'
          ? resolve(undefined)
          : reject(failed(program, `does not run (${error.code})`)),
      ),
    );
    child.on('close', (code, kill) =>
      settle(() => resolve({ status: code ?? kill ?? 'unknown', output: Buffer.concat(chunks).toString() })),
    );
    // A helper may end before it has read its input.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function failed(program: string, what: string): PlimsollError {
  return new PlimsollError('CREDENTIALS_INVALID', `${program} ${what}`, {
    hint: "Run 'docker login' again, or repair credsStore and credHelpers in Docker's config.json.",
  });
}
