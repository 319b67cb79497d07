import type { JSX } from 'preact';
import type { KernelSheet, MatrixSheet, Pick, WeightCell } from '../../../protocol';
import { usePalette } from '../../colours/theme';
import { hueOf } from '../../colours/palette';
import { CellText } from '../../pictures/cell';
import { coordinatesOf } from '../../../protocol';
import { shortLabelOf, type Lettering } from './scene';

interface KernelProps {
  readonly sheet: MatrixSheet;
  readonly kernel: KernelSheet;
  readonly lettering: Lettering;
  readonly pick: Pick | undefined;
  /** The weight that lights up. */
  readonly weight: number | undefined;
  readonly onPick: (pick: Pick) => void;
}

/** Kernels beyond this are not drawn in cells. */
const MOST_TAPS = 144;

/** The taps of the kernel that the picked cell belongs to. Picking one lights up all cells that hold it. */
export function KernelView(props: KernelProps): JSX.Element | null {
  const { sheet, kernel, lettering, pick, weight, onPick } = props;
  const { rows, cols, channels, filters, taps } = kernel;
  // High contrast has edges of one depth.
  const { highContrast } = usePalette();
  if (rows * cols > MOST_TAPS || rows * cols === 0) return null;
  const chosen = taps.findIndex((tap) => tap.weight === weight);
  const plane =
    chosen >= 0
      ? Math.floor(chosen / (rows * cols))
      : digitOf(sheet.rowAxis, pick?.row, 'filter') * channels + digitOf(sheet.colAxis, pick?.col, 'channel');
  const shown = taps.slice(plane * rows * cols, (plane + 1) * rows * cols);
  if (shown.length < rows * cols) return null;
  const { base } = sheet.rowAxis;
  const [filter, channel] = [Math.floor(plane / channels), plane % channels];
  const which = [
    ...(filters > 1 ? [`filter ${filter + base}`] : []),
    ...(channels > 1 ? [`channel ${channel + base}`] : []),
  ].join(', ');
  const many = rows * cols > 5;
  return (
    <figure class="kernel-view">
      <table aria-label={which === '' ? 'Kernel' : `Kernel, ${which}`}>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            <tr key={row}>
              {shown.slice(row * cols, (row + 1) * cols).map((tap) => (
                <Tap
                  key={tap.weight}
                  tap={tap}
                  lettering={lettering}
                  picked={tap.weight === weight}
                  onPick={onPick}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption class="truth">
        {which === '' ? 'The kernel.' : `${which.slice(0, 1).toUpperCase()}${which.slice(1)}.`}
        {many && (highContrast ? ' Hue: kernel row.' : ' Hue: kernel row. Depth: kernel column.')}
        {' Pick a tap to see where it stands.'}
      </figcaption>
    </figure>
  );
}

function Tap({
  tap,
  lettering,
  picked,
  onPick,
}: {
  readonly tap: WeightCell;
  readonly lettering: Lettering;
  readonly picked: boolean;
  readonly onPick: (pick: Pick) => void;
}): JSX.Element {
  const label = shortLabelOf(tap, lettering === 'structure' ? 'symbols' : lettering) ?? { text: '' };
  const depth = Math.round(tap.depth * 4);
  return (
    <td class={`window-cell hued tap-${hueOf(tap.hue - 1, 'taps')} depth-${depth}${picked ? ' picked' : ''}`}>
      <button
        type="button"
        aria-pressed={picked}
        aria-label={`Tap ${label.text}${tap.short && tap.symbol ? `: ${tap.symbol.text}` : ''}`}
        onClick={() => {
          onPick({ weight: tap.weight });
        }}
      >
        <CellText cell={label} />
      </button>
    </td>
  );
}

function digitOf(axis: MatrixSheet['rowAxis'], index: number | undefined, name: string): number {
  const position = axis.digits.findIndex((digit) => digit.name === name);
  return index === undefined || position < 0 ? 0 : (coordinatesOf(axis, index)[position] ?? 0);
}
