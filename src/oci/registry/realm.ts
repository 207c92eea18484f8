// Where a registry may send its clients for a token (distribution-spec "token"; CVE-2020-15157 and those after it).
import { PlimsollError } from '../../errors.ts';
import { areRelated, isInternal, isLinkLocal, isLoopback } from './host.ts';

/** A token server that may be asked. */
export interface Realm {
  readonly url: URL;
  /** Whether the registry's own credential may be sent there; else only an anonymous token can be had. */
  readonly mayHaveCredential: boolean;
}

/**
 * Judges the realm of a challenge that `server` itself gave (never one behind a redirect):
 * - It is https. It may be http only where both it and the server may be: on loopback, or anywhere with `insecure`.
 * - It is no address and no internal name, unless the server is such itself; a link-local one never.
 * - It gets the credential only if it is the server's own host (on any port) or under the same registrable domain, as
 *   auth.docker.io is for registry-1.docker.io and gitlab.com for registry.gitlab.com.
 * Throws REGISTRY_INVALID or REGISTRY_INSECURE.
 */
export function judgeRealm(text: string | undefined, server: URL, insecure: boolean): Realm {
  if (text === undefined || !URL.canParse(text))
    throw new PlimsollError('REGISTRY_INVALID', `${server.host} names no usable token server`);
  const url = new URL(text);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '')
    throw new PlimsollError('REGISTRY_INVALID', `${server.host} names no usable token server`);
  const mayBePlain = (target: URL): boolean => insecure || isLoopback(target.hostname);
  if (url.protocol === 'http:' && !(mayBePlain(url) && mayBePlain(server)))
    throw new PlimsollError('REGISTRY_INSECURE', `${server.host} names a token server on plain http`, {
      hint: `It is ${url.host}; --insecure allows it.`,
    });
  const isSameHost = url.hostname === server.hostname;
  const isAstray = isLinkLocal(url.hostname) || (isInternal(url.hostname) && !isInternal(server.hostname));
  if (isAstray && !isSameHost)
    throw new PlimsollError(
      'REGISTRY_INSECURE',
      `${server.host} names a token server on an internal address (${url.host})`,
      { hint: 'A public registry has no business there; tell its operator.' },
    );
  return { url, mayHaveCredential: isSameHost || areRelated(url.hostname, server.hostname) };
}
