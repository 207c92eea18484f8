// The JSON of `plimsoll image --why`: `schema/why.json` describes it.

import type { NamedPackage, WhyReport } from './why-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** What `--why --format json` prints, in pieces; together they end with a newline. */
export function formatWhyJson(report: WhyReport): Iterable<string> {
  const { target, removal } = report;
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    target: { kind: 'image', ...target },
    package: {
      purl: report.package.purl,
      ...toNamed(report.package),
      layer: report.package.layer,
      automatic: report.package.isAutomatic,
    },
    keptBecause: report.keptBecause,
    keptPath: report.keptPath,
    neededBy: report.neededBy.map(({ name, version, kind, text, isOnly }) => ({
      name,
      version,
      kind,
      text,
      only: isOnly,
    })),
    linkedBy: report.linkedBy,
    startedBy: report.startedBy,
    unreadScripts: report.unreadScripts,
    removal:
      removal.kind === 'refused'
        ? { kind: removal.kind, essential: removal.essential }
        : {
            kind: removal.kind,
            bytes: removal.bytes,
            freed: removal.freed.map(toNamed),
            dependents: removal.dependents.map(toNamed),
          },
  });
}

function toNamed({ name, version, bytes }: NamedPackage): object {
  return { name, version, bytes };
}
