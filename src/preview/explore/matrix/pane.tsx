import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { MatrixSheet, Pick } from '../../../protocol';
import { usePalette } from '../../colours/theme';
import { exact } from '../../format';
import { useWidth } from '../../width';
import { headerRoom } from './headers';
import { placeLabel } from '../../../protocol';
import { MatrixCanvas } from './matrix-canvas';
import { moved, nextBlock } from './moves';
import type { Lettering, Scene } from './scene';
import { HiddenTable } from './table';
import type { Tiles } from './tiles';
import { DOTTED_CELL, LARGEST_CELL, NO_HEADERS, type Viewport } from './viewport';

/** What can be asked of a matrix that is shown. */
export interface PaneHandle {
  go(cell: number, row: number, col: number): void;
  reveal(row: number, col: number): void;
  focus(): void;
  viewport(): Viewport;
}

interface PaneProps {
  /** Of the element that has the focus. */
  readonly id: string;
  readonly sheet: MatrixSheet;
  readonly tiles: Tiles;
  readonly lettering: Lettering;
  readonly headers: boolean;
  /** The largest side of a cell, and the largest height, in CSS pixels. */
  readonly largest: number;
  readonly tallest: number;
  readonly pick: Pick | undefined;
  readonly hover: Pick | undefined;
  readonly weight: number | undefined;
  readonly linked: Scene['linked'];
  /** What a screen reader says of the picked cell. */
  readonly spoken: string;
  readonly label: string;
  /** What the editor's context menu knows of it, at the moment when it opens. */
  readonly context: () => string;
  readonly onPick: (pick: Pick | undefined) => void;
  readonly onHover: (pick: Pick | undefined) => void;
  readonly onMove: (viewport: Viewport) => void;
  /** Keys that are not about moving: the view knows what they do. */
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onOpen: () => void;
  readonly handle: (handle: PaneHandle) => void;
}

/** Up to so many cells, a real table says what the drawing shows. */
const MOST_CELLS_IN_A_TABLE = 400;
/** In a larger matrix, cells of this size are shown at first. */
const WINDOW_CELL = 20;
const ZOOM_STEP = 1.25;
const DRAG_PX = 4;

/** A matrix of any size, of which a part is seen. */
export function MatrixPane(props: PaneProps): JSX.Element {
  const { sheet, tiles, lettering, headers, pick, hover, linked, largest, tallest } = props;
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const drawing = useRef<MatrixCanvas | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const [box, available] = useWidth();
  const size = useMemo(
    () => sizeOf(sheet, headers, available, largest, tallest),
    [sheet, headers, available, largest, tallest],
  );

  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const made = new MatrixCanvas(
      element,
      (viewport) => {
        latest.current.onMove(viewport);
      },
      isStill,
    );
    drawing.current = made;
    latest.current.handle({
      go: (cell, row, col) => {
        made.go(cell, row, col);
      },
      reveal: (row, col) => {
        made.reveal(row, col);
      },
      focus: () => grid.current?.focus(),
      viewport: () => made.viewport,
    });
    // The page scrolls where the matrix has no more to show.
    const onWheel = (event: WheelEvent): void => {
      const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
      if (event.ctrlKey || event.metaKey) {
        const { x, y } = pointIn(element, event);
        made.zoom(Math.exp((-event.deltaY * scale) / 240), x, y);
        event.preventDefault();
      } else if (made.scroll(event.deltaX * scale, event.deltaY * scale)) event.preventDefault();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', onWheel);
      made.dispose();
    };
  }, []);

  const weight = props.weight;
  useLayoutEffect(() => {
    drawing.current?.show({ sheet, palette, lettering, headers, pick: hover ?? pick, weight, linked }, tiles);
  }, [sheet, palette, lettering, headers, pick, hover, weight, linked, tiles]);
  const first = useRef(true);
  useLayoutEffect(() => {
    if (available === 0) return;
    drawing.current?.resize(size.width, size.height, first.current ? size.cell : undefined);
    first.current = false;
  }, [size, available, palette.ratio]);
  useEffect(() => {
    if (pick?.row !== undefined && pick.col !== undefined) drawing.current?.reveal(pick.row, pick.col);
  }, [pick]);
  useEffect(() => {
    void document.fonts.load("16px 'CNN Maths'").then(() => drawing.current?.redraw());
  }, []);

  const press = useRef<{ readonly x: number; readonly y: number; dragged: boolean } | undefined>(undefined);
  const pickAt = (event: MouseEvent): Pick | undefined => {
    const { x, y } = pointIn(event.currentTarget, event);
    return drawing.current?.at(x, y);
  };
  const small = sheet.rows * sheet.cols <= MOST_CELLS_IN_A_TABLE;
  return (
    <div class="matrix-pane" ref={box}>
      <div
        ref={grid}
        id={props.id}
        class="matrix-grid"
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={sheet.rows}
        aria-colcount={sheet.cols}
        aria-activedescendant={`${props.id}-cell`}
        data-vscode-context={props.context()}
        onContextMenu={(event) => {
          event.currentTarget.dataset['vscodeContext'] = props.context();
        }}
        onKeyDown={(event) => {
          handleKey(event, latest.current, drawing.current);
        }}
      >
        <canvas
          ref={canvas}
          aria-hidden="true"
          onPointerDown={(event) => {
            press.current = { x: event.clientX, y: event.clientY, dragged: false };
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            const start = press.current;
            if (!start) {
              props.onHover(pickAt(event));
              return;
            }
            if (!start.dragged && Math.hypot(event.clientX - start.x, event.clientY - start.y) < DRAG_PX)
              return;
            drawing.current?.scroll(start.x - event.clientX, start.y - event.clientY);
            press.current = { x: event.clientX, y: event.clientY, dragged: true };
          }}
          onPointerUp={(event) => {
            if (press.current?.dragged === false) {
              const picked = pickAt(event);
              props.onPick(picked);
              if (picked && (event.ctrlKey || event.metaKey)) props.onOpen();
            }
            press.current = undefined;
          }}
          onPointerLeave={() => {
            props.onHover(undefined);
          }}
          onDblClick={() => {
            props.onOpen();
          }}
        />
        <div role="row" class="unseen" aria-rowindex={(pick?.row ?? 0) + 1}>
          <div
            id={`${props.id}-cell`}
            role="gridcell"
            aria-colindex={(pick?.col ?? 0) + 1}
            aria-selected={pick !== undefined}
          >
            {props.spoken === '' ? 'Nothing is picked. Arrow keys pick a cell.' : props.spoken}
          </div>
        </div>
      </div>
      {small && <HiddenTable sheet={sheet} tiles={tiles} lettering={lettering} />}
    </div>
  );
}

function handleKey(event: KeyboardEvent, props: PaneProps, drawing: MatrixCanvas | undefined): void {
  if (event.altKey || event.isComposing || !drawing) return;
  const { sheet, pick, onPick } = props;
  const { cell, width, height } = drawing.viewport;
  const axes = { rows: sheet.rowAxis, cols: sheet.colAxis };
  const page = { rows: Math.max(1, Math.floor(height / cell)), cols: Math.max(1, Math.floor(width / cell)) };
  const far = event.ctrlKey || event.metaKey;
  // Where nothing is picked, the first cell that is seen is.
  const start = { row: Math.ceil(drawing.viewport.top), col: Math.ceil(drawing.viewport.left) };
  const picked = pick && (pick.row !== undefined || pick.col !== undefined);
  const from = picked ? { row: pick.row ?? start.row, col: pick.col ?? start.col } : start;
  const to = moved(from, { key: event.key, far, page }, sheet, axes);
  if (to) onPick(picked ? to : start);
  else if (!far && event.key.toLowerCase() === 'n')
    onPick(nextBlock(from, event.shiftKey ? -1 : 1, sheet, axes));
  else if (!far && (event.key === '+' || event.key === '=' || event.key === '-')) {
    const { beside, above } = drawing.room;
    drawing.zoom(event.key === '-' ? 1 / ZOOM_STEP : ZOOM_STEP, beside + width / 2, above + height / 2);
  } else {
    props.onKey(event);
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly cell: number;
}

/** The size of the canvas, and of cells at first: the whole matrix where that can be read, else a window of it. */
function sizeOf(
  sheet: MatrixSheet,
  headers: boolean,
  available: number,
  largest: number,
  tallest: number,
): Size {
  const room = headers ? headerRoom(sheet.rowAxis, sheet.colAxis) : NO_HEADERS;
  const wide = Math.max(1, available - room.beside - 2);
  const fitting = Math.floor(Math.min(largest, wide / sheet.cols, tallest / sheet.rows));
  const cell = fitting >= DOTTED_CELL || !headers ? fitting : Math.min(largest, WINDOW_CELL);
  const side = (cells: number, most: number): number => Math.min(most, Math.ceil(cells * cell) + 1);
  if (!headers && cell < 1) {
    const scale = Math.min(wide / sheet.cols, tallest / sheet.rows);
    return { width: Math.ceil(sheet.cols * scale), height: Math.ceil(sheet.rows * scale), cell: scale };
  }
  return {
    width: room.beside + side(sheet.cols, wide),
    height: room.above + side(sheet.rows, tallest),
    cell: Math.min(LARGEST_CELL, cell),
  };
}

function pointIn(target: EventTarget | null, event: MouseEvent): { readonly x: number; readonly y: number } {
  if (!(target instanceof Element)) return { x: 0, y: 0 };
  const { left, top } = target.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** Whether nothing may move. */
export function isStill(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}

/** `rows filter 0, (0, 0) to filter 0, (0, 25) of 774,192` */
export function seenText(sheet: MatrixSheet, { top, left, width, height, cell }: Viewport): string {
  const range = (axis: MatrixSheet['rowAxis'], first: number, count: number, all: number): string => {
    const last = Math.min(all - 1, Math.ceil(first + count) - 1);
    return first <= 0 && last === all - 1
      ? `all ${exact(all)}`
      : `${placeLabel(axis, Math.floor(first))} to ${placeLabel(axis, last)} of ${exact(all)}`;
  };
  return `rows ${range(sheet.rowAxis, top, height / cell, sheet.rows)}, columns ${range(sheet.colAxis, left, width / cell, sheet.cols)}`;
}
