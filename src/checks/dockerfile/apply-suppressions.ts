// Takes out of the findings about a Dockerfile what comments in it take back, and says what is wrong with our own comments.
import { isInScope, type Suppression } from '../../dockerfile/suppression/suppression.ts';
import type { DockerfileFinding } from './dockerfile-finding.ts';
import {
  ALL_DOCKERFILE_RULES,
  DOCKERFILE_RULES,
  SUPPRESSION_UNUSED,
  SUPPRESSION_WITHOUT_REASON,
} from './dockerfile-rules.ts';

/** A finding that a comment takes back. */
export interface SuppressedFinding<Finding> {
  readonly finding: Finding;
  readonly by: Suppression;
}

/** What every finding has that comments look at. */
interface Placed {
  readonly rule: string;
  readonly line: number | null;
}

/** Rules about contexts that BuildKit's checks look at too. */
const CONTEXT_PEERS: Readonly<Record<string, string>> = { CopyIgnoredFile: 'ignore-copy-source' };
/** Which of our rules each name of another linter stands for. */
const BY_PEER_NAME: ReadonlyMap<string, ReadonlySet<string>> = listPeerNames();

/** Parts findings; `used` gets the comments that took something. A comment of ours without a reason takes nothing. */
export function takeSuppressed<Finding extends Placed>(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  used: Set<Suppression>,
): { readonly kept: readonly Finding[]; readonly suppressed: readonly SuppressedFinding<Finding>[] } {
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding<Finding>[] = [];
  for (const finding of findings) {
    const by = suppressions.find((each) => isInScope(each, finding.line) && isAbout(each, finding.rule));
    if (by === undefined) kept.push(finding);
    else {
      used.add(by);
      suppressed.push({ finding, by });
    }
  }
  return { kept, suppressed };
}

function isAbout({ tool, rules, reason }: Suppression, rule: string): boolean {
  if (tool === 'plimsoll') return reason !== undefined && rules.includes(rule);
  return rules.some((name) =>
    name === 'all' ? isKnownToPeers(tool, rule) : BY_PEER_NAME.get(name)?.has(rule) === true,
  );
}

/** `skip=all` of BuildKit is about BuildKit's own checks; tally's `all` about whatever a linter says. */
function isKnownToPeers(tool: Suppression['tool'], rule: string): boolean {
  if (tool === 'tally') return true;
  return [...BY_PEER_NAME].some(([name, rules]) => rules.has(rule) && !/^(?:DL|SC|tally\/)/.test(name));
}

/** Comments of ours that say no reason, name what is no rule, or take nothing back. */
export function judgeSuppressions(
  suppressions: readonly Suppression[],
  used: ReadonlySet<Suppression>,
  file: string,
): readonly DockerfileFinding[] {
  return suppressions.flatMap((suppression): readonly DockerfileFinding[] => {
    if (suppression.tool !== 'plimsoll') return [];
    const { rules, reason, line, start, end } = suppression;
    const place = { file, line, endLine: line, range: { start, end }, stage: null, price: null, edit: null };
    if (reason === undefined)
      return [
        {
          kind: 'dockerfile-finding',
          rule: SUPPRESSION_WITHOUT_REASON.id,
          severity: SUPPRESSION_WITHOUT_REASON.severity,
          message: `this comment says no reason, and takes nothing back: ${rules.join(', ')}`,
          ...place,
          fix: 'Write why behind the rule: `# plimsoll ignore=RULE the reason`.',
        },
      ];
    if (used.has(suppression)) return [];
    const unknown = rules.find((rule) => !ALL_DOCKERFILE_RULES.some(({ id }) => id === rule));
    return [
      {
        kind: 'dockerfile-finding',
        rule: SUPPRESSION_UNUSED.id,
        severity: SUPPRESSION_UNUSED.severity,
        message:
          unknown === undefined
            ? `nothing is found that this comment would take back: ${rules.join(', ')}`
            : `there is no rule \`${unknown}\` about Dockerfiles: this comment takes nothing back`,
        ...place,
        fix: 'Take the comment out, or name the rule that it is about.',
      },
    ];
  });
}

function listPeerNames(): ReadonlyMap<string, ReadonlySet<string>> {
  const byName = new Map<string, Set<string>>();
  const add = (name: string, id: string): void => {
    byName.set(name, (byName.get(name) ?? new Set()).add(id));
  };
  for (const { id, peers = [] } of DOCKERFILE_RULES) for (const name of peers) add(name, id);
  for (const [name, id] of Object.entries(CONTEXT_PEERS)) add(name, id);
  return byName;
}
