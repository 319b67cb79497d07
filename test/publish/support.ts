/** View models of real matrices, built here from the matrix alone: `src/language/explore` has its own way to them. */
import { Polynomial, scalarLabel, type Matrix } from '../../src/core';
import type {
  AxisSheet,
  Cell,
  Frame,
  FrameTerm,
  GridSheet,
  MatrixSheet,
  Patch,
  PatchCell,
  Rect,
  WalkSheet,
  WeightCell,
} from '../../src/protocol';
import { hueOfTap, type CellWindow, type Drawing, type StepView } from '../../src/publish';

export interface WindowRect {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly cols: number;
}

/** The cells of a window with the weights that `provenance` names. */
export function windowOf(matrix: Matrix, rect: WindowRect, kernel: readonly number[] = []): CellWindow {
  const weights: WeightCell[] = [];
  const places = new Map<string, number>();
  const cells = new Uint16Array(rect.rows * rect.cols);
  for (const { index, value, row } of nonZero(matrix, rect)) {
    const found = matrix.provenance(row, index);
    const symbol = value instanceof Polynomial ? value.symbol : undefined;
    const cell: Cell = symbol
      ? { text: symbol.short, symbol: { name: symbol.name, index: symbol.index.join(',') } }
      : { text: scalarLabel(value) };
    const weight = found?.weight ?? places.size;
    const key = `${weight} ${cell.text}`;
    if (!places.has(key)) {
      places.set(key, weights.length);
      const tap = (found?.tap ?? []).slice(-kernel.length);
      const hue =
        matrix.shared && kernel.length > 0 ? hueOfTap(tap, kernel) : { hue: (row % 9) + 1, depth: 1 };
      weights.push({ weight, ...(symbol ? { symbol: cell } : { number: cell }), ...hue });
    }
    cells[(row - rect.top) * rect.cols + index - rect.left] = (places.get(key) ?? 0) + 1;
  }
  return { kind: 'cells', ...rect, cells, weights };
}

function nonZero(
  matrix: Matrix,
  { top, left, rows, cols }: WindowRect,
): { row: number; index: number; value: ReturnType<Matrix['cell']> }[] {
  return Array.from({ length: rows }, (_, offset) =>
    matrix
      .row(top + offset)
      .filter(({ index }) => index >= left && index < left + cols)
      .map((entry) => ({ ...entry, row: top + offset })),
  ).flat();
}

export function sheetOf(
  matrix: Matrix,
  axes: { readonly rows: AxisSheet; readonly cols: AxisSheet },
): MatrixSheet {
  return {
    way: 'own',
    rows: matrix.rows,
    cols: matrix.cols,
    title: 'The matrix of the convolution',
    facts: `${matrix.rows} × ${matrix.cols}`,
    figures: [],
    rowAxis: axes.rows,
    colAxis: axes.cols,
    hues: matrix.shared ? 'taps' : 'rows',
    notations: ['symbols'],
  };
}

/** An axis with one digit: x1, x2, … */
export function plainAxis(symbol: string, extent: number): AxisSheet {
  return { symbol, base: 0, digits: [{ name: 'column', extent, stride: 1 }] };
}

/** Axes of a tensor, the last with a step of one. */
export function tensorAxis(symbol: string, axes: readonly (readonly [string, number])[]): AxisSheet {
  let stride = 1;
  const digits = [...axes].reverse().map(([name, extent]) => {
    const digit = { name, extent, stride };
    stride *= extent;
    return digit;
  });
  return { symbol, base: 0, digits: digits.reverse() };
}

export function drawn<T extends object>(drawing: T | { readonly refused: string }): T {
  if ('refused' in drawing) throw new Error(drawing.refused);
  return drawing;
}

export type { Drawing };

/** A walk of a kernel over a small image, worked out here by the definition: Figure 05 of the design. */
export interface Walked {
  readonly sheet: WalkSheet;
  readonly frame: Frame;
  readonly view: StepView;
  readonly outputs: readonly (readonly number[])[];
}

interface Convolution {
  readonly image: readonly (readonly number[])[];
  readonly kernel: readonly (readonly number[])[];
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number;
}

export function walked({ image, kernel, stride, dilation, padding }: Convolution, step: number): Walked {
  const [height, width] = [image.length, image[0]?.length ?? 0];
  const [tall, wide] = [kernel.length, kernel[0]?.length ?? 0];
  const extent = (size: number, taps: number): number =>
    Math.floor((size + 2 * padding - dilation * (taps - 1) - 1) / stride) + 1;
  const [rows, cols] = [extent(height, tall), extent(width, wide)];
  const termsAt = (i: number, j: number): FrameTerm[] => {
    let running = 0;
    return kernel.flatMap((line, a) =>
      line.map((weight, b): FrameTerm => {
        const [row, col] = [i * stride + a * dilation - padding, j * stride + b * dilation - padding];
        const found = image[row]?.[col];
        running += weight * (found ?? 0);
        return {
          tap: { plane: 0, row: a, col: b },
          cell: { plane: 0, row, col },
          padding: found === undefined,
          weight: minus(weight),
          value: minus(found ?? 0),
          product: minus(weight * (found ?? 0)),
          running: minus(running),
          hue: (b % 5) + 1,
        };
      }),
    );
  };
  const outputs = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (__, j) =>
      termsAt(i, j).reduce(
        (sum, { tap, cell }) => sum + (kernel[tap.row]?.[tap.col] ?? 0) * (image[cell.row]?.[cell.col] ?? 0),
        0,
      ),
    ),
  );
  const [i, j] = [Math.floor(step / cols), step % cols];
  const terms = termsAt(i, j);
  const reach = (taps: number): number => dilation * (taps - 1) + 1;
  const sides = { top: padding, bottom: padding, left: padding, right: padding };
  const none = { top: 0, bottom: 0, left: 0, right: 0 };
  const grid = (name: string, caption: string, r: number, c: number, around = none): GridSheet => ({
    name,
    caption,
    rows: r,
    cols: c,
    planes: 1,
    padding: around,
  });
  const source = grid('Input', `${height} × ${width}, zero padding`, height, width, sides);
  const kernelGrid = grid('Kernel', '', tall, wide);
  const target = grid('Output', `${step + 1} of ${rows * cols}`, rows, cols);
  const result = minus(outputs[i]?.[j] ?? 0);
  const patch = (r: Rect, at: (row: number, col: number) => PatchCell): Patch => ({
    cells: Array.from({ length: r.rows * r.cols }, (_, index) =>
      at(r.top + Math.floor(index / r.cols), r.left + (index % r.cols)),
    ),
  });
  const whole = { top: -padding, left: -padding, rows: height + 2 * padding, cols: width + 2 * padding };
  const [kernelRect, targetRect] = [
    { top: 0, left: 0, rows: tall, cols: wide },
    { top: 0, left: 0, rows, cols },
  ];
  return {
    outputs,
    sheet: {
      kind: 'forward',
      name: 'Forward',
      title: 'Stride, dilation and padding',
      facts: '',
      formula: '',
      moves: 'gather',
      combines: 'sum',
      steps: rows * cols,
      stepsPerRow: cols,
      channels: 1,
      channelName: 'filter',
      source,
      kernel: kernelGrid,
      target,
      notations: ['numbers'],
    },
    frame: {
      step,
      at: { plane: 0, row: i, col: j },
      reach: { top: i * stride - padding, left: j * stride - padding, rows: reach(tall), cols: reach(wide) },
      terms,
      more: 0,
      result,
      spoken: `Step ${step + 1} of ${rows * cols}, output row ${i}, column ${j}: ${result}.`,
    },
    view: {
      notation: 'numbers',
      base: 0,
      planes: [
        {
          plane: 0,
          source: {
            sheet: source,
            name: 'Input',
            rect: whole,
            patch: patch(whole, (row, col) => {
              const value = image[row]?.[col];
              return value === undefined ? { text: '0', padding: true } : { text: minus(value), value };
            }),
          },
          kernel: {
            sheet: kernelGrid,
            name: 'Kernel',
            rect: kernelRect,
            patch: patch(kernelRect, (row, col) => ({ text: minus(kernel[row]?.[col] ?? 0) })),
          },
        },
      ],
      target: {
        sheet: target,
        name: 'Output',
        rect: targetRect,
        patch: patch(targetRect, (row, col) => {
          const value = outputs[row]?.[col] ?? 0;
          return row * cols + col > step ? { text: '', pending: true } : { text: minus(value), value };
        }),
      },
    },
  };
}

export function minus(value: number): string {
  return String(value).replace('-', '−');
}
