// The tasks under which the help lists commands.

export const COMMAND_GROUPS = {
  look: 'Look into images:',
  build: 'Look at what is built:',
  rewrite: 'Make smaller images:',
  many: 'Look after many images:',
  connect: 'Work with other tools:',
} as const;
