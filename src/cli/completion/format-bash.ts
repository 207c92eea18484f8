// The script for bash, from 3.2 on (that of macOS), which needs nothing of the package bash-completion.
import type { CompletedCommand } from './completion-model.ts';
import { describeValue, formatValueCases, quoteShell } from './shell-words.ts';

const HEAD = `# bash completion for plimsoll. To have it in every shell:
#   plimsoll completion bash > ~/.local/share/bash-completion/completions/plimsoll
# or in this one:
#   source <(plimsoll completion bash)

__plimsoll_images() {
  command -v docker > /dev/null 2>&1 || return 0
  docker image ls --format '{{.Repository}}:{{.Tag}}' 2> /dev/null | grep -v '<none>'
}
`;

// Bash breaks words at the characters of COMP_WORDBREAKS, colons among them; the line is split again, at white space only.
const WALK = `
_plimsoll() {
  local line=\${COMP_LINE:0:COMP_POINT} path=plimsoll word flag= cur i
  local commands options argument value
  local -a words
  COMPREPLY=()
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  local last=$((\${#words[@]} - 1))
  cur=\${words[last]}
  for ((i = 1; i < last; i++)); do
    word=\${words[i]}
    if [[ -n $flag ]]; then
      flag=
    elif [[ $word == --*=* ]]; then
      :
    elif [[ $word == -* ]]; then
      __plimsoll_value "$path" "$word"
      [[ -n $value && $value != optional* ]] && flag=$word
    else
      __plimsoll_command "$path"
      [[ " $commands " == *" $word "* ]] && path="$path $word"
    fi
  done
  __plimsoll_command "$path"
  if [[ -n $flag ]]; then
    __plimsoll_value "$path" "$flag"
    __plimsoll_reply "$value" "$cur"
  elif [[ $cur == --*=* ]]; then
    __plimsoll_value "$path" "\${cur%%=*}"
    __plimsoll_reply "\${value#optional }" "\${cur#*=}"
    [[ $COMP_WORDBREAKS == *=* ]] || COMPREPLY=("\${COMPREPLY[@]/#/\${cur%%=*}=}")
  elif [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  elif [[ -n $commands ]]; then
    COMPREPLY=($(compgen -W "$commands" -- "$cur"))
  else
    __plimsoll_reply "$argument" "$cur"
  fi
}

__plimsoll_reply() {
  local IFS=$'\\n' cut=
  case $1 in
    choices\\ *) COMPREPLY=($(compgen -W "\${1#choices }" -- "$2")) ;;
    file) COMPREPLY=($(compgen -f -- "$2")) ;;
    folder) COMPREPLY=($(compgen -d -- "$2")) ;;
    image) COMPREPLY=($(compgen -W "$(__plimsoll_images)" -- "$2")) ;;
    target) COMPREPLY=($(compgen -W "$(__plimsoll_images)" -- "$2") $(compgen -f -- "$2")) ;;
  esac
  # As names of files, colons of images would be escaped.
  [[ $1 != choices* && "\${COMPREPLY[*]}" != *:* ]] && compopt -o filenames 2> /dev/null
  # What stands before the last colon is a word of its own for bash, and stays.
  [[ $2 == *:* && $COMP_WORDBREAKS == *:* ]] && cut=\${2%"\${2##*:}"}
  [[ -n $cut ]] && COMPREPLY=("\${COMPREPLY[@]#"$cut"}")
  return 0
}

complete -F _plimsoll plimsoll
`;

/** Writes it. */
export function formatBash(commands: readonly CompletedCommand[]): string {
  return `${HEAD}\n${formatCommands(commands)}\n${formatValueCases(commands, (flags) => flags.join(' | '))}${WALK}`;
}

function formatCommands(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ line, commands, options, argument }) => {
    const flags = options.flatMap(({ short, long }) => [short, long]).filter((flag) => flag !== null);
    return [
      `    ${quoteShell(line)})`,
      `      commands=${quoteShell(commands.map(({ name }) => name).join(' '))}`,
      `      options=${quoteShell(flags.join(' '))}`,
      `      argument=${quoteShell(describeValue(argument))}`,
      '      ;;',
    ].join('\n');
  });
  return ['__plimsoll_command() {', '  case $1 in', ...cases, '  esac', '}', ''].join('\n');
}
