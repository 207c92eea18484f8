// A command line as it stands in the docs, in words: quotes, escapes, braces. Enough for the docs; what is not known is refused.

/** The words of one command; `rest` is what stands behind it: a pipe, a redirection, the next command. */
export interface ShellWords {
  readonly words: readonly string[];
  readonly rest: string;
}

/** Splits up to the end of the command; a comment is dropped. Throws where a quote does not end. */
export function splitShellWords(line: string): ShellWords {
  const words: string[] = [];
  let word = '';
  let isWord = false;
  let isQuoted = false;
  const end = (): void => {
    if (isWord) words.push(...(isQuoted ? [word] : expandBraces(word)));
    word = '';
    isWord = false;
    isQuoted = false;
  };
  for (let i = 0; i < line.length; i++) {
    const letter = line[i]!;
    if (letter === "'" || letter === '"') {
      const close = line.indexOf(letter, i + 1);
      if (close < 0) throw new Error(`a quote does not end: ${line}`);
      word += line.slice(i + 1, close);
      isWord = true;
      isQuoted = true;
      i = close;
    } else if (letter === '\\' && i + 1 < line.length) {
      word += line[++i]!;
      isWord = true;
    } else if (/\s/.test(letter)) end();
    else if (letter === '#' && !isWord) return { words, rest: '' };
    else if (/[|&;<>)]/.test(letter)) {
      end();
      return { words, rest: line.slice(i) };
    } else {
      word += letter;
      isWord = true;
    }
  }
  end();
  return { words, rest: '' };
}

/** One pair of braces with commas, as bash expands it. */
function expandBraces(word: string): readonly string[] {
  const found = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/.exec(word);
  if (found === null) return [word];
  return found[2]!.split(',').flatMap((part) => expandBraces(`${found[1]}${part}${found[3]}`));
}
