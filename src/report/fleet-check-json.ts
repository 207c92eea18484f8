// The JSON of `plimsoll fleet check`: `schema/fleet-check.json` describes it.
import type { FleetFinding } from '../fleet/scan/fleet-finding.ts';
import type { CheckedImageLine, FleetCheckReport } from './fleet-check-report.ts';
import { toBudget, toFinding } from './json.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** What `fleet check --format json` prints, in pieces; together they end with a newline. */
export function formatFleetCheckJson({ check, images, verdict, errors }: FleetCheckReport): Iterable<string> {
  const { layers, read } = check;
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    target: { kind: 'fleet', images: check.images },
    verdict,
    layers: { references: layers.references, unique: layers.unique, read: read.layers, reads: read.scans },
    bytes: {
      naiveShippedBytes: layers.naiveShippedBytes,
      uniqueShippedBytes: layers.uniqueShippedBytes,
      readShippedBytes: read.storedBytes,
      naiveTarBytes: layers.naiveTarBytes,
      uniqueTarBytes: layers.uniqueTarBytes,
      readTarBytes: read.tarBytes,
    },
    findings: check.findings.filter(({ ignored }) => ignored === null).map(toFleetFinding),
    ignored: check.findings
      .filter(({ ignored }) => ignored !== null)
      .map((item) => ({ ...toFleetFinding(item), ...item.ignored })),
    images: images.map(toImage),
    errors,
  });
}

function toFleetFinding({ finding, layer, images }: FleetFinding): object {
  const {
    layer: _,
    hiddenByLayer: _by,
    state: _state,
    origin: _origin,
    ...told
  } = toFinding(finding) as Record<string, unknown>;
  const { secret } = finding;
  return {
    ...told,
    layer,
    images,
    // Numbers of layers mean something in one image only.
    secret: secret === null ? null : { ...(told['secret'] as object), layers: undefined },
  };
}

function toImage(line: CheckedImageLine): object {
  return { ...line, budgets: line.budgets.map(toBudget) };
}
