import { counted, groupDigits } from '../core';
import type { Refused, TablePicture } from '../protocol';
import { below, framed } from './compose';
import type { Drawing, Shape } from './drawing';
import { MAX_DRAWN_CELLS } from './matrix';
import { cutTo, widthOf } from './words';

const MARGIN = 12;
const LINE = 24;
const SIZE = 12;
const GAP = 20;
const WIDEST_COLUMN = 360;
const BARS = { height: 96, width: 14, pitch: 18, label: 16 };

/** A table with its header, and its bars where it has some. */
export function drawTable(picture: TablePicture): Drawing | Refused {
  const { columns, rows, bars } = picture;
  const count = rows.length * columns.length;
  if (count > MAX_DRAWN_CELLS)
    return {
      refused: `This table has ${counted(count, 'cell')}; up to ${groupDigits(MAX_DRAWN_CELLS)} are drawn. Take it as CSV.`,
    };
  const composed = {
    title: `Table of ${columns.join(', ')}`,
    description: `${counted(rows.length, 'row')}, ${counted(columns.length, 'column')}.`,
  };
  return framed(below([...(bars ? [barsOf(bars)] : []), rowsOf(picture)], composed), MARGIN);
}

function rowsOf({ columns, rows }: TablePicture): Drawing {
  const widths = columns.map((column, at) =>
    Math.ceil(
      Math.min(
        WIDEST_COLUMN,
        Math.max(...[column, ...rows.map((row) => row[at] ?? '')].map((text) => widthOf([{ text }], SIZE))),
      ),
    ),
  );
  const lefts = widths.map((_, at) => widths.slice(0, at).reduce((sum, width) => sum + width + GAP, 0));
  const width = widths.reduce((sum, one) => sum + one + GAP, -GAP);
  const numeric = columns.map((_, at) => rows.every((row) => /^[−-]?[\d.,/]+\s?%?$/.test(row[at] ?? '')));
  const shapes = [columns, ...rows].flatMap((row, line) =>
    row.map((text, at): Shape => {
      const [left = 0, room = 0] = [lefts[at], widths[at]];
      return {
        shape: 'text',
        x: numeric[at] ? left + room : left,
        y: line * LINE + LINE / 2,
        runs: [{ text: cutTo(text, SIZE, room + 1) }],
        size: SIZE,
        colour: line === 0 ? 'quiet' : 'text',
        align: numeric[at] ? 'end' : 'start',
      };
    }),
  );
  const rules = rows.map((_, line): readonly [number, number, number, number] => {
    const y = (line + 1) * LINE - 0.5;
    return [0, y, width, y];
  });
  return {
    width,
    height: (rows.length + 1) * LINE,
    title: '',
    description: '',
    shapes: [
      { shape: 'lines', lines: rules.slice(1), stroke: { colour: 'grid', width: 1 } },
      { shape: 'lines', lines: rules.slice(0, 1), stroke: { colour: 'frame', width: 1 } },
      { shape: 'group', name: 'rows', shapes },
    ],
  };
}

function barsOf({ label, values }: NonNullable<TablePicture['bars']>): Drawing {
  const most = Math.max(...values.map(Math.abs), 0);
  const [above, under] = [values.some((value) => value > 0), values.some((value) => value < 0)];
  const share = above && under ? BARS.height / 2 : BARS.height;
  const zero = BARS.label + (under && !above ? 0 : share);
  const ends = new Set([0, values.length - 1, values.indexOf(Math.max(...values))]);
  const width = values.length * BARS.pitch;
  const bottom = BARS.label + BARS.height;
  return {
    width,
    height: bottom + 24,
    title: '',
    description: '',
    shapes: [
      {
        shape: 'boxes',
        fill: 'bar',
        boxes: values.map((value, at) => {
          const height = most === 0 ? 0 : Math.max(1, Math.round((Math.abs(value) / most) * share));
          return {
            x: at * BARS.pitch + (BARS.pitch - BARS.width) / 2,
            y: value < 0 ? zero : zero - height,
            width: BARS.width,
            height,
          };
        }),
      },
      { shape: 'lines', lines: [[0, zero + 0.5, width, zero + 0.5]], stroke: { colour: 'grid', width: 1 } },
      ...values.flatMap((value, at): readonly Shape[] => {
        if (!ends.has(at)) return [];
        const height = most === 0 ? 0 : (Math.abs(value) / most) * share;
        return [
          {
            shape: 'text',
            x: at * BARS.pitch + BARS.pitch / 2,
            y: (value < 0 ? zero : zero - height) - 8,
            runs: [{ text: groupDigits(String(Number(value.toPrecision(6)))) }],
            size: 11,
            colour: 'text',
            align: 'middle',
          },
        ];
      }),
      {
        shape: 'text',
        x: width / 2,
        y: bottom + 12,
        runs: [{ text: label }],
        size: 11,
        colour: 'quiet',
        align: 'middle',
      },
    ],
  };
}
