// What can be done to the images that were picked, and to the fleet.
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { countOf } from '../../../src/report/format-amount.ts';
import type { OpenedFleet } from '../opened.ts';
import type { PageChange } from './page-changes.ts';

/** A million bytes. */
const MEGABYTE = 1_000_000;

/** The form; it hands on one change at a time. */
export function ChangeForm(props: {
  readonly fleet: OpenedFleet;
  readonly picked: readonly string[];
  readonly onChange: (change: PageChange) => void;
}) {
  const { fleet, picked, onChange } = props;
  const { images } = fleet.page;
  const names = useMemo(() => new Set(images.map(({ name }) => name)), [fleet]);
  const systems = useMemo(
    () => [...new Set(images.flatMap(({ osVersion }) => osVersion ?? []))].sort(),
    [fleet],
  );
  const [parent, setParent] = useState('');
  const [base, setBase] = useState('');
  const [megabytes, setMegabytes] = useState('50');
  const [system, setSystem] = useState('');
  const [added, setAdded] = useState(1);
  const isNone = picked.length === 0;
  const ownBytes = Math.round(Number(megabytes) * MEGABYTE);
  const canAdd = (base === '' || names.has(base)) && Number.isSafeInteger(ownBytes) && ownBytes >= 0;
  return (
    <div class="card change-form">
      <datalist id="image-names">
        {images.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <fieldset>
        <legend>{isNone ? 'Pick images, then' : `With ${countOf(picked.length, 'picked image')}`}</legend>
        <div class="form-row">
          <Action isOff={isNone} onDo={() => onChange({ kind: 'drop', names: picked })}>
            Remove them
          </Action>
          <Action isOff={isNone} onDo={() => onChange({ kind: 'squash', names: picked })}>
            Make each one layer
          </Action>
        </div>
        <div class="form-row">
          <Named label="Build them on" value={parent} onInput={setParent} list="image-names" />
          <Action
            isOff={isNone || !names.has(parent)}
            onDo={() => onChange({ kind: 'move', names: picked, parent })}
          >
            Move them
          </Action>
        </div>
      </fieldset>
      <fieldset>
        <legend>With the fleet</legend>
        <div class="form-row">
          <Named label="Add an image on" value={base} onInput={setBase} list="image-names" hint="nothing" />
          <Named label="with MB of its own" value={megabytes} onInput={setMegabytes} isNumber />
          <Action
            isOff={!canAdd}
            onDo={() => {
              onChange({ kind: 'add', name: `new image ${added}`, on: base === '' ? null : base, ownBytes });
              setAdded(added + 1);
            }}
          >
            Add it
          </Action>
        </div>
        <div class="form-row">
          <label>
            <span>One system for all</span>
            <select
              value={system}
              onChange={(event) => setSystem((event.currentTarget as HTMLSelectElement).value)}
            >
              <option value="">the most used</option>
              {systems.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <Action
            isOff={false}
            onDo={() => onChange({ kind: 'one-os', os: system === '' ? undefined : system })}
          >
            Use it
          </Action>
        </div>
      </fieldset>
    </div>
  );
}

function Action(props: {
  readonly isOff: boolean;
  readonly onDo: () => void;
  readonly children: ComponentChildren;
}) {
  const { isOff, onDo, children } = props;
  return (
    <button type="button" class="plain-button" disabled={isOff} onClick={onDo}>
      {children}
    </button>
  );
}

function Named(props: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly list?: string;
  readonly hint?: string;
  readonly isNumber?: boolean;
}) {
  const { label, value, onInput, list, hint, isNumber } = props;
  return (
    <label class={isNumber ? 'short' : ''}>
      <span>{label}</span>
      <input
        value={value}
        placeholder={hint ?? ''}
        {...(list === undefined ? {} : { list })}
        {...(isNumber ? { type: 'number', min: '0', step: 'any' } : {})}
        onInput={(event) => onInput((event.currentTarget as HTMLInputElement).value)}
      />
    </label>
  );
}
