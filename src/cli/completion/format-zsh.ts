// The script for zsh: a function of the name that `compinit` looks for, which also works when it is sourced.
import type { CompletedCommand } from './completion-model.ts';
import { describeValue, formatValueCases, quoteShell } from './shell-words.ts';

const HEAD = `#compdef plimsoll
# zsh completion for plimsoll. To have it in every shell, write it into a folder of $fpath:
#   plimsoll completion zsh > ~/.zfunc/_plimsoll
# or in this one, after compinit:
#   source <(plimsoll completion zsh)

__plimsoll_images() {
  (( $+commands[docker] )) || return 0
  docker image ls --format '{{.Repository}}:{{.Tag}}' 2> /dev/null | grep -v '<none>'
}
`;

const WALK = `
__plimsoll_complete() {
  case $1 in
    choices\\ *) compadd -- \${(f)1#choices } ;;
    file) _files ;;
    folder) _files -/ ;;
    image) compadd -Q -- \${(f)"$(__plimsoll_images)"} ;;
    target)
      compadd -Q -- \${(f)"$(__plimsoll_images)"}
      _files
      ;;
    *) _message 'value' ;;
  esac
}

_plimsoll() {
  local line=plimsoll word flag= value argument
  # 'commands' and 'options' are names of zsh's own.
  local -a children switches
  integer i
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    if [[ -n $flag ]]; then
      flag=
    elif [[ $word == --*=* ]]; then
      :
    elif [[ $word == -* ]]; then
      __plimsoll_value "$line" "$word"
      [[ -n $value && $value != optional* ]] && flag=$word
    else
      __plimsoll_command "$line"
      (( \${children[(I)$word:*]} )) && line="$line $word"
    fi
  done
  __plimsoll_command "$line"
  local cur=$words[CURRENT]
  if [[ -n $flag ]]; then
    __plimsoll_value "$line" "$flag"
    __plimsoll_complete "$value"
  elif [[ $cur == --*=* ]]; then
    __plimsoll_value "$line" "\${cur%%=*}"
    compset -P '*='
    __plimsoll_complete "\${value#optional }"
  elif [[ $cur == -* ]]; then
    _describe -o 'option' switches
  elif (( $#children )); then
    _describe 'command' children
  elif [[ -n $argument ]]; then
    __plimsoll_complete "$argument"
  fi
}

if [[ $funcstack[1] == _plimsoll ]]; then
  _plimsoll "$@"
elif (( $+functions[compdef] )); then
  compdef _plimsoll plimsoll
fi
`;

/** Writes it. */
export function formatZsh(commands: readonly CompletedCommand[]): string {
  return `${HEAD}\n${formatCommands(commands)}\n${formatValueCases(commands, (flags) => `(${flags.join('|')}`)}${WALK}`;
}

function formatCommands(all: readonly CompletedCommand[]): string {
  const cases = all.map(({ line, commands, options, argument }) => {
    const flags = options.flatMap(({ short, long, description }) =>
      [short, long].filter((flag) => flag !== null).map((flag) => describe(flag, description)),
    );
    return [
      `    ${quoteShell(line)})`,
      `      children=(${commands.map(({ name, description }) => describe(name, description)).join(' ')})`,
      `      switches=(${flags.join(' ')})`,
      `      argument=${quoteShell(describeValue(argument))}`,
      '      ;;',
    ].join('\n');
  });
  return ['__plimsoll_command() {', '  case $1 in', ...cases, '  esac', '}', ''].join('\n');
}

/** `name:description`, as `_describe` takes it. */
function describe(name: string, description: string): string {
  return quoteShell(`${name}:${description}`);
}
