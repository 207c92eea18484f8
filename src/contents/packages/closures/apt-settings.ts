// What apt's configuration (apt.conf(5)) says of removing and installing: read from the files of `etc/apt/apt.conf.d`.

/** The settings that decide what apt keeps, with apt's own defaults. */
export interface AptSettings {
  /** Whether a recommendation keeps an automatic package from being removed (`APT::AutoRemove::RecommendsImportant`). */
  readonly isRecommendsImportant: boolean;
  /** The same of suggestions. Debian's slim images set it to false. */
  readonly isSuggestsImportant: boolean;
  /** Whether recommendations are installed (`APT::Install-Recommends`). */
  readonly installsRecommends: boolean;
  /** Patterns of names that are never removed on apt's own account. */
  readonly neverAutoRemove: readonly RegExp[];
  /** Sections whose packages leave what they need as if the user had asked for it. */
  readonly neverMarkAutoSections: readonly string[];
}

/** Without any file. */
export const DEFAULT_APT_SETTINGS: AptSettings = {
  isRecommendsImportant: true,
  isSuggestsImportant: true,
  installsRecommends: true,
  neverAutoRemove: [],
  neverMarkAutoSections: [],
};

/** Reads the files in apt's order: by name, `apt.conf` last. Later values win, lists grow. */
export function parseAptSettings(texts: readonly string[]): AptSettings {
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>();
  for (const text of texts)
    for (const { key, value, isItem } of readAptConf(text)) {
      if (!isItem) values.set(key, value);
      else if (lists.has(key)) lists.get(key)!.push(value);
      else lists.set(key, [value]);
    }
  const isOn = (key: string): boolean => !/^(?:no|false|without|off|disable|0)$/i.test(values.get(key) ?? '');
  return {
    isRecommendsImportant: isOn('apt::autoremove::recommendsimportant'),
    isSuggestsImportant: isOn('apt::autoremove::suggestsimportant'),
    installsRecommends: isOn('apt::install-recommends'),
    neverAutoRemove: (lists.get('apt::neverautoremove') ?? []).flatMap(compilePattern),
    neverMarkAutoSections: lists.get('apt::never-markauto-sections') ?? [],
  };
}

interface Setting {
  /** In lower case, parts joined by `::`. */
  readonly key: string;
  readonly value: string;
  /** An item of a list: `KEY { "value"; }` or `KEY:: "value";`. */
  readonly isItem: boolean;
}

const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|#[^\n]*|"[^"\n]*"?|[{};]|[^\s{};"]+/g;

function readAptConf(text: string): readonly Setting[] {
  const settings: Setting[] = [];
  const scopes: string[] = [];
  let words: string[] = [];
  const close = (): void => {
    const name = words[0] ?? '';
    const scope = scopes.join('::');
    if (words.length === 1 && name.startsWith('"'))
      settings.push({ key: scope, value: unquote(name), isItem: true });
    else if (words.length === 2) {
      const key = [scope, name.toLowerCase()].filter((part) => part !== '').join('::');
      const isItem = key.endsWith('::');
      settings.push({ key: isItem ? key.slice(0, -2) : key, value: unquote(words[1]!), isItem });
    }
    words = [];
  };
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith('//') || token.startsWith('/*') || token.startsWith('#')) continue;
    if (token === ';') close();
    else if (token === '{') {
      scopes.push((words[0] ?? '').toLowerCase());
      words = [];
    } else if (token === '}') {
      close();
      scopes.pop();
    } else words.push(token);
  }
  return settings;
}

function unquote(word: string): string {
  return word.replace(/^"|"$/g, '');
}

/** The image is not trusted: patterns that could take long (repeated groups, many repetitions) are left out. */
function compilePattern(pattern: string): readonly RegExp[] {
  const repetitions = pattern.match(/[*+?{]/g)?.length ?? 0;
  if (pattern.length > 200 || repetitions > 4 || /\)[*+?{]|\\\d/.test(pattern)) return [];
  try {
    return [new RegExp(pattern)];
  } catch {
    return [];
  }
}
