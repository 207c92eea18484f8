// Repairs a Dockerfile: as many fixes at once as do not overlap, proven, then judged again, until nothing is left to do.
import type { DockerfileText } from '../../../dockerfile/dockerfile-text.ts';
import { findFault, type ProvenText } from '../../../dockerfile/editing/prove-edit.ts';
import {
  adoptLineEnds,
  applyEdits,
  areApplicable,
  doOverlap,
  type TextEdit,
} from '../../../dockerfile/editing/text-edit.ts';
import { PlimsollError } from '../../../errors.ts';
import type { DockerfileFinding } from '../dockerfile-finding.ts';
import type { DockerfileFix } from '../dockerfile-rule.ts';

/** A text that was read and judged. */
export interface JudgedText extends ProvenText {
  readonly findings: readonly DockerfileFinding[];
}

/** Whether a fix may be applied; a text says why not. */
export type FixPermission = 'apply' | { readonly refused: string };

/** What a repair is given. */
export interface FixRequest {
  /** Reads and judges a text; throws DOCKERFILE_INVALID where no builder would build it. */
  judge(source: DockerfileText): JudgedText;
  permit(rule: string, fix: DockerfileFix): FixPermission;
}

/** A fix that was applied; lines are those of the text it was applied to. */
export interface AppliedFix {
  readonly rule: string;
  readonly line: number;
  readonly changes: string;
}

/** A fix that could have been applied, and was not. */
export interface SkippedFix {
  readonly rule: string;
  readonly line: number;
  readonly reason: string;
}

/** The repaired text. */
export interface FixOutcome {
  readonly source: DockerfileText;
  readonly judged: JudgedText;
  readonly applied: readonly AppliedFix[];
  readonly skipped: readonly SkippedFix[];
}

/** More rounds than any file needs; rules that had something to do in the last of them are left out. */
const ROUNDS = 16;
const LAST_ROUNDS = 6;

interface Candidate {
  readonly finding: DockerfileFinding;
  readonly fix: DockerfileFix;
  readonly edits: readonly TextEdit[];
}

/** Repairs a text that can be judged. What comes out is judged; a second repair of it changes nothing. */
export function fixDockerfile(source: DockerfileText, request: FixRequest): FixOutcome {
  const restless = new Set<string>();
  for (;;) {
    const repair = new Repair(source, request, restless);
    const unfinished = repair.run();
    if (unfinished.size === 0) return repair.outcome();
    for (const rule of unfinished) restless.add(rule);
  }
}

class Repair {
  readonly #request: FixRequest;
  readonly #restless: ReadonlySet<string>;
  readonly #applied: AppliedFix[] = [];
  #judged: JudgedText;
  /** Of the text as it is now. */
  #skipped: SkippedFix[] = [];

  constructor(source: DockerfileText, request: FixRequest, restless: ReadonlySet<string>) {
    this.#request = request;
    this.#restless = restless;
    this.#judged = request.judge(source);
  }

  /** The rules that still had something to do when there were no more rounds. */
  run(): ReadonlySet<string> {
    const late = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      this.#skipped = [];
      const rules = this.#applyRound();
      if (rules.size === 0) return rules;
      if (round >= ROUNDS - LAST_ROUNDS) for (const rule of rules) late.add(rule);
    }
    return late;
  }

  outcome(): FixOutcome {
    return {
      source: this.#judged.dockerfile.source,
      judged: this.#judged,
      applied: this.#applied,
      skipped: this.#skipped,
    };
  }

  /** Applies what can be applied to the text as it is; the rules of what was. */
  #applyRound(): ReadonlySet<string> {
    // Each alone first: what one swallows another may seem to add.
    const good = this.#listCandidates().filter((candidate) => {
      const after = this.#check([candidate]);
      if (typeof after === 'string') this.#skip(candidate.finding, `it cannot be proven: ${after}`);
      return typeof after !== 'string';
    });
    const chosen: Candidate[] = [];
    for (const candidate of good)
      if (!chosen.some(({ edits }) => doOverlap(edits, candidate.edits))) chosen.push(candidate);
    if (chosen.length === 0) return new Set();
    if (this.#tryAll(chosen) === undefined) return new Set(chosen.map(({ finding }) => finding.rule));
    this.#tryAll(chosen.slice(0, 1));
    return new Set([chosen[0]!.finding.rule]);
  }

  #listCandidates(): readonly Candidate[] {
    return this.#judged.findings.flatMap((finding) => {
      const { rule, edit } = finding;
      if (edit === null || edit.edits.length === 0) return [];
      const permission = this.#restless.has(rule)
        ? { refused: 'it does not come to an end' }
        : this.#request.permit(rule, edit);
      if (permission !== 'apply') {
        this.#skip(finding, permission.refused);
        return [];
      }
      const { text } = this.#judged.dockerfile.source;
      return [{ finding, fix: edit, edits: adoptLineEnds(edit.edits, text) }];
    });
  }

  /** Applies fixes that do not overlap, if all of it can be proven; else why not. */
  #tryAll(candidates: readonly Candidate[]): string | undefined {
    const after = this.#check(candidates);
    if (typeof after === 'string') return after;
    for (const { finding, fix } of candidates)
      this.#applied.push({ rule: finding.rule, line: finding.line ?? 1, changes: fix.changes });
    this.#judged = after;
    return undefined;
  }

  /** The text with these fixes, judged; or why they must not be applied. */
  #check(candidates: readonly Candidate[]): JudgedText | string {
    const before = this.#judged;
    const { text, encoding } = before.dockerfile.source;
    const edits = candidates.flatMap((candidate) => candidate.edits);
    if (!areApplicable(edits, before.dockerfile.source)) return 'the edits do not fit the text';
    const changed = applyEdits(text, edits);
    if (changed === text) return 'it changes nothing';
    const after = this.#judge({ text: changed, encoding });
    if (typeof after === 'string') return after;
    const addedInstructions = candidates.reduce((sum, { fix }) => sum + (fix.addedInstructions ?? 0), 0);
    return findFault(before, after, { edits, addedInstructions }) ?? after;
  }

  #judge(source: DockerfileText): JudgedText | string {
    try {
      return this.#request.judge(source);
    } catch (error) {
      if (error instanceof PlimsollError && error.code === 'DOCKERFILE_INVALID') return error.message;
      throw error;
    }
  }

  #skip({ rule, line }: DockerfileFinding, reason: string): void {
    this.#skipped.push({ rule, line: line ?? 1, reason });
  }
}
