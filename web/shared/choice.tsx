// One of a few, as buttons side by side; one of many, as a select.

/** A choice. */
export interface ChoiceOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly options: readonly ChoiceOption<Value>[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}

/** Buttons side by side. */
export function ButtonChoice<Value extends string>({ label, options, value, onChoose }: ChoiceProps<Value>) {
  return (
    <div class="button-choice" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChoose(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

/** A select with its label. */
export function SelectChoice<Value extends string>({ label, options, value, onChoose }: ChoiceProps<Value>) {
  return (
    <label class="select-choice">
      <span>{label}</span>
      <select
        value={value}
        onChange={(event) => onChoose((event.currentTarget as HTMLSelectElement).value as Value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
