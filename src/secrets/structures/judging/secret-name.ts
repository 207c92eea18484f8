// Whether the name of a value says that the value is a secret: `DB_PASSWORD`, `apiKey`, `secret_key_base`.

/** Words that say so wherever they stand in a name, even written together with others: `dbpasswd`, `userPassword`. */
const ANYWHERE =
  /pass(?:word|wd|phrase|code|wort)|secret|api_?key|auth_?token|access_?token|private_?key|connection_?string|credential/;
/** Words that say so on their own or at the end. */
const AT_END =
  /(?:^|_)(?:pass|pwd|psw|pw|passw|token|tokens|salt|webhook|(?:app|auth|access|account|admin|encryption|encrypt|crypt|cipher|signing|sign|signature|secure|logged_in|nonce|master|service|session|security|shared|client|root|deploy|license|licence|jwt|cookie|storage|subscription|sas|aes|hmac|integration|ingest|write|server|bot|stripe|sendgrid|mailgun|twilio)_?keys?(?:_base|_data|_pem|_base64)?)\d*$/;
/** Names that speak about a secret, and are none. */
const ABOUT_END =
  /_(?:files?|filename|paths?|dir|directory|folder|url|uri|endpoint|host|port|ids?|names?|user|username|length|len|size|expir\w*|expires?_\w+|ttl|timeout|lifetime|duration|type|policy|policies|enabled|disabled|required|prompt|hint|command|cmd|fields?|header|algorithm|algo|alg|format|version|count|min|max|limit|prefix|suffix|param|params|parameter|attempts|reset|resets|age|method|mode|refs?|reference|provider|store|manager|engine|class|location|arn|region|bucket|label|title|text|message|placeholder|description|validators?|hashers?|scopes?|issuer|audience|renew\w*|rotation\w*|service|backend|input|column|env|variable|var|check|checks|strength|rules?|regexp?|regex|pattern|encoding|charset|eval|helper|list|map|set|kind|status|state|date|at|time|on|in|change|changed|changes|flag|support|grant|grants)$/;
const ABOUT_START =
  /^(?:publi[ck]|publishable|use|no|enable|disable|is|has|allow|allows|require|requires|min|max|forgot|reset|show|hide|validate|check|ask|prompt|save|store|remember|need|needs|with|without|skip|force|generate|random|lost|change|confirm|old_format|show)_|(?:^|_)(?:public_?key|pub_?key|no[tn]_?(?:so_?)?secret)/;

/** Whether `name`, in whatever spelling, names a secret. */
export function isSecretName(name: string): boolean {
  if (name.length > 256) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s.\-:/]+/g, '_')
    .toLowerCase();
  if (words.endsWith('eval') || ABOUT_END.test(words) || ABOUT_START.test(words)) return false;
  return ANYWHERE.test(words) || AT_END.test(words);
}
