// All findings, the severest first, narrowed down by what the reader may do about them.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import type { PageFinding } from '../../src/report/page/image-page.ts';
import { SelectChoice } from '../shared/choice.tsx';
import { usePrinting } from '../shared/shell.tsx';
import { toggle } from '../shared/toggle.ts';
import { FindingItem } from './finding-item.tsx';
import type { ViewProps } from './navigation.ts';

interface FindingsViewProps extends ViewProps {
  /** A finding that another view leads to, or -1. */
  readonly wanted: number;
}

const ALL = '';
const ORDER = { error: 0, warning: 1, advice: 2 } as const;
/** So many are drawn at first, and with each wish for more. */
const STEP = 100;

/** The view. */
export function FindingsView({ opened, go, wanted }: FindingsViewProps) {
  const { findings, ruleTitles } = opened.page;
  const [severity, setSeverity] = useState(ALL);
  const [origin, setOrigin] = useState(ALL);
  const [rule, setRule] = useState(ALL);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [limit, setLimit] = useState(STEP);
  const isPrinting = usePrinting();
  const sorted = useMemo(() => sortFindings(findings), [findings]);
  const takes = (finding: PageFinding): boolean =>
    (severity === ALL || (finding.ignored === null ? finding.severity : 'ignored') === severity) &&
    (origin === ALL || finding.origin === origin) &&
    (rule === ALL || finding.rule === rule);
  const shown = sorted.filter((position) => takes(findings[position]!));
  useEffect(() => {
    if (wanted < 0) return;
    for (const reset of [setSeverity, setOrigin, setRule]) reset(ALL);
    setLimit((before) => Math.max(before, sorted.indexOf(wanted) + 1));
    setOpen((before) => new Set([...before, wanted]));
  }, [wanted]);
  useEffect(() => {
    const item = open.has(wanted) ? document.getElementById(`finding-${wanted}`) : null;
    item?.scrollIntoView({ block: 'center' });
    item?.querySelector('summary')?.focus({ preventScroll: true });
  }, [wanted, open.has(wanted)]);
  const bytes = shown.reduce((sum, position) => sum + findings[position]!.bytes, 0);
  return (
    <>
      <div class="filters">
        <SelectChoice
          label="Severity"
          value={severity}
          onChoose={setSeverity}
          options={[
            { value: ALL, label: 'All' },
            { value: 'error', label: 'Errors' },
            { value: 'warning', label: 'Warnings' },
            { value: 'advice', label: 'Advice' },
            { value: 'ignored', label: 'Ignored' },
          ]}
        />
        <SelectChoice
          label="Whose"
          value={origin}
          onChoose={setOrigin}
          options={[
            { value: ALL, label: 'All' },
            { value: 'yours', label: 'Yours' },
            { value: 'inherited', label: 'Inherited from the base' },
          ]}
        />
        <SelectChoice
          label="Rule"
          value={rule}
          onChoose={setRule}
          options={[
            { value: ALL, label: 'All' },
            ...Object.entries(ruleTitles).map(([id, title]) => ({ value: id, label: title })),
          ]}
        />
        <span class="crumb-sum" aria-live="polite">
          {countOf(shown.length, 'finding')}, <strong>{formatBytes(bytes)}</strong>
        </span>
      </div>
      <div class="finding-list">
        {shown.slice(0, limit).map((position) => (
          <FindingItem
            key={position}
            opened={opened}
            go={go}
            id={`finding-${position}`}
            position={position}
            isOpen={isPrinting || open.has(position)}
            onToggle={(isOpen) => setOpen((before) => toggle(before, position, isOpen))}
          />
        ))}
        {shown.length === 0 && <p class="empty">No finding passes these choices.</p>}
      </div>
      {shown.length > limit && (
        <button type="button" class="more" onClick={() => setLimit(limit + STEP)}>
          Show {Math.min(STEP, shown.length - limit)} more of {shown.length - limit}
        </button>
      )}
    </>
  );
}

/** Positions: what counts before what is ignored, the severest first, then the largest. */
export function sortFindings(findings: readonly PageFinding[]): readonly number[] {
  const weight = ({ ignored, severity }: PageFinding): number => (ignored === null ? ORDER[severity] : 3);
  return [...findings.keys()].sort((a, b) => {
    const [x, y] = [findings[a]!, findings[b]!];
    return weight(x) - weight(y) || y.bytes - x.bytes || a - b;
  });
}
