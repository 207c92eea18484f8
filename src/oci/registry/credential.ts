// What a registry or its token server takes as proof.
import type { Environment } from '../docker-config.ts';

/** What proves who asks. */
export type Credential =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token. */
  | { readonly kind: 'identity-token'; readonly token: string }
  /** A token to be sent to the registry as it is. */
  | { readonly kind: 'registry-token'; readonly token: string };

/** Where to look, and who is told of a helper that is not installed. */
export interface CredentialOptions {
  readonly environment: Environment;
  readonly signal: AbortSignal | undefined;
  readonly onNotice: ((line: string) => void) | undefined;
}
