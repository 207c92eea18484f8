// The script for fish, which takes a line for each thing that can be completed.
import type { CompletedCommand, CompletedOption, CompletedValue } from './completion-model.ts';

const HEAD = `# fish completion for plimsoll. To have it in every shell:
#   plimsoll completion fish > ~/.config/fish/completions/plimsoll.fish
# or in this one:
#   plimsoll completion fish | source

function __plimsoll_images
    command -q docker; or return
    docker image ls --format '{{.Repository}}:{{.Tag}}' 2>/dev/null | string match -v '*<none>*'
end
`;

const WALK = `
# Whether the words so far name this command.
function __plimsoll_at
    set -l line plimsoll
    for word in (commandline -opc)[2..-1]
        string match -q -- '-*' $word; and continue
        contains -- "$line $word" $__plimsoll_lines; and set line "$line $word"
    end
    test "$line" = "$argv"
end

complete -c plimsoll -f
`;

/** Writes it. */
export function formatFish(commands: readonly CompletedCommand[]): string {
  const lines = commands.map(({ line }) => quoteFish(line)).join(' ');
  return `${HEAD}\nset -g __plimsoll_lines ${lines}\n${WALK}${commands.flatMap(formatCommand).join('\n')}\n`;
}

function formatCommand({ line, commands, options, argument }: CompletedCommand): readonly string[] {
  const start = `complete -c plimsoll -n ${quoteFish(`__plimsoll_at ${line}`)}`;
  return [
    ...commands.map(({ name, description }) => `${start} -a ${name} -d ${quoteFish(description)}`),
    ...options.map((option) => `${start}${formatOption(option)}`),
    ...(argument === null ? [] : [`${start}${formatValue(argument)}`]),
  ];
}

function formatOption({ short, long, description, value, isValueOptional }: CompletedOption): string {
  return [
    short === null ? '' : ` -s ${short.slice(1)}`,
    long === null ? '' : ` -l ${long.slice(2)}`,
    value === null || isValueOptional ? '' : ` -r${formatValue(value)}`,
    ` -d ${quoteFish(description)}`,
  ].join('');
}

function formatValue(value: CompletedValue): string {
  switch (value.kind) {
    case 'choices':
      return ` -f -a ${quoteFish(value.choices.join(' '))}`;
    case 'file':
      return ' -F';
    case 'folder':
      return " -f -a '(__fish_complete_directories)'";
    case 'image':
      return " -f -a '(__plimsoll_images)'";
    case 'target':
      return " -F -a '(__plimsoll_images)'";
    case 'unknown':
      return ' -f';
  }
}

function quoteFish(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
