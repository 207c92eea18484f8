// Tokens that carry JSON in base 64: what their issuers write into it tells them from everything else that starts alike.

/** Whether a text that starts `{"k":"…` is a key of Grafana's; addresses of Power BI reports start so too, and have a tenant (`t`). */
export function isGrafanaKey(token: string): boolean {
  return !decode(token).includes('"t":"');
}

/** Whether a token of Sentry's has the claims of an organization's: when it was issued and the address of its region. */
export function isSentryOrganizationToken(token: string): boolean {
  const claims = decode(token.slice(token.indexOf('_') + 1, token.lastIndexOf('_')));
  return claims.startsWith('{"iat":') && claims.includes('"region_url":');
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}
