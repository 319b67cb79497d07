import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MatrixSheet, Pick } from '../../../protocol';
import { usePalette } from '../../colours/theme';
import { MatrixCanvas } from './matrix-canvas';
import { isStill } from './pane';
import { useSeen, type Seen } from './seen';
import type { Tiles } from './tiles';

interface MinimapProps {
  readonly sheet: MatrixSheet;
  readonly tiles: Tiles;
  /** What is seen of the matrix beside. */
  readonly seen: Seen;
  readonly pick: Pick | undefined;
  readonly size: number;
  /** Moves what is seen so that this cell is in its middle. */
  readonly onGo: (row: number, col: number) => void;
}

const NOTHING_LINKED = { rows: new Set<number>(), cols: new Set<number>() };
/** A frame that would be smaller is a ring. */
const SMALLEST_FRAME_PX = 7;

/** The whole matrix, small, with a frame around what is seen. For the pointer: keys move in the matrix itself. */
export function Minimap({ sheet, tiles, seen: part, pick, size, onGo }: MinimapProps): JSX.Element {
  const palette = usePalette();
  const seen = useSeen(part);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<MatrixCanvas | undefined>(undefined);
  const scale = Math.min(size / sheet.cols, size / sheet.rows);
  const [width, height] = [
    Math.max(2, Math.round(sheet.cols * scale)),
    Math.max(2, Math.round(sheet.rows * scale)),
  ];
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const made = new MatrixCanvas(element, () => undefined, isStill);
    drawing.current = made;
    return () => {
      made.dispose();
    };
  }, []);
  useLayoutEffect(() => {
    drawing.current?.show(
      {
        sheet,
        palette,
        lettering: 'structure',
        headers: false,
        pick: undefined,
        weight: undefined,
        linked: NOTHING_LINKED,
      },
      tiles,
    );
  }, [sheet, palette, tiles]);
  useLayoutEffect(() => {
    drawing.current?.resize(width, height, scale);
  }, [width, height, scale, palette.ratio]);
  const go = (event: PointerEvent): void => {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    onGo(
      Math.min(sheet.rows - 1, Math.max(0, Math.floor((event.clientY - top) / scale))),
      Math.min(sheet.cols - 1, Math.max(0, Math.floor((event.clientX - left) / scale))),
    );
  };
  const frame = {
    left: seen.left * scale,
    top: seen.top * scale,
    width: Math.min(width, (seen.width / seen.cell) * scale),
    height: Math.min(height, (seen.height / seen.cell) * scale),
  };
  const small = frame.width < SMALLEST_FRAME_PX && frame.height < SMALLEST_FRAME_PX;
  const [x, y] = [frame.left + frame.width / 2, frame.top + frame.height / 2];
  return (
    <div class="minimap" aria-hidden="true">
      <div
        class="minimap-map"
        style={{ width: `${width}px`, height: `${height}px` }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          go(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1) go(event);
        }}
      >
        <canvas ref={canvas} />
        <svg class="minimap-marks" width={width} height={height}>
          {small ? (
            <>
              <path class="here-line" d={`M${x} ${y}H${width}M${x} ${y}V${height}`} />
              <circle class="here" cx={x} cy={y} r={5} />
            </>
          ) : (
            <rect
              class="here"
              x={Math.min(width - 3, frame.left) + 0.5}
              y={Math.min(height - 3, frame.top) + 0.5}
              width={Math.max(2, frame.width - 1)}
              height={Math.max(2, frame.height - 1)}
            />
          )}
          {pick?.row !== undefined && pick.col !== undefined && !small && (
            <circle class="here-dot" cx={pick.col * scale} cy={pick.row * scale} r={2.5} />
          )}
        </svg>
      </div>
    </div>
  );
}
