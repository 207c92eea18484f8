// The exit codes that scripts rely on (docs/command-line.md).

export const EXIT_CODE = { clean: 0, findings: 1, couldNotRun: 2 } as const;
