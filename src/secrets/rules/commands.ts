// Passwords in the arguments of commands and calls, as scripts, histories and `RUN` lines have them.
import { isDocumentationPassword } from '../likely-password.ts';
import { isLiteralPassword } from '../literal-password.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { PatternRule, SecretRule } from '../secret-rule.ts';

/** An argument in quotes of either sort, or bare. */
const ARGUMENT = `(?:"([^"<>{}\\n]{4,160})"|'([^'<>{}\\n]{4,160})'|([^\\s"'\`$<>{}()|;&\\\\-][^\\s"'\`<>{}()|;&\\\\]{3,160}))`;

/** A rule for an argument after `before`. The keyword is in `before`. */
function argumentRule(
  kind: Pick<PatternRule, 'id' | 'name' | 'source'>,
  keywords: readonly string[],
  before: string,
  isReal: (argument: string) => boolean = isRealArgument,
): PatternRule {
  return {
    kind: 'pattern',
    ...kind,
    keywords,
    pattern: new RegExp(`${before}(?<secret>${ARGUMENT})(?=[\\s"'\`|;&)\\\\]|$)`, 'i'),
    reach: { beforeBytes: 0, afterBytes: 512 },
    isValid: (secret) => isReal(secret.replace(/^["']|["']$/g, '')),
  };
}

export const COMMANDS_RULES: readonly SecretRule[] = [
  argumentRule(
    {
      id: 'curl-user',
      name: 'user and password of curl',
      source: 'https://curl.se/docs/manpage.html#-u',
    },
    ['curl '],
    'curl(?=\\s)(?:[^\\n]|\\\\\\r?\\n){0,300}?\\s(?:-u|--user|--proxy-user)[= \\t]{0,5}(?=["\']?[^\\s:"\'<>\\[]{0,80}["\']?:)(?:[^\\s:"\'<>\\[]{1,80}:(?=["\']))?',
  ),
  {
    kind: 'pattern',
    id: 'curl-header',
    name: 'key in a header that curl sends',
    source: 'https://curl.se/docs/manpage.html#-H',
    keywords: ['curl '],
    pattern:
      /curl\s(?:[^\n]|\\\r?\n){0,300}?\s(?:-H|--header)[= \t]{0,4}["'][\w-]{0,24}(?:token|api-?key|secret|authorization):\s{0,4}(?:Bearer\s)?([^\s"'<>{}$]{8,200})["']/i,
    reach: { beforeBytes: 0, afterBytes: 560 },
    isValid: (secret) => /[0-9]/.test(secret) && /[A-Za-z]/.test(secret) && new Set(secret).size >= 6,
  },
  argumentRule(
    { id: 'sshpass-password', name: 'password of sshpass', source: 'https://manpages.debian.org/sshpass' },
    ['sshpass '],
    'sshpass\\s{1,4}-p\\s{0,2}',
  ),
  argumentRule(
    {
      id: 'docker-login-password',
      name: 'password of a registry at docker login',
      source: 'https://docs.docker.com/reference/cli/docker/login/',
    },
    ['docker login', 'podman login', 'buildah login', 'helm registry login', 'skopeo login'],
    '(?:docker|podman|buildah|skopeo|helm\\sregistry)\\slogin\\s[^\\n]{0,160}?\\s?(?:-p|--password)[= \\t]{1,4}',
  ),
  argumentRule(
    {
      id: 'mysql-password',
      name: 'password of a MySQL command',
      source: 'https://dev.mysql.com/doc/refman/8.4/en/connecting.html',
    },
    ['mysql', 'mysqldump', 'mysqladmin', 'mariadb'],
    '(?:mysql|mysqldump|mysqladmin|mariadb)(?=\\s)[^\\n|;]{0,120}?\\s(?:-p(?=[^\\s-])|--password=)',
  ),
  argumentRule(
    {
      id: 'wget-password',
      name: 'password of wget',
      source: 'https://www.gnu.org/software/wget/manual/html_node/HTTP-Options.html',
    },
    ['wget '],
    'wget\\s[^\\n]{0,200}?--(?:http-|ftp-|proxy-)?password[= \\t]',
  ),
  argumentRule(
    {
      id: 'psexec-password',
      name: 'password of PsExec',
      source: 'https://learn.microsoft.com/en-us/sysinternals/downloads/psexec',
    },
    ['psexec'],
    'psexec(?:\\.exe|64)?\\s[^\\n]{0,120}?-u\\s{1,4}\\S{2,60}\\s{1,4}-p\\s{1,4}',
    isLiteralPassword,
  ),
  argumentRule(
    {
      id: 'viserver-password',
      name: 'password of Connect-VIServer',
      source:
        'https://developer.broadcom.com/powercli/latest/vmware.vimautomation.core/commands/connect-viserver',
    },
    ['connect-viserver'],
    'connect-viserver\\s[^\\n]{0,160}?-password\\s{1,4}',
    isLiteralPassword,
  ),
  argumentRule(
    {
      id: 'secure-string-password',
      name: 'password of ConvertTo-SecureString',
      source:
        'https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.security/convertto-securestring',
    },
    ['convertto-securestring'],
    'convertto-securestring\\s{1,4}(?:-string\\s{1,4})?(?=[^\\n]{4,120}-asplaintext)',
  ),
  argumentRule(
    {
      id: 'network-credential',
      name: 'password of a .NET NetworkCredential',
      source: 'https://learn.microsoft.com/en-us/dotnet/api/system.net.networkcredential',
    },
    ['networkcredential'],
    'networkcredential\\s{0,4}\\(\\s{0,8}"[^"\\n]{3,80}"\\s{0,4},\\s{0,8}(?=")',
    isLiteralPassword,
  ),
  argumentRule(
    {
      id: 'directory-entry-password',
      name: 'password of a .NET DirectoryEntry',
      source: 'https://learn.microsoft.com/en-us/dotnet/api/system.directoryservices.directoryentry',
    },
    ['directoryentry'],
    'directoryentry\\s{0,4}\\(\\s{0,8}"[^"\\n]{3,100}"\\s{0,4},\\s{0,16}"[^"\\n]{2,80}"\\s{0,4},\\s{0,16}(?=")',
    isLiteralPassword,
  ),
  argumentRule(
    {
      id: 'create-user-password',
      name: 'password of a SQL user or role',
      source: 'https://www.postgresql.org/docs/current/sql-createrole.html',
    },
    ['create user', 'alter user', 'create role', 'alter role', 'create login'],
    "(?:create|alter)\\s(?:user|role|login)\\s[^;\\n]{1,120}?(?:identified\\s(?:with\\s\\w{1,40}\\s)?by|password)\\s{0,4}=?\\s{0,4}(?=')",
  ),
  argumentRule(
    {
      id: 'chpasswd-password',
      name: 'password that chpasswd sets',
      source: 'https://manpages.debian.org/chpasswd',
    },
    ['echo '],
    'echo\\s{1,4}["\']?[a-z_][\\w-]{0,31}:(?=[^\\n|]{4,80}\\|\\s{0,4}(?:sudo\\s{1,4})?(?:/usr/sbin/)?chpasswd)',
  ),
];

/** Whether an argument, or what stands after its user and colon, is a password of somebody. */
function isRealArgument(argument: string): boolean {
  const parts = argument.split(/["']?:["']?/);
  const text = parts.length > 1 ? parts.slice(1).join(':') || parts[0]! : argument;
  if (text.length < 4 || /^[[%*]|\$[A-Za-z_({]|\*{3}|^[a-z]+$/.test(text)) return false;
  return !isDocumentationPassword(text) && !isPlaceholder(text) && !/^[A-Z]+(?:_[A-Z]+)+$/.test(text);
}
