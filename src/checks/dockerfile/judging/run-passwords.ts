// Passwords that a RUN sets and that stand in it. Words that everybody would guess are passwords too, where somebody can log in with them.
import { isCredentialName, weighValue } from './secret-names.ts';

/** A password in a text; the value itself is never told. */
export interface SetPassword {
  readonly start: number;
  readonly end: number;
  /** What it is set for. */
  readonly what: string;
  /** Whether it opens an account of the system or of a database. */
  readonly isLogin: boolean;
}

interface Form {
  /** Its last group is the value. */
  readonly pattern: RegExp;
  readonly what: string;
  readonly isLogin: boolean;
}

const VALUE = String.raw`[^\s"'$\`|<>{}\\]{1,200}`;
const FORMS: readonly Form[] = [
  {
    pattern: new RegExp(
      String.raw`\b(?:echo|printf)[ \t]+(?:-\w+[ \t]+)*["']?[\w.$\{\}-]+:(${VALUE})["']?[ \t]*\|[ \t]*(?:sudo[ \t]+)?(?:/usr/sbin/)?chpasswd\b`,
      'gd',
    ),
    what: 'an account',
    isLogin: true,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:echo|printf)[ \t]+["']?(${VALUE})["']?[ \t]*\|[ \t]*openssl[ \t]+passwd\b`,
      'gd',
    ),
    what: 'an account',
    isLogin: true,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:IDENTIFIED[ \t]+BY|(?:CREATE|ALTER)[ \t]+(?:USER|ROLE)[^;\n]{0,200}?\bPASSWORD)[ \t]+\\?["'](${VALUE})\\?["']`,
      'gid',
    ),
    what: 'a user of a database',
    isLogin: true,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:echo|printf)[ \t]+[^|\n]{0,300}[ \t]password[ \t]+(${VALUE})["']?[ \t]*\|[ \t]*(?:sudo[ \t]+)?debconf-set-selections\b`,
      'gd',
    ),
    what: 'a package',
    isLogin: true,
  },
  {
    pattern: new RegExp(
      String.raw`(?<=[\s"'])--(?!(?:\w+-)*(?:disabled?|without|no|empty|ask|prompt|allow|with|enable)-)[\w-]{0,40}pass(?:wd|word|phrase)?(?:=|[ \t]+)["']?((?!-)${VALUE})`,
      'gd',
    ),
    what: 'a program',
    isLogin: false,
  },
];
const ASSIGNMENT = new RegExp(
  String.raw`(?<![\w.$-])([A-Za-z_]\w{0,100})=["']?(${VALUE})["']?(?=[\s;&|)]|$)`,
  'gd',
);
/** What stands for a value. */
const STAND_IN =
  /^(?:x+|\*+|\.+|%.*%|dummy|placeholder|changeme|change_me|your.*|my_?password|.*_here|notused|unused|fake.*|test.*|example.*)$/i;

/** All of them in the text of a RUN, by where their values stand in it. */
export function findSetPasswords(text: string): readonly SetPassword[] {
  const byForm = FORMS.flatMap(({ pattern, what, isLogin }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const value = match[1]!;
      const [start, end] = match.indices![1]!;
      return isSaying(value, isLogin, 'password') ? [{ start, end, what, isLogin }] : [];
    }),
  );
  const byName = [...text.matchAll(ASSIGNMENT)].flatMap((match) => {
    const [, name, value] = match;
    const [start, end] = match.indices![2]!;
    if (
      !isCredentialName(name!) ||
      !isSaying(value!, false, name!) ||
      value!.toLowerCase() === name!.toLowerCase()
    )
      return [];
    return [{ start, end, what: name!, isLogin: false }];
  });
  return [...byForm, ...byName].toSorted((a, b) => a.start - b.start);
}

function isSaying(value: string, isLogin: boolean, name: string): boolean {
  if (STAND_IN.test(value)) return isLogin && !/^(?:%|\*|\.|x+$)/i.test(value);
  return isLogin || weighValue(value, name) !== 'harmless';
}
