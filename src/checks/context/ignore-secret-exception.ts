// `!` lines that take something secret back.
import { explainPath } from '../../context/explain-path.ts';
import type { Pattern } from '../../context/ignore/pattern-list.ts';
import type { ContextFindingPath } from './context-finding.ts';
import type { ContextWholeRule } from './context-rule.ts';
import { limitPaths } from './judging/limit-paths.ts';
import { writtenLine } from './judging/tell-pattern.ts';

/** Names of files that hold secrets as a rule; where contents are searched too, these decide nothing. */
const SECRET_NAME =
  /^(?:\.env(?:\..+)?|.+\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk)|id_(?:rsa|dsa|ecdsa|ed25519)|\.npmrc|\.pypirc|\.netrc|\.pgpass|\.git-credentials|credentials(?:\.json)?|service[-_]account.*\.json|\.htpasswd|kubeconfig|terraform\.tfstate|master\.key)$/i;
const HARMLESS_NAME = /(?:example|sample|template|dist|defaults?|\.pub)$|public|^cert|ca-?bundle|cacert/i;

export const ignoreSecretException: ContextWholeRule = {
  kind: 'whole',
  id: 'ignore-secret-exception',
  title: '`!` lines that take something secret back',
  severity: 'error',
  floorBytes: 0,
  judge: (judged) => {
    const { listing } = judged.context;
    if (listing.filter.excludes?.hasExceptions !== true) return [];
    const { secrets } = judged.look;
    const found = new Set(
      secrets?.filter(({ reading }) => reading.matches.length > 0).map(({ entry }) => entry),
    );
    const byLine = new Map<Pattern, { paths: ContextFindingPath[]; isFound: boolean; isShipped: boolean }>();
    for (const [i, { path, kind, sizeBytes }] of listing.entries.entries()) {
      if (kind !== 'file') continue;
      const name = path.slice(path.lastIndexOf('/') + 1);
      const isFound = found.has(i);
      if (!isFound && (secrets !== undefined || !SECRET_NAME.test(name) || HARMLESS_NAME.test(name)))
        continue;
      const reason = explainPath(listing.filter, path);
      if (reason.kind !== 'sent' || reason.reincludedBy === undefined || reason.reincludedBy.line === 0)
        continue;
      const told = byLine.get(reason.reincludedBy) ?? { paths: [], isFound: false, isShipped: false };
      told.paths.push({ path, bytes: sizeBytes, files: 1 });
      told.isFound ||= isFound;
      told.isShipped ||= isFound && judged.trace(i).kind === 'final-stage';
      byLine.set(reason.reincludedBy, told);
    }
    return [...byLine].map(([pattern, { paths, isFound, isShipped }]) => ({
      severity: isShipped ? 'error' : 'warning',
      message: `\`${writtenLine(judged, pattern)}\` takes back what ${isFound ? 'holds secrets' : 'by its name holds secrets'}`,
      file: judged.ignorePath,
      line: pattern.line,
      paths: limitPaths(paths).paths,
      bytes: 0,
      fix: `Add ${paths
        .slice(0, 3)
        .map(({ path }) => `\`${path}\``)
        .join(', ')} behind the line, and hand what a RUN needs of it in with RUN --mount=type=secret.`,
    }));
  },
};
