import type { JSX } from 'preact';
import type { TablePicture } from '../../protocol';
import { rounded } from '../format';
import type { PictureProps } from './props';

const MOST_COLUMNS_IN_A_CARD = 2;

/** Rows of text, and a value over a parameter as bars. */
export function TableView({ picture, room }: PictureProps<TablePicture>): JSX.Element {
  const { bars } = picture;
  const table = <Rows picture={picture} />;
  if (bars === undefined) {
    return (
      <div class={picture.columns.length > MOST_COLUMNS_IN_A_CARD ? 'picture wide' : 'picture'}>{table}</div>
    );
  }
  return (
    <div class={room === 'card' ? 'picture' : 'picture barred'}>
      <Bars bars={bars} />
      {room === 'card' ? (
        <details>
          <summary>Table</summary>
          {table}
        </details>
      ) : (
        table
      )}
    </div>
  );
}

/** Rows of text alone. */
export function Rows({ picture }: { readonly picture: TablePicture }): JSX.Element {
  const { columns, rows } = picture;
  return (
    <div class="scroll tall">
      <table class="data">
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={index} scope="col" class={columnClass(picture, index)}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((text, column) =>
                column === 0 ? (
                  <th key={column} scope="row" class={columnClass(picture, column)}>
                    {text}
                  </th>
                ) : (
                  <td key={column} class={columnClass(picture, column)}>
                    {text}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const LONGEST_UNBROKEN = 24;

function columnClass({ rows }: TablePicture, column: number): string {
  const texts = rows.map((row) => row[column] ?? '');
  if (texts.every((text) => /^[−-]?[\d.,/]+\s?%?$/.test(text))) return 'numeric short';
  return texts.every((text) => text.length <= LONGEST_UNBROKEN) ? 'short' : '';
}

const SHORTEST_PERCENT = 1;

function Bars({
  bars: { label, values },
}: {
  readonly bars: NonNullable<TablePicture['bars']>;
}): JSX.Element {
  const most = Math.max(...values.map(Math.abs), 0);
  const ends = new Set([0, values.length - 1, values.indexOf(Math.max(...values))]);
  return (
    <figure class="bars">
      <div class="bars-plot" role="img" aria-label={`${label}: ${values.map(rounded).join(', ')}`}>
        {values.map((value, index) => (
          <div key={index} class="bar-slot">
            {ends.has(index) && <span class="bar-text">{rounded(value)}</span>}
            <div
              class={value < 0 ? 'bar-value negative' : 'bar-value'}
              style={{
                height: `${most === 0 ? 0 : Math.max(SHORTEST_PERCENT, (Math.abs(value) / most) * 100)}%`,
              }}
            />
          </div>
        ))}
      </div>
      <figcaption aria-hidden="true">{label}</figcaption>
    </figure>
  );
}
