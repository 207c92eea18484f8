// What the command line has of the outer world, handed in so that tests can be exact.

/** A stream to print to; `isTTY` and `columns` as Node's own have them. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly destroyed?: boolean;
  write(text: string, onWritten?: (error?: Error | null) => void): boolean;
}

export interface CliIo {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Aborted by a signal, or when nobody reads stdout any more (reason `EPIPE`). */
  readonly signal: AbortSignal;
  readonly now: Date;
}
