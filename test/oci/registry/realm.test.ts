import { describe, expect, it } from 'vitest';
import { PlimsollError } from '../../../src/errors.ts';
import { judgeRealm } from '../../../src/oci/registry/realm.ts';

/** `credential`, `anonymous`, or the code of the error. */
function judge(realm: string | undefined, server: string, insecure = false): string {
  try {
    return judgeRealm(realm, new URL(server), insecure).mayHaveCredential ? 'credential' : 'anonymous';
  } catch (error) {
    if (error instanceof PlimsollError) return error.code;
    throw error;
  }
}

describe('judgeRealm', () => {
  it.each([
    ['https://auth.docker.io/token', 'https://registry-1.docker.io/'],
    ['https://ghcr.io/token', 'https://ghcr.io/'],
    ['https://gitlab.com/jwt/auth', 'https://registry.gitlab.com/'],
    ['https://docker-auth.elastic.co/auth', 'https://docker.elastic.co/'],
    ['https://dockerauth.cn-hangzhou.aliyuncs.com/auth', 'https://registry.cn-hangzhou.aliyuncs.com/'],
    ['https://auth.example.co.uk/token', 'https://registry.example.co.uk/'],
    ['https://10.0.0.5:5001/auth', 'https://10.0.0.5:5000/'],
    ['https://auth.corp.internal/token', 'https://registry.corp.internal/'],
    ['http://127.0.0.1:5001/auth', 'http://127.0.0.1:5000/'],
    ['http://localhost:5001/auth', 'https://localhost:5000/'],
    ['http://[::1]:5001/auth', 'http://[::1]:5000/'],
  ])('lets %s have the credential for %s', (realm, server) => {
    expect(judge(realm, server)).toBe('credential');
  });

  it.each([
    ['https://evil.example/token', 'https://registry-1.docker.io/'],
    ['https://docker.io.evil.example/token', 'https://registry-1.docker.io/'],
    ['https://evildocker.io/token', 'https://registry-1.docker.io/'],
    ['https://evil.co.uk/token', 'https://registry.example.co.uk/'],
    ['https://10.0.0.6/token', 'https://10.0.0.5:5000/'],
    ['http://localhost:5001/token', 'http://127.0.0.1:5000/'],
    ['http://127.0.0.2:5001/token', 'http://127.0.0.1:5000/'],
    ['https://auth/token', 'https://registry:5000/'],
  ])('asks %s only anonymously for %s', (realm, server) => {
    expect(judge(realm, server)).toBe('anonymous');
  });

  it.each([
    ['http://auth.docker.io/token', 'https://registry-1.docker.io/'],
    ['http://127.0.0.1/token', 'https://registry-1.docker.io/'],
    ['http://10.0.0.5/token', 'https://10.0.0.5/'],
    ['http://example.com/token', 'http://127.0.0.1:5000/'],
    ['https://127.0.0.1/token', 'https://ghcr.io/'],
    ['https://2130706433/token', 'https://ghcr.io/'],
    ['https://[::ffff:127.0.0.1]/token', 'https://ghcr.io/'],
    ['https://192.168.1.1/token', 'https://ghcr.io/'],
    ['https://localhost/token', 'https://ghcr.io/'],
    ['https://vault/token', 'https://ghcr.io/'],
    ['https://kubernetes.default.svc/token', 'https://ghcr.io/'],
    ['https://metadata.google.internal/token', 'https://ghcr.io/'],
    ['https://169.254.169.254/token', 'https://10.0.0.5/'],
    ['https://[fe80::1]/token', 'https://10.0.0.5/'],
  ])('never asks %s for %s', (realm, server) => {
    expect(judge(realm, server)).toBe('REGISTRY_INSECURE');
  });

  it.each([undefined, '', 'token', '/token', 'ftp://ghcr.io/', 'https://user:pw@ghcr.io/', 'javascript:1'])(
    'takes %j for no token server',
    (realm) => {
      expect(judge(realm, 'https://ghcr.io/')).toBe('REGISTRY_INVALID');
    },
  );

  it('lets plain http pass with insecure, and nothing else', () => {
    expect(judge('http://auth.example.com/', 'http://registry.example.com/', true)).toBe('credential');
    expect(judge('http://evil.example/', 'http://registry.example.com/', true)).toBe('anonymous');
    expect(judge('http://169.254.169.254/', 'http://10.0.0.5/', true)).toBe('REGISTRY_INSECURE');
    expect(judge('http://10.0.0.5/', 'https://registry.example.com/', true)).toBe('REGISTRY_INSECURE');
  });
});
