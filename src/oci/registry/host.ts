// What a host's name alone tells: where a registry's API is, whether it is this machine or an internal network.
import { BlockList, isIP, isIPv4 } from 'node:net';

/** The host that answers for a registry; they differ only for Docker Hub. */
export function apiHost(host: string): string {
  return host === 'docker.io' ? 'registry-1.docker.io' : host;
}

/** Whether a URL's hostname is this very machine (RFC 6761, RFC 1122), where plain http crosses no network. */
export function isLoopback(hostname: string): boolean {
  const address = stripBrackets(hostname);
  return address === 'localhost' || address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}

/** Whether a URL's hostname is an address, or a name that no public resolver knows. */
export function isInternal(hostname: string): boolean {
  if (isIP(stripBrackets(hostname)) !== 0 || !hostname.includes('.')) return true;
  return /\.(?:localhost|local|internal|intranet|lan|home|corp|private|test|invalid|svc|home\.arpa)\.?$/.test(
    hostname,
  );
}

/** Whether a URL's hostname is a link-local address: clouds answer there with a machine's own credentials. */
export function isLinkLocal(hostname: string): boolean {
  const address = stripBrackets(hostname);
  const family = isIP(address);
  return family !== 0 && LINK_LOCAL.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Whether two hostnames belong to one owner, as far as names tell: the same, or under one registrable domain. That
 * domain is taken as the last two labels, or three where the last two look like `co.uk`.
 */
export function areRelated(one: string, other: string): boolean {
  if (one === other) return true;
  const domain = registrableDomain(one);
  return domain !== undefined && domain === registrableDomain(other);
}

const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4');
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');
// The addresses of the clouds' metadata services that lie outside of link-local ranges.
LINK_LOCAL.addAddress('100.100.100.200', 'ipv4');
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6');

const SECOND_LEVEL = /^(?:co|com|net|org|gov|edu|ac|or|ne|go|gob|gouv|govt|mil|ltd|plc|nom|sch)\.[a-z]{2}$/;

function registrableDomain(hostname: string): string | undefined {
  if (isIP(stripBrackets(hostname)) !== 0) return undefined;
  const labels = hostname.replace(/\.$/, '').split('.');
  const length = SECOND_LEVEL.test(labels.slice(-2).join('.')) ? 3 : 2;
  return labels.length < length ? undefined : labels.slice(-length).join('.');
}

function stripBrackets(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}
