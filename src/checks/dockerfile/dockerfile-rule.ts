// What a rule about Dockerfiles is: it looks at the model of one build and says what will bloat or leak, before it is built.
import type { TextEdit } from '../../dockerfile/editing/text-edit.ts';
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import type { TextRange } from '../../dockerfile/parsing/instruction.ts';
import type { Severity } from '../finding.ts';
import type { DockerfilePricing, Price } from './pricing.ts';

/** What every rule states of itself; the docs' table is made from it. */
export interface DockerfileRuleMeta {
  /** The rule's name everywhere: in findings, in plimsoll.yaml, `docs/checks/ID.md`, `src/checks/dockerfile/ID.ts`. */
  readonly id: string;
  readonly title: string;
  /** Where the price is not known, or reaches the floor. */
  readonly severity: Severity;
  /** A finding whose price is known and below is advice. */
  readonly floorBytes?: number;
  /** A finding whose price is known and below is not told: it costs about nothing. */
  readonly silentBytes?: number;
  /** Names that other linters have for what it finds (`DL3009`, `SecretsUsedInArgOrEnv`): their comments count for it. */
  readonly peers?: readonly string[];
  /** Whether the rule has a fix, and of which kind at best. */
  readonly fixSafety?: DockerfileFix['safety'];
}

/** A rule. */
export interface DockerfileRule extends DockerfileRuleMeta {
  readonly kind: 'dockerfile';
  judge(model: DockerfileModel, look: DockerfileLook): readonly DockerfileVerdict[];
}

/** What rules may ask beside the model. They read nothing themselves. */
export interface DockerfileLook {
  /** The Dockerfile's path as it is told. */
  readonly file: string;
  readonly pricing: DockerfilePricing;
  /** Credentials in a text, as the search for secrets finds them. */
  findSecrets(text: string): readonly TextSecret[];
}

/** A credential in a text; its value is never told. */
export interface TextSecret extends TextRange {
  /** As in `secret/KIND`. */
  readonly kind: string;
  /** What it is, for people. */
  readonly name: string;
}

/** What a rule says of one place. */
export interface DockerfileVerdict {
  /** What it is about: an instruction, a command in it, a word. Its lines are told. */
  readonly range: TextRange;
  /** One sentence without the place. */
  readonly message: string;
  /** The rule's own where it is left out. */
  readonly severity?: Severity;
  readonly price?: Price;
  /** What to do, one sentence; null where there is nothing to do. */
  readonly fixText: string | null;
  /** What can be done for the user. Left out wherever a value that matters is not known. */
  readonly fix?: DockerfileFix;
}

/** Edits that belong together: all of them are applied, or none. */
export interface DockerfileFix {
  /** `safe`: file system, config and working directory are afterwards the same but for what `changes` names. */
  readonly safety: 'safe' | 'named';
  readonly edits: readonly TextEdit[];
  /** What differs in the image afterwards, one sentence. */
  readonly changes: string;
  /** How many instructions more (or, negative, less) the file has afterwards; 0 where it is left out. */
  readonly addedInstructions?: number;
}
