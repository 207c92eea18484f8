// How an instruction that makes a layer is told in an image's history, by BuildKit, the classic builder, buildah and kaniko.
import type { ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { CopyInstruction } from '../../dockerfile/stages/checked-instruction.ts';

/** How well a text of the history is that of a step: 0 where it is not. */
export type LayerTest = (text: string) => number;

/** It says what the step says. */
const EXACT = 3;
/** It says so but for what was given from outside, or cannot be seen. */
const ALIKE = 2;
const SCRIPT_CHARACTERS = 60;
/** Variables, which builds may be given, and what is looked for around them. */
const VARIABLE = /\$\{[^}]*\}|\$\w+/;

/** With the blanks of a history that was told on one line. */
export function tidyText(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The test of a step; undefined for what makes no layer. */
export function testOf({ evaluated, instruction }: ModelStep): LayerTest | undefined {
  const { expanded, written } = evaluated;
  if (expanded.kind === 'run') return testOfRun(instruction);
  if (expanded.kind === 'workdir') {
    const folder = tidyText(expanded.text);
    // The folder as it is from the root, of which a step may say the end.
    return (text) =>
      text === `WORKDIR ${folder}`
        ? EXACT
        : /^WORKDIR \//.test(text) && text.endsWith(`/${folder}`)
          ? ALIKE
          : 0;
  }
  if (expanded.kind !== 'copy' && expanded.kind !== 'add') return undefined;
  return testOfCopy(expanded, written as CopyInstruction);
}

function testOfRun({ args, heredocs }: ModelStep['instruction']): LayerTest {
  const command = tidyText(args.map(({ value }) => value).join(' '));
  const [heredoc] = heredocs;
  if (heredoc !== undefined) {
    // Of a heredoc the history has the whole script, or its beginning.
    const script = tidyText(heredoc.content).slice(0, SCRIPT_CHARACTERS);
    return (text) => (text.startsWith('RUN ') && script !== '' && text.includes(script) ? EXACT : 0);
  }
  const wanted = `RUN ${command}`;
  // A shell that is not known stands before the command.
  return (text) =>
    text === wanted ? EXACT : text.startsWith('RUN ') && text.endsWith(` ${command}`) ? ALIKE : 0;
}

function testOfCopy(expanded: CopyInstruction, written: CopyInstruction): LayerTest {
  const name = expanded.kind.toUpperCase();
  const words = [...expanded.sources, expanded.destination].map(tidyText);
  const loose = [...written.sources, written.destination].map((word) => tidyText(word).split(VARIABLE));
  return (text) => {
    if (!text.startsWith(`${name} `)) return 0;
    if (words.every((word) => text.includes(word)) && text.endsWith(words.at(-1)!)) return EXACT;
    // The classic builder and buildah tell digests instead of sources.
    const isHashed = /(?:file|dir|multi):[0-9a-f]+ in /.test(text);
    const looked = isHashed ? loose.slice(-1) : loose;
    return looked.every((pieces) => hasInOrder(text, pieces)) && text.endsWith(loose.at(-1)!.at(-1)!)
      ? ALIKE
      : 0;
  };
}

function hasInOrder(text: string, pieces: readonly string[]): boolean {
  let at = 0;
  return pieces.every((piece) => {
    const found = text.indexOf(piece, at);
    at = found + piece.length;
    return found >= 0;
  });
}
