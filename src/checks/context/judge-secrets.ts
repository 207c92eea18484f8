// The findings about secrets in what is sent: rule ids are `secret/KIND`, as in images. They price no bytes and never hold a value.
import type { SecretMatch } from '../../context/secrets/file-secrets.ts';
import type { ContextFinding, FileFate } from './context-finding.ts';
import { lineForPath } from './judging/ignore-pattern.ts';
import type { JudgedContext } from './judging/judged-context.ts';
import { limitPaths } from './judging/limit-paths.ts';

const OFFSETS_TOLD = 20;
const REASONS_TOLD = 5;

/** One finding for each file and kind, and one about what could not be searched. */
export function judgeContextSecrets(judged: JudgedContext): readonly ContextFinding[] {
  return [...judgeMatches(judged), ...judgeUnread(judged)];
}

/** A search that says nothing of its gaps promises too much. */
function judgeUnread(judged: JudgedContext): readonly ContextFinding[] {
  const reasons = new Map<string, number>();
  const paths: ContextFinding['paths'][number][] = [];
  for (const { entry, reading } of judged.look.secrets ?? []) {
    if (reading.unread.length === 0) continue;
    const { path } = judged.context.listing.entries[entry]!;
    let bytes = 0;
    for (const part of reading.unread) {
      reasons.set(part.reason, (reasons.get(part.reason) ?? 0) + 1);
      bytes += part.bytes;
    }
    paths.push({ path, bytes, files: 1 });
  }
  if (paths.length === 0) return [];
  const told = [...reasons].toSorted(([, a], [, b]) => b - a).slice(0, REASONS_TOLD);
  return [
    {
      kind: 'context-finding',
      rule: 'secret-unread',
      severity: 'advice',
      message: `not searched for secrets: ${told.map(([reason, count]) => `${reason} (${count})`).join(', ')}`,
      file: null,
      line: null,
      ...limitPaths(paths),
      bytes: 0,
      fate: null,
      secret: null,
      fix: 'Find out what these files hold, and do not send what nobody can look into.',
    },
  ];
}

function judgeMatches(judged: JudgedContext): readonly ContextFinding[] {
  const { secrets, secretKinds } = judged.look;
  return (secrets ?? []).flatMap(({ entry, reading }) => {
    const byRule = groupByRule(reading.matches);
    return [...byRule].map(([ruleId, matches]): ContextFinding => {
      const kind = secretKinds.get(ruleId);
      const { path, sizeBytes } = judged.context.listing.entries[entry]!;
      const fate = judged.trace(entry);
      const isShipped = fate.kind === 'final-stage';
      return {
        kind: 'context-finding',
        rule: `secret/${ruleId}`,
        severity: isShipped ? (kind?.severity ?? 'error') : 'warning',
        message: `${kind?.name ?? ruleId}${matches.length > 1 ? `, ${matches.length} times` : ''}, ${tellReach(fate)}`,
        file: fate.kind === 'sent' ? judged.ignorePath : judged.look.read.dockerfilePath,
        line: fate.kind === 'sent' ? null : fate.line,
        paths: [{ path, bytes: sizeBytes, files: 1 }],
        pathCount: 1,
        bytes: 0,
        fate,
        secret: { count: matches.length, offsets: matches.slice(0, OFFSETS_TOLD).map(toOffset) },
        fix: tellFix(judged, path, fate),
      };
    });
  });
}

function tellReach(fate: FileFate): string {
  switch (fate.kind) {
    case 'final-stage':
      return 'reaches the final stage';
    case 'stage':
      return `stays in stage ${fate.stage}, and in its cache`;
    case 'mounted':
      return `only mounted in stage ${fate.stage}, but sent to the builder`;
    case 'sent':
      return 'only sent to the builder';
  }
}

function tellFix(judged: JudgedContext, path: string, fate: FileFate): string {
  const line = lineForPath(path);
  const isNamed = judged.context.uses.some((use) => use.path === `/${path}`);
  const keep =
    line === undefined ? `keep it out with ${judged.ignoreName}` : `add \`${line}\` to ${judged.ignoreName}`;
  const mount = 'hand it to the RUN that needs it with RUN --mount=type=secret';
  if (isNamed && fate.kind !== 'sent')
    return `Take it out of the instruction in line ${fate.line}, ${mount}, and ${keep}.`;
  return `${keep[0]!.toUpperCase()}${keep.slice(1)}; where a RUN needs it, ${mount}.`;
}

function toOffset({
  offsetBytes,
  lengthBytes,
  member,
}: SecretMatch): NonNullable<ContextFinding['secret']>['offsets'][number] {
  return { offsetBytes, lengthBytes, member: member ?? null };
}

function groupByRule(matches: readonly SecretMatch[]): ReadonlyMap<string, readonly SecretMatch[]> {
  const byRule = new Map<string, SecretMatch[]>();
  for (const match of matches) {
    const list = byRule.get(match.ruleId);
    if (list === undefined) byRule.set(match.ruleId, [match]);
    else list.push(match);
  }
  return byRule;
}
