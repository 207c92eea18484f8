// What is sent as Authorization, and to whom: each server gets only what was made for it.
import { PlimsollError } from '../../errors.ts';
import type { RegistryReference } from '../image/reference.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import type { Credential } from './credential.ts';
import { findCredential } from './credentials.ts';
import type { HttpClient } from './http-client.ts';
import { aborted } from './network-error.ts';
import { judgeRealm } from './realm.ts';
import type { RegistrySettings } from './settings.ts';
import { fetchToken, formatBasic, isSendable } from './token.ts';

/** What is to be done with a repository, in the words of token servers; the right to delete is asked for only where it is needed. */
export type RegistryActions = 'pull' | 'pull,push' | 'pull,push,delete';

/** The proofs of one run with one registry. */
export interface Authorization {
  /** The header for a URL; undefined where its server has not asked, or where nothing was made for it. */
  headerFor(url: URL): string | undefined;
  /**
   * Answers a server's challenge; true where `headerFor` now gives another header than the one that was sent. Only the
   * registry itself can be answered with its credential; others, behind a redirect, with an anonymous token of theirs.
   */
  answer(
    url: URL,
    header: string | undefined,
    sent: string | undefined,
    signal?: AbortSignal,
  ): Promise<boolean>;
  /** Asks for the right to read another repository of the registry too, from the next token on. */
  widen(repository: string): void;
  /** Why a refusal may be ours: the token server that a stored credential was kept from. */
  readonly withheldFrom: string | undefined;
}

/** What authorization stands on. */
export interface AuthorizationOptions {
  /** The API's base URL: the only origin that the credential belongs to. */
  readonly base: URL;
  readonly reference: RegistryReference;
  /** What is to be done with the repository. */
  readonly actions: RegistryActions;
  readonly insecure: boolean;
  readonly client: HttpClient;
  readonly settings: RegistrySettings;
  readonly signal: AbortSignal | undefined;
  readonly onNotice: ((line: string) => void) | undefined;
}

/** Starts with nothing: credentials are looked for when a server first asks. */
export function createAuthorization(options: AuthorizationOptions): Authorization {
  return new OriginBoundAuthorization(options);
}

class OriginBoundAuthorization implements Authorization {
  readonly #options: AuthorizationOptions;
  readonly #headers = new Map<string, string>();
  /** One answer at a time for each origin, however many requests wait for it. */
  readonly #pending = new Map<string, Promise<string | undefined>>();
  #credential: Promise<Credential | undefined> | undefined;
  #withheldFrom: string | undefined;
  readonly #alsoRead = new Set<string>();

  constructor(options: AuthorizationOptions) {
    this.#options = options;
  }

  get withheldFrom(): string | undefined {
    return this.#withheldFrom;
  }

  headerFor(url: URL): string | undefined {
    return this.#headers.get(url.origin);
  }

  widen(repository: string): void {
    if (repository === this.#options.reference.repository || this.#alsoRead.has(repository)) return;
    this.#alsoRead.add(repository);
    const { origin } = this.#options.base;
    if (this.#headers.get(origin)?.startsWith('Bearer ') === true) this.#headers.delete(origin);
  }

  async answer(
    url: URL,
    header: string | undefined,
    sent: string | undefined,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const { origin } = url;
    const known = this.#headers.get(origin);
    if (known !== undefined && known !== sent) return true;
    const pending = this.#pending.get(origin) ?? this.#prepare(url, header ?? '');
    this.#pending.set(origin, pending);
    try {
      const made = await untilAborted(pending, signal);
      if (made === undefined || made === sent) return false;
      this.#headers.set(origin, made);
      return true;
    } finally {
      if (this.#pending.get(origin) === pending) this.#pending.delete(origin);
    }
  }

  async #prepare(server: URL, header: string): Promise<string | undefined> {
    const challenges = parseChallenges(header);
    const isRegistry = server.origin === this.#options.base.origin;
    const credential = isRegistry ? await this.#findCredential() : undefined;
    if (credential?.kind === 'registry-token')
      return isSendable(credential.token) ? `Bearer ${credential.token}` : undefined;
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer !== undefined) return this.#fetchToken(server, bearer, credential);
    const hasBasic = challenges.some(({ scheme }) => scheme === 'basic');
    return hasBasic && credential?.kind === 'password' ? formatBasic(credential) : undefined;
  }

  async #fetchToken(
    server: URL,
    { parameters }: Challenge,
    credential: Exclude<Credential, { kind: 'registry-token' }> | undefined,
  ): Promise<string> {
    const { reference, actions, insecure, client, settings, signal } = this.#options;
    const others = [...this.#alsoRead].map((repository) => `repository:${repository}:pull`);
    const realm = judgeRealm(parameters.get('realm'), server, insecure);
    const isRegistry = server.origin === this.#options.base.origin;
    const isWithheld = credential !== undefined && !realm.mayHaveCredential;
    if (isWithheld) this.#withheldFrom = realm.url.host;
    const wish = {
      realm: realm.url,
      service: parameters.get('service'),
      scopes:
        isRegistry && reference.repository !== ''
          ? [`repository:${reference.repository}:${actions}`, ...others]
          : [parameters.get('scope')].filter((scope) => scope !== undefined),
      credential: isWithheld ? undefined : credential,
      host: isRegistry ? reference.host : server.host,
    };
    try {
      return `Bearer ${await fetchToken(wish, client, settings, signal)}`;
    } catch (error) {
      throw isWithheld && error instanceof PlimsollError && error.code === 'REGISTRY_REFUSED'
        ? explainWithheld(reference.host, realm.url.host)
        : error;
    }
  }

  #findCredential(): Promise<Credential | undefined> {
    const { reference, settings, signal, onNotice } = this.#options;
    this.#credential ??= findCredential(reference, { environment: settings.environment, signal, onNotice });
    return this.#credential;
  }
}

/** The error for a refusal after a credential was kept from a token server on a foreign domain. */
export function explainWithheld(host: string, realmHost: string): PlimsollError {
  return new PlimsollError(
    'REGISTRY_REFUSED',
    `${host} wants its credential sent to ${realmHost}, which is not of its domain; it was not sent`,
    { hint: "Copy the image with 'skopeo copy' if you trust that server, and name the copy." },
  );
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(aborted(signal));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
