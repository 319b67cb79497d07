import type { JSX } from 'preact';
import type { MatrixSheet, Pick, PickReport, SumSheet, Term } from '../../../protocol';
import { hueOf } from '../../colours/palette';
import { exact } from '../../format';
import { CellText } from '../../pictures/cell';
import { cellLabel, coordinatesOf, placeLabel } from '../../../protocol';
import { labelOf, shortLabelOf, type Lettering } from './scene';

interface ReportProps {
  readonly sheet: MatrixSheet;
  readonly report: PickReport;
  readonly lettering: Lettering;
  readonly onPick: (pick: Pick) => void;
}

/** Terms of a sum that are written out in a line; more would be a paragraph. Names of cells with several axes are long. */
const MOST_WRITTEN = { short: 27, long: 4 } as const;
/** Cells around a window that are drawn. */
const AROUND = 2;
const MOST_DRAWN = 12;

/** What there is to say of what is picked: the window on the input, the sum written out, where the weight stands. */
export function Report({ sheet, report, lettering, onPick }: ReportProps): JSX.Element {
  const { sum, lines, pick } = report;
  return (
    <section class="report" aria-label="What is picked">
      <h3>{titleOf(sheet, pick, report)}</h3>
      {sum && <Diagram sheet={sheet} sum={sum} pick={pick} lettering={lettering} onPick={onPick} />}
      {sum && <Sum sum={sum} lettering={lettering} hues={sheet.hues} />}
      <dl class="report-lines">
        {lines.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function titleOf(sheet: MatrixSheet, { row, col }: Pick, { weight }: PickReport): string {
  if (row !== undefined && col !== undefined)
    return `Row ${placeLabel(sheet.rowAxis, row)}, column ${placeLabel(sheet.colAxis, col)}`;
  if (row !== undefined) return `Row ${placeLabel(sheet.rowAxis, row)}`;
  if (col !== undefined) return `Column ${placeLabel(sheet.colAxis, col)}`;
  return weight ? `Weight ${weight.symbol?.text ?? weight.number?.text ?? ''}` : '';
}

/** The window on the cells that it meets: in one row for one axis, as a small grid for two. */
function Diagram(props: {
  readonly sheet: MatrixSheet;
  readonly sum: SumSheet;
  readonly pick: Pick;
  readonly lettering: Lettering;
  readonly onPick: (pick: Pick) => void;
}): JSX.Element | null {
  const { sheet, sum, pick } = props;
  const axis = sum.of === 'output' ? sheet.colAxis : sheet.rowAxis;
  const spatial = axis.digits
    .map(({ name }, position) => ({ name, position }))
    .filter(({ name }) => name === 'row' || name === 'column' || name === 'place');
  if (sum.terms.length === 0) return null;
  if (spatial.length <= 1 && axis.digits.length === 1) return <Strip {...props} />;
  const [rowDigit, colDigit] = [
    spatial.find(({ name }) => name === 'row')?.position,
    spatial.find(({ name }) => name !== 'row')?.position,
  ];
  if (colDigit === undefined) return null;
  // One channel at a time: that of the picked cell, else the first.
  const chosen = sum.of === 'output' ? pick.col : pick.row;
  const plane = (index: number): string =>
    coordinatesOf(axis, index)
      .filter((_, position) => position !== rowDigit && position !== colDigit)
      .join();
  const shown = plane(chosen ?? sum.terms[0]?.index ?? 0);
  const terms = sum.terms.filter(({ index }) => plane(index) === shown);
  if (terms.length === 0) return null;
  const places = terms.map((term) => {
    const coordinates = coordinatesOf(axis, term.index);
    return {
      term,
      row: rowDigit === undefined ? 0 : (coordinates[rowDigit] ?? 0),
      col: coordinates[colDigit] ?? 0,
    };
  });
  const extent = (digit: number | undefined): number =>
    digit === undefined ? 1 : (axis.digits[digit]?.extent ?? 1);
  const rows = spanOf(
    places.map(({ row }) => row),
    extent(rowDigit),
  );
  const cols = spanOf(
    places.map(({ col }) => col),
    extent(colDigit),
  );
  if (rows.length > MOST_DRAWN || cols.length > MOST_DRAWN) return null;
  const [first] = terms;
  return (
    <figure class="window-grid">
      <table aria-label={sum.of === 'output' ? 'The window on the input' : 'The outputs that read it'}>
        <thead>
          <tr>
            <td />
            {cols.map((col) => (
              <th key={col} scope="col">
                {col + axis.base}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">{row + axis.base}</th>
              {cols.map((col) => {
                const found = places.find((place) => place.row === row && place.col === col);
                return found ? (
                  <TermCell key={col} term={found.term} {...props} />
                ) : (
                  <td key={col} class="window-cell" />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption class="truth">
        {sum.of === 'output' ? 'the window on ' : 'read by '}
        {first === undefined ? '' : placeLabel(axis, first.index).replace(/,? ?\(.*$/, '') || 'the input'}
      </figcaption>
    </figure>
  );
}

/** From the first to the last, with some cells around, within the axis. */
function spanOf(values: readonly number[], extent: number): readonly number[] {
  const first = Math.max(0, Math.min(...values) - 1);
  const last = Math.min(extent - 1, Math.max(...values) + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function TermCell(props: {
  readonly term: Term;
  readonly sheet: MatrixSheet;
  readonly sum: SumSheet;
  readonly pick: Pick;
  readonly lettering: Lettering;
  readonly onPick: (pick: Pick) => void;
}): JSX.Element {
  const { term, sheet, sum, pick, lettering, onPick } = props;
  const picked = (sum.of === 'output' ? pick.col : pick.row) === term.index;
  return (
    <td class={`window-cell ${hueClass(term, sheet.hues)}${picked ? ' picked' : ''}`}>
      <button
        type="button"
        tabIndex={-1}
        title={`${term.cell.text}: ${term.weight.symbol?.text ?? term.weight.number?.text ?? ''}`}
        onClick={() => {
          onPick(sum.of === 'output' ? { ...pick, col: term.index } : { ...pick, row: term.index });
        }}
      >
        <CellText cell={shortLabelOf(term.weight, letters(lettering)) ?? { text: '' }} />
      </button>
    </td>
  );
}

/** A kernel on a row of inputs, with the output below (or an input with the outputs that read it). */
function Strip(props: {
  readonly sheet: MatrixSheet;
  readonly sum: SumSheet;
  readonly pick: Pick;
  readonly lettering: Lettering;
  readonly onPick: (pick: Pick) => void;
}): JSX.Element | null {
  const { sheet, sum, pick, lettering, onPick } = props;
  const axis = sum.of === 'output' ? sheet.colAxis : sheet.rowAxis;
  const all = sum.of === 'output' ? sheet.cols : sheet.rows;
  const indices = sum.terms.map(({ index }) => index);
  const first = Math.max(0, Math.min(...indices) - AROUND);
  const last = Math.min(all - 1, Math.max(...indices) + AROUND);
  if (last - first >= MOST_DRAWN) return null;
  const cells = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const picked = sum.of === 'output' ? pick.col : pick.row;
  return (
    <figure class="strip" aria-hidden="true">
      <div class="strip-cells" style={{ '--count': String(cells.length) }}>
        {cells.map((index) => {
          const term = sum.terms.find((one) => one.index === index);
          return (
            <div key={index} class="strip-column">
              {term ? (
                <span class={`strip-tap ${hueClass(term, sheet.hues)}${index === picked ? ' picked' : ''}`}>
                  <CellText cell={labelOf(term.weight, letters(lettering)) ?? { text: '' }} />
                </span>
              ) : (
                <span class="strip-tap none" />
              )}
              <button
                type="button"
                tabIndex={-1}
                class={`strip-cell${term ? ' read' : ''}${index === picked ? ' picked' : ''}`}
                onClick={() => {
                  onPick(sum.of === 'output' ? { ...pick, col: index } : { ...pick, row: index });
                }}
              >
                <CellText cell={cellLabel(axis, index)} />
              </button>
            </div>
          );
        })}
      </div>
      <div class="strip-brace" />
      <span class="strip-cell picked">
        <CellText cell={sum.result} />
      </span>
    </figure>
  );
}

/** x′4 = k1·x3 + k2·x4 + k3·x5, the weights in their colours. */
function Sum({
  sum,
  lettering,
  hues,
}: {
  readonly sum: SumSheet;
  readonly lettering: Lettering;
  readonly hues: MatrixSheet['hues'];
}): JSX.Element {
  const long = sum.terms.some(({ cell }) => !cell.symbol);
  const shown = sum.terms.slice(0, MOST_WRITTEN[long ? 'long' : 'short']);
  const more = sum.more + sum.terms.length - shown.length;
  if (sum.of === 'input')
    return (
      <p class="sum">
        <CellText cell={sum.result} />
        {sum.terms.length === 0 ? ' is read by no output' : ' is read by '}
        {shown.map((term, index) => (
          <span key={index} class="sum-term">
            {index > 0 && ', '}
            <CellText cell={term.cell} /> (
            <span class={hueClass(term, hues)}>
              <CellText cell={labelOf(term.weight, letters(lettering)) ?? { text: '' }} />
            </span>
            )
          </span>
        ))}
        {more > 0 && ` and ${exact(more)} more`}
      </p>
    );
  return (
    <p class="sum">
      <CellText cell={sum.result} /> ={' '}
      {shown.length === 0
        ? '0'
        : shown.map((term, index) => (
            <span key={index} class="sum-term">
              {index > 0 && ' + '}
              <span class={hueClass(term, hues)}>
                <CellText cell={labelOf(term.weight, letters(lettering)) ?? { text: '' }} />
              </span>
              {term.cell.symbol ? ' ' : ' · '}
              <CellText cell={term.cell} />
            </span>
          ))}
      {more > 0 && ` + ${exact(more)} more`}
    </p>
  );
}

/** Structure has no letters; a sum is written with some. */
function letters(lettering: Lettering): Lettering {
  return lettering === 'structure' ? 'symbols' : lettering;
}

function hueClass({ weight: { hue } }: Term, hues: MatrixSheet['hues']): string {
  return hue === 0 || hues === 'none'
    ? ''
    : `hued ${hues === 'taps' ? 'tap' : 'row'}-${hueOf(hue - 1, hues)}`;
}
