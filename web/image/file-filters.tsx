// What narrows the files down.
import { formatBytes } from '../../src/report/format-amount.ts';
import { makeVisible } from '../../src/report/visible-text.ts';
import { ButtonChoice, SelectChoice } from '../shared/choice.tsx';
import type { FilesPlace } from './file-filter.ts';
import type { OpenedPage } from './opened.ts';

interface FileFiltersProps {
  readonly opened: OpenedPage;
  readonly place: FilesPlace;
  readonly onPlace: (place: FilesPlace) => void;
}

const ALL = '';
const LABEL_CHARACTERS = 60;

/** The controls. */
export function FileFilters({ opened, place, onPlace }: FileFiltersProps) {
  const { page, causes } = opened;
  const { cause, layer, state, finding, owner, by } = place;
  const toNumber = (value: string): number | null => (value === ALL ? null : Number(value));
  return (
    <div class="filters">
      <ButtonChoice
        label="Divide the files"
        options={[
          { value: 'folder', label: 'By folder' },
          { value: 'cause', label: 'By cause' },
        ]}
        value={by}
        onChoose={(value) => onPlace({ ...place, by: value, cause: null, folder: 0 })}
      />
      <SelectChoice
        label="Cause"
        value={cause === null ? ALL : String(cause)}
        options={[
          { value: ALL, label: 'All' },
          ...causes.map(({ title, bytes }, i) => ({
            value: String(i),
            label: `${title}, ${formatBytes(bytes)}`,
          })),
        ]}
        onChoose={(value) => onPlace({ ...place, cause: toNumber(value), folder: 0 })}
      />
      <SelectChoice
        label="Layer"
        value={layer === null ? ALL : String(layer)}
        options={[
          { value: ALL, label: 'All' },
          ...page.layers.map(({ index, instruction }) => ({
            value: String(index),
            label: shorten(`${index}: ${makeVisible(instruction ?? 'unknown instruction')}`),
          })),
        ]}
        onChoose={(value) => onPlace({ ...place, layer: toNumber(value), folder: 0 })}
      />
      <SelectChoice
        label="State"
        value={state ?? ALL}
        options={[
          { value: ALL, label: 'All' },
          { value: 'visible', label: 'Visible in the image' },
          { value: 'hidden', label: 'Hidden by a later layer' },
        ]}
        onChoose={(value) =>
          onPlace({ ...place, state: value === 'visible' || value === 'hidden' ? value : null, folder: 0 })
        }
      />
      {finding !== null && (
        <Chip
          text={`Finding: ${page.ruleTitles[page.findings[finding]!.rule] ?? page.findings[finding]!.rule}`}
          onRemove={() => onPlace({ ...place, finding: null, folder: 0 })}
        />
      )}
      {owner !== null && (
        <Chip
          text={`Package: ${makeVisible(page.packages[owner]!.name)}`}
          onRemove={() => onPlace({ ...place, owner: null, folder: 0 })}
        />
      )}
    </div>
  );
}

function Chip({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) {
  return (
    <span class="chip">
      {text}
      <button type="button" aria-label={`Remove the filter: ${text}`} onClick={onRemove}>
        ✕
      </button>
    </span>
  );
}

function shorten(text: string): string {
  return text.length <= LABEL_CHARACTERS ? text : `${text.slice(0, LABEL_CHARACTERS)}…`;
}
