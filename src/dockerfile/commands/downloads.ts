// curl, wget, aria2c, git (curl(1), wget(1), git-clone(1)).
import { posix } from 'node:path';
import type { ShellWord } from '../shell/shell-script.ts';
import {
  type CommandCall,
  type CommandReader,
  type EffectBody,
  parseCall,
  resolvePath,
} from './command-call.ts';
import { findOption, hasOption, type OptionTable, optionValues } from './options.ts';

const CURL: OptionTable = {
  letters: 'AbcCdDeEFhHKmoPQrtTuUwxXyYz',
  names: [
    'output',
    'output-dir',
    'user-agent',
    'cookie',
    'cookie-jar',
    'continue-at',
    'data',
    'data-binary',
    'data-raw',
    'data-urlencode',
    'dump-header',
    'referer',
    'cert',
    'key',
    'cacert',
    'capath',
    'form',
    'header',
    'config',
    'max-time',
    'connect-timeout',
    'ftp-port',
    'quote',
    'range',
    'upload-file',
    'user',
    'proxy-user',
    'write-out',
    'proxy',
    'request',
    'speed-limit',
    'speed-time',
    'time-cond',
    'retry',
    'retry-delay',
    'retry-max-time',
    'url',
    'max-redirs',
    'limit-rate',
    'proto',
    'proto-redir',
    'proto-default',
    'resolve',
    'connect-to',
    'interface',
    'ciphers',
    'tls-max',
    'noproxy',
    'oauth2-bearer',
    'netrc-file',
    'stderr',
    'trace',
    'create-file-mode',
    'max-filesize',
    'parallel-max',
  ],
};
const WGET: OptionTable = {
  letters: 'aeioOPtTwQUlARDIXB',
  names: [
    'output-document',
    'output-file',
    'append-output',
    'input-file',
    'directory-prefix',
    'tries',
    'timeout',
    'wait',
    'quota',
    'user-agent',
    'level',
    'accept',
    'reject',
    'header',
    'user',
    'password',
    'http-user',
    'http-password',
    'post-data',
    'post-file',
    'referer',
    'load-cookies',
    'save-cookies',
    'progress',
    'ca-certificate',
    'secure-protocol',
    'limit-rate',
    'base',
    'domains',
    'exclude-domains',
    'include-directories',
    'exclude-directories',
    'execute',
    'waitretry',
    'dns-timeout',
    'connect-timeout',
    'read-timeout',
    'max-redirect',
    'cut-dirs',
    'method',
    'body-data',
  ],
  doubleLetter: 'n',
};

/** curl. */
export const readCurl: CommandReader = (call) => {
  const parsed = parseCall(call, CURL);
  const urls = [...optionValues(parsed, 'url'), ...knownUrls(parsed.operands)];
  if (parsed.operands.length === 0 && !hasOption(parsed, 'url')) return [];
  const folder = findOption(parsed, 'output-dir')?.value ?? '.';
  const output = findOption(parsed, 'o', 'output');
  const isRemoteName = hasOption(parsed, 'O', 'remote-name', 'remote-name-all');
  const name = output === undefined ? (isRemoteName ? remoteName(urls[0], false) : undefined) : output.value;
  return [
    download(
      call,
      urls,
      output !== undefined || isRemoteName,
      name === undefined || name === '-' ? undefined : inFolder(folder, name),
    ),
  ];
};

/** wget, that of BusyBox too. */
export const readWget: CommandReader = (call) => {
  const parsed = parseCall(call, WGET);
  const urls = knownUrls(parsed.operands);
  if (parsed.operands.length === 0 && !hasOption(parsed, 'i', 'input-file')) return [];
  const output = findOption(parsed, 'O', 'output-document');
  if (output?.value === '-' || output?.value === '/dev/stdout')
    return [download(call, urls, false, undefined)];
  const folder = findOption(parsed, 'P', 'directory-prefix');
  const name = output === undefined ? remoteName(urls[0], true) : output.value;
  const isKnown = folder === undefined || folder.value !== undefined;
  return [
    download(
      call,
      urls,
      true,
      isKnown && name !== undefined ? posixJoin(folder?.value, name, output) : undefined,
    ),
  ];
};

/** aria2c. */
export const readAria: CommandReader = (call) => {
  const parsed = parseCall(call, {
    letters: 'doxsjkiUZ',
    names: ['dir', 'out', 'split', 'input-file', 'max-connection-per-server', 'checksum'],
  });
  const urls = knownUrls(parsed.operands);
  const name = findOption(parsed, 'o', 'out')?.value ?? remoteName(urls[0], false);
  return [download(call, urls, true, name && inFolder(findOption(parsed, 'd', 'dir')?.value ?? '.', name))];
};

/** -P means nothing where -O names the file. */
function posixJoin(folder: string | undefined, name: string, output: unknown): string {
  return folder === undefined || output !== undefined ? name : posix.join(folder, name);
}

function inFolder(folder: string, name: string): string {
  return posix.isAbsolute(name) ? name : posix.join(folder, name);
}

function download(
  call: CommandCall,
  urls: readonly string[],
  isFile: boolean,
  name: string | undefined,
): EffectBody {
  const redirected = call.command.redirections.find(
    ({ operator, fileDescriptor = 1 }) => operator.startsWith('>') && fileDescriptor === 1,
  );
  const target = isFile ? name : redirected?.target?.value;
  const path = target === undefined ? undefined : resolvePath(target, call.cwd);
  const isPiped = !isFile && redirected === undefined;
  return { kind: 'download', tool: call.program, urls, isPiped, ...(path === undefined ? {} : { path }) };
}

function knownUrls(words: readonly ShellWord[]): readonly string[] {
  return words.map(({ value, prefix }) => value ?? prefix).filter((url) => url !== '');
}

/** The last part of a URL's path; wget keeps what follows `?`. */
function remoteName(url: string | undefined, keepsQuery: boolean): string | undefined {
  if (url === undefined) return undefined;
  const path = url.replace(/^[a-z]+:\/\//i, '').replace(/#.*$/s, '');
  const [before = ''] = path.split('?', 1);
  const name = before.slice(before.lastIndexOf('/') + 1);
  if (name === '' || !before.includes('/')) return undefined;
  return keepsQuery ? name + path.slice(before.length) : name;
}

/** git: clone, and what fetches submodules stays a run. */
export const readGit: CommandReader = (call) => {
  const globals = { letters: 'Cc', names: ['git-dir', 'work-tree', 'namespace'], stopsAtOperand: true };
  const outer = parseCall(call, globals);
  const [verb, ...rest] = outer.operands;
  if (verb?.value !== 'clone') return [];
  const folder = findOption(outer, 'C')?.value ?? '.';
  const parsed = parseCall(
    { ...call, argv: [verb, ...rest] },
    {
      letters: 'bocuj',
      names: [
        'branch',
        'depth',
        'origin',
        'config',
        'upload-pack',
        'reference',
        'reference-if-able',
        'jobs',
        'separate-git-dir',
        'template',
        'shallow-since',
        'shallow-exclude',
        'filter',
        'server-option',
        'bundle-uri',
        'revision',
      ],
    },
  );
  const [url, target] = parsed.operands;
  const name = target === undefined ? nameOfRepository(url?.value) : target.value;
  const into = name === undefined ? undefined : resolvePath(inFolder(folder, name), call.cwd);
  return [
    {
      kind: 'clone',
      ...(url?.value === undefined ? {} : { url: url.value }),
      ...(into === undefined ? {} : { into }),
      isShallow: hasOption(parsed, 'depth', 'shallow-since', 'shallow-exclude'),
      isRecursive: hasOption(parsed, 'recursive', 'recurse-submodules'),
    },
  ];
};

function nameOfRepository(url: string | undefined): string | undefined {
  const name = url
    ?.replace(/\/+(?:\.git\/*)?$/, '')
    .split(/[/:]/)
    .at(-1)
    ?.replace(/\.git$/, '');
  return name === '' ? undefined : name;
}
