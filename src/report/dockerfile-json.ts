// Findings about Dockerfiles as JSON: in `schema/context.json` they stand beside those about contexts, or alone in `dockerfiles`.
import type { DockerfileFinding } from '../checks/dockerfile/dockerfile-finding.ts';
import type { DockerfileReport, ReportedDockerfile } from './dockerfile-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** Many Dockerfiles without their contexts, in pieces that together end with a newline. */
export function formatDockerfilesJson({ files, errors, verdict }: DockerfileReport): Iterable<string> {
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    verdict: { passes: verdict.passes, failOn: verdict.failOn, failingFindings: verdict.failingCount },
    dockerfiles: files.map(toDockerfile),
    errors,
  });
}

function toDockerfile(file: ReportedDockerfile): object {
  return { dockerfile: file.file, ...toDockerfileParts(file) };
}

/** What a file adds to a report: findings, and what became of others. */
export function toDockerfileParts({ findings, ignored, suppressed, repair, layers }: ReportedDockerfile): {
  readonly findings: readonly object[];
  readonly ignored: readonly object[];
  readonly suppressed: readonly object[];
  readonly repair: object | null;
  readonly layersByLine?: readonly object[];
} {
  return {
    findings: findings.map(toDockerfileFinding),
    ignored: ignored.map(({ finding, reason, until }) => ({
      ...toDockerfileFinding(finding),
      reason,
      until,
    })),
    suppressed: suppressed.map(({ finding, tool, line, reason }) => ({
      ...toDockerfileFinding(finding),
      by: { tool, line },
      reason,
    })),
    repair:
      repair === null
        ? null
        : {
            written: !repair.isDryRun && repair.applied.length > 0,
            applied: repair.applied,
            skipped: repair.skipped,
            diff: repair.diff,
          },
    ...(layers === undefined ? {} : { layersByLine: layers }),
  };
}

function toDockerfileFinding(finding: DockerfileFinding): object {
  const { rule, severity, message, file, line, endLine, stage, price, fix, edit } = finding;
  return {
    rule,
    severity,
    message,
    file,
    line,
    endLine,
    paths: [],
    pathCount: 0,
    bytes: price?.bytes ?? 0,
    price: price === null ? null : { basis: price.kind, bytes: price.bytes },
    reaches: null,
    stage,
    secret: null,
    fix,
    edit:
      edit === null
        ? null
        : {
            safety: edit.safety,
            changes: edit.changes,
            edits: edit.edits.map(({ start, end, text }) => ({ start, end, text })),
          },
  };
}
