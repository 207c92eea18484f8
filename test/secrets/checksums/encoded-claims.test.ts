import { expect, test } from 'vitest';
import { isGrafanaKey, isSentryOrganizationToken } from '../../../src/secrets/checksums/encoded-claims.ts';

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

test('a key of Grafana has a name and an organization, a report of Power BI a tenant', () => {
  expect(isGrafanaKey(encode({ k: 'a'.repeat(32), n: 'name', id: 1 }))).toBe(true);
  expect(isGrafanaKey(encode({ k: '1-2-3', t: '4-5-6', c: 7 }))).toBe(false);
});

test('an organization token of Sentry says when it was issued and for which region', () => {
  const claims = { iat: 1700000000.5, url: null, region_url: 'https://us.example.test', org: 'org' };
  expect(isSentryOrganizationToken(`sntrys_${encode(claims)}_end`)).toBe(true);
  expect(isSentryOrganizationToken(`sntrys_${encode({ iat: 1, org: 'org' })}_end`)).toBe(false);
  expect(isSentryOrganizationToken(`sntrys_${encode({ region_url: 'a', iat: 1 })}_end`)).toBe(false);
  expect(isSentryOrganizationToken('sntrys_')).toBe(false);
});
