import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AxisSheet, MatrixSheet, Pick } from '../../../protocol';
import { parsePlace, placeLabel } from '../../../protocol';

interface GoFormProps {
  readonly sheet: MatrixSheet;
  readonly pick: Pick | undefined;
  readonly onGo: (row: number, col: number) => void;
}

/** Goes to a cell that is named by its row and column, in numbers or in places. */
export function GoForm({ sheet, pick, onGo }: GoFormProps): JSX.Element {
  const [typed, setTyped] = useState<{ readonly row?: string; readonly col?: string }>({});
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const shown = (axis: AxisSheet, index: number | undefined): string =>
    index === undefined ? '' : placeLabel(axis, index);
  const rowText = typed.row ?? shown(sheet.rowAxis, pick?.row);
  const colText = typed.col ?? shown(sheet.colAxis, pick?.col);
  return (
    <form
      class="go-form"
      onSubmit={(event) => {
        event.preventDefault();
        const row = parsePlace(sheet.rowAxis, rowText);
        const col = parsePlace(sheet.colAxis, colText);
        if (typeof row === 'number' && typeof col === 'number') {
          setTyped({});
          setWrong(undefined);
          onGo(row, col);
        } else setWrong(typeof row === 'string' ? `Row: ${row}` : `Column: ${String(col)}`);
      }}
    >
      <label>
        <span>row</span>
        <input
          class="field go-row"
          value={rowText}
          size={18}
          spellcheck={false}
          autocomplete="off"
          aria-invalid={wrong?.startsWith('Row') === true ? true : undefined}
          aria-describedby={wrong === undefined ? undefined : 'go-wrong'}
          onInput={(event) => {
            setTyped({ ...typed, row: event.currentTarget.value });
          }}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
        />
      </label>
      <label>
        <span>column</span>
        <input
          class="field"
          value={colText}
          size={18}
          spellcheck={false}
          autocomplete="off"
          aria-invalid={wrong?.startsWith('Column') === true ? true : undefined}
          aria-describedby={wrong === undefined ? undefined : 'go-wrong'}
          onInput={(event) => {
            setTyped({ ...typed, col: event.currentTarget.value });
          }}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
        />
      </label>
      <button type="submit" class="button primary">
        Go to cell
      </button>
      {wrong !== undefined && (
        <p id="go-wrong" class="form-error" role="alert">
          {wrong}
        </p>
      )}
    </form>
  );
}
