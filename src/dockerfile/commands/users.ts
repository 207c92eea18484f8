// useradd, adduser, groupadd, addgroup (of shadow, of Debian and of BusyBox).
import { type CommandReader, parseCall } from './command-call.ts';
import { findOption, hasOption } from './options.ts';

const SHADOW = {
  letters: 'bcdefgGkKpPRsuZ',
  names: [
    'base-dir',
    'comment',
    'home-dir',
    'expiredate',
    'inactive',
    'gid',
    'groups',
    'skel',
    'key',
    'password',
    'root',
    'prefix',
    'shell',
    'uid',
    'selinux-user',
  ],
};
/** Both Debian's and BusyBox's: their letters do not clash. */
const ADDUSER = {
  letters: 'hgsGuk',
  names: [
    'uid',
    'gid',
    'home',
    'shell',
    'ingroup',
    'gecos',
    'comment',
    'firstuid',
    'lastuid',
    'firstgid',
    'lastgid',
    'conf',
  ],
};

/** useradd and adduser. */
export const readAddUser: CommandReader = (call) => {
  const isShadow = call.program === 'useradd';
  const parsed = parseCall(call, isShadow ? SHADOW : ADDUSER);
  const [name, group] = parsed.operands;
  // `adduser USER GROUP` makes no user.
  if (!isShadow && group !== undefined) return [];
  const id = findOption(parsed, 'u', 'uid')?.value;
  return [
    {
      kind: 'add-user',
      ...(name?.value === undefined ? {} : { name: name.value }),
      ...idOf(id),
      ...(isShadow ? { hasNoLogInit: hasOption(parsed, 'l', 'no-log-init') } : {}),
    },
  ];
};

/** groupadd and addgroup. */
export const readAddGroup: CommandReader = (call) => {
  const parsed = parseCall(call, { letters: 'gKpRP', names: ['gid', 'key', 'password', 'root', 'prefix'] });
  const [first, second] = parsed.operands;
  if (call.program === 'addgroup' && second !== undefined) return [];
  return [
    {
      kind: 'add-group',
      ...(first?.value === undefined ? {} : { name: first.value }),
      ...idOf(findOption(parsed, 'g', 'gid')?.value),
    },
  ];
};

function idOf(text: string | undefined): { id?: number } {
  return text !== undefined && /^\d{1,10}$/.test(text) ? { id: Number(text) } : {};
}
