// What stands between a run and its promotion: images that failed, and findings of checks.
import { PlimsollError } from '../../../errors.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import type { Generation, GenerationImage } from './generation.ts';
import type { FailedMember, GenerationInput, GenerationMember } from './generation-member.ts';

/** One finding that an image must not have. */
export interface GateFinding {
  readonly rule: string;
  readonly message: string;
}

/** Judges one image before it is promoted; an empty list lets it through. */
export type Gate = (member: GenerationMember) => Promise<readonly GateFinding[]>;

/** An image that stays as it is in the generation before, because it may fail. */
export interface HeldBack {
  readonly id: string;
  readonly message: string;
  /** Whether the generation before has it; else it is in none. */
  readonly isKept: boolean;
}

/** What becomes of each image. */
export interface GatedImages {
  readonly members: readonly GenerationMember[];
  /** Images of the generation before that stay. */
  readonly kept: readonly GenerationImage[];
  readonly heldBack: readonly HeldBack[];
}

const JUDGED_AT_ONCE = 2;
const NAMED = 5;

/** Lets through what may be promoted. Throws PROMOTION_REFUSED where an image that must not fail did, or has findings. */
export async function passGate(
  { members, failed }: GenerationInput,
  current: Generation | undefined,
  mayFail: (id: string) => boolean,
  gate: Gate | undefined,
): Promise<GatedImages> {
  const before = new Map((current?.images ?? []).map((image) => [image.id, image]));
  const judged: FailedMember[] = [...failed];
  const passed: GenerationMember[] = [];
  const findings = await forEachAtOnce(members, JUDGED_AT_ONCE, (member) =>
    judge(member, before.get(member.id), gate),
  );
  for (const [i, member] of members.entries()) {
    const [first, ...rest] = findings[i]!;
    const more = rest.length === 0 ? '' : `, and ${rest.length} more`;
    if (first === undefined) passed.push(member);
    else judged.push({ id: member.id, message: `${first.rule}: ${first.message}${more}` });
  }
  const refused = judged.filter(({ id }) => !mayFail(id));
  if (refused.length > 0) throw refusal(refused);
  const kept = judged.flatMap(({ id }) => before.get(id) ?? []);
  return {
    members: passed,
    kept,
    heldBack: judged.map(({ id, message }) => ({ id, message, isKept: before.has(id) })),
  };
}

/** What is current already was judged then. */
async function judge(
  member: GenerationMember,
  before: GenerationImage | undefined,
  gate: Gate | undefined,
): Promise<readonly GateFinding[]> {
  if (gate === undefined) return [];
  return before !== undefined && member.source.endsWith(`@${before.descriptor.digest}`) ? [] : gate(member);
}

function refusal(refused: readonly FailedMember[]): PlimsollError {
  const names = refused.slice(0, NAMED).map(({ id, message }) => `${id} (${message})`);
  const more = refused.length > NAMED ? `, and ${refused.length - NAMED} more` : '';
  return new PlimsollError('PROMOTION_REFUSED', `nothing was promoted: ${names.join(', ')}${more}`);
}
