// Proxies as curl and Go read them from the environment: HTTPS_PROXY, HTTP_PROXY, NO_PROXY, in either case.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type Socket } from 'node:net';
import { PlimsollError } from '../../errors.ts';
import type { Environment } from '../docker-config.ts';
import { isLoopback } from './host.ts';
import { hang } from './network-error.ts';

/** The proxy that a URL is to be fetched through; undefined for a direct connection. Loopback never has one. */
export function chooseProxy(url: URL, environment: Environment): URL | undefined {
  if (isLoopback(url.hostname)) return undefined;
  const name = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const text = environment[name] || environment[name.toUpperCase()] || '';
  if (text === '' || isExempt(url, environment['no_proxy'] || environment['NO_PROXY'] || ''))
    return undefined;
  const full = text.includes('://') ? text : `http://${text}`;
  const proxy = URL.canParse(full) ? new URL(full) : undefined;
  if (proxy === undefined || !/^https?:$/.test(proxy.protocol))
    throw new PlimsollError(
      'REGISTRY_UNREACHABLE',
      `the proxy that ${name.toUpperCase()} names cannot be used`,
      {
        hint: 'Only http:// and https:// proxies are supported; NO_PROXY lists hosts that need none.',
      },
    );
  return proxy;
}

/** Opens a tunnel through the proxy (CONNECT, RFC 9110 9.3.6); gives the bare socket to the callback. */
export function openTunnel(
  proxy: URL,
  target: { readonly host: string; readonly port: number },
  limitMs: number,
  callback: (error: Error | null, socket?: Socket) => void,
): void {
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = send({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: authority,
    agent: false,
    headers: {
      host: authority,
      ...(user === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` }),
    },
  });
  const timer = setTimeout(
    () => request.destroy(hang(`the proxy ${proxy.host}`, 'opened no tunnel', limitMs)),
    limitMs,
  );
  const refuse = (status: number | undefined): void => {
    clearTimeout(timer);
    callback(
      new PlimsollError(
        'REGISTRY_UNREACHABLE',
        `the proxy ${proxy.host} refuses the connection (${status})`,
        {
          hint:
            status === 407 ? 'Give its user and password in HTTPS_PROXY.' : 'Check HTTPS_PROXY and NO_PROXY.',
        },
      ),
    );
  };
  request.once('connect', (response, socket) => {
    clearTimeout(timer);
    if (response.statusCode === 200) return callback(null, socket as Socket);
    socket.destroy();
    refuse(response.statusCode);
  });
  request.once('response', (response) => {
    response.destroy();
    refuse(response.statusCode);
  });
  request.once('error', (error) => {
    clearTimeout(timer);
    callback(error);
  });
  request.end();
}

/** NO_PROXY: `*`, names (which stand for what is below them too), addresses, networks; each may end in a port. */
function isExempt(url: URL, list: string): boolean {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      if (entry.includes('/')) return isWithin(hostname, entry);
      const [, name = '', entryPort] =
        /^(.*?)(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
      if (entryPort !== undefined && entryPort !== port) return false;
      const bare = name
        .toLowerCase()
        .replace(/^\*?\./, '')
        .replace(/^\[|\]$/g, '');
      return hostname === bare || (isIP(hostname) === 0 && hostname.endsWith(`.${bare}`));
    });
}

function isWithin(hostname: string, network: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const family = isIP(address);
  const isMask = /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
  if (family === 0 || family !== isIP(hostname) || !isMask) return false;
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(address, Number(bits), type);
  return list.check(hostname, type);
}
