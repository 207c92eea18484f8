// What is wrong with a text of HCL.

/** Text that is no HCL, with the line where that shows. */
export class HclError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}
