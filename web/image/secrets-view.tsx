// The secrets, by state: who can see one says how soon something must be done. Never a value.
import { useState } from 'preact/hooks';
import { countOf } from '../../src/report/format-amount.ts';
import type { PageFinding } from '../../src/report/page/image-page.ts';
import { usePrinting } from '../shared/shell.tsx';
import { toggle } from '../shared/toggle.ts';
import { FindingItem } from './finding-item.tsx';
import type { ViewProps } from './navigation.ts';

interface State {
  readonly title: string;
  readonly note: string;
  readonly has: (finding: PageFinding) => boolean;
}

const STATES: readonly State[] = [
  {
    title: 'In visible files',
    note: 'Whoever runs the image can read them.',
    has: ({ ignored, layer, state }) => ignored === null && layer !== null && state === 'visible',
  },
  {
    title: 'In files that a later layer hides',
    note: 'A container does not show them, but whoever pulls the image has them.',
    has: ({ ignored, layer, state }) => ignored === null && layer !== null && state === 'hidden',
  },
  {
    title: 'In the config',
    note: 'Variables, labels and the history are told to whoever asks the registry.',
    has: ({ ignored, layer }) => ignored === null && layer === null,
  },
  { title: 'Accepted', note: 'Known, and not counted.', has: ({ ignored }) => ignored !== null },
];

/** The view. */
export function SecretsView({ opened, go }: ViewProps) {
  const { findings } = opened.page;
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const isPrinting = usePrinting();
  const secrets = [...findings.keys()].filter((position) => findings[position]!.secret !== null);
  if (secrets.length === 0) return <p class="empty">No secret was found in any layer or in the config.</p>;
  return (
    <>
      <p class="note">
        Values are never shown or kept. A secret that was shipped is known: revoke it first, then take it out.
      </p>
      {STATES.map(({ title, note, has }) => {
        const positions = secrets.filter((position) => has(findings[position]!));
        if (positions.length === 0) return null;
        return (
          <section key={title} class="group">
            <h3>
              {title}{' '}
              <span class="count">{countOf(positions.length, 'kind of secret', 'kinds of secrets')}</span>
            </h3>
            <p class="faint">{note}</p>
            <div class="finding-list">
              {positions.map((position) => (
                <FindingItem
                  key={position}
                  opened={opened}
                  go={go}
                  id={`secret-${position}`}
                  position={position}
                  isOpen={isPrinting || open.has(position)}
                  onToggle={(isOpen) => setOpen((before) => toggle(before, position, isOpen))}
                />
              ))}
            </div>
          </section>
        );
      })}
    </>
  );
}
