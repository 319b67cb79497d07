import type { JSX } from 'preact';

interface Option<T> {
  readonly value: T;
  readonly name: string;
  /** Why it can't be chosen. */
  readonly why?: string;
}

interface ChoiceProps<T> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly choose: (value: T) => void;
}

/** A choice among few: all are seen, one is pressed. One that can't be chosen says why. */
export function Segmented<T extends string>({ label, value, options, choose }: ChoiceProps<T>): JSX.Element {
  return (
    <div class="segmented" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          aria-disabled={option.why === undefined ? undefined : true}
          title={option.why}
          onClick={() => {
            if (option.why === undefined) choose(option.value);
          }}
        >
          {option.name}
        </button>
      ))}
    </div>
  );
}

/** A choice among many, by their numbers. */
export function Select({ label, value, options, choose }: ChoiceProps<number>): JSX.Element {
  return (
    <label class="step-select">
      <span>{label}</span>
      <select
        value={String(value)}
        onChange={(event) => {
          choose(Number(event.currentTarget.value));
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={String(option.value)}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}
