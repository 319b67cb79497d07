import { groupDigits } from '../core';
import type { MapPicture, Mark } from '../protocol';
import { LEVELS, type Box, type Drawing, type Shape } from './drawing';
import { merged, scaled } from './merged';
import { levelOf } from './scale';
import { widthOf } from './words';

const MARGIN = 12;
const SIDE = 384;
const LARGEST_CELL = 28;
const LEGEND = { width: 128, height: 8, steps: 32, room: 44 };
const LINE = 18;
const MOST_SENTENCES = 4;

/** A map with a rectangle for each run of equal cells, its marks and its scale. */
export function drawMap(picture: MapPicture): Drawing {
  const { rows, cols, values, scale, marks, spoken } = picture;
  const cell = Math.max(1, Math.min(LARGEST_CELL, Math.floor(SIDE / Math.max(rows, cols, 1))));
  const [left, top] = [MARGIN + 1, MARGIN + 1];
  const [width, height] = [cols * cell, rows * cell];
  const levels = values.map((value) => levelOf(value, picture));
  const found = merged(rows, cols, (row, col) => levels[row * cols + col]);
  const sentences = sentencesOf(marks);
  const legend = scale === 'grey' ? [] : legendShapes(picture, left, top + height + 14);
  const under = top + height + (legend.length > 0 ? LEGEND.room + 8 : 14);
  const longest = Math.max(0, ...sentences.map((text) => widthOf([{ text }], 12)));
  return {
    width: Math.ceil(Math.max(width + 2, longest, legend.length > 0 ? LEGEND.width : 0)) + 2 * MARGIN,
    height: Math.ceil(under + sentences.length * LINE + (sentences.length > 0 ? 4 : 0)),
    title: spoken.split('. ')[0] ?? '',
    description: spoken,
    shapes: [
      {
        shape: 'group',
        name: 'cells',
        shapes: [...found].map(([level, boxes]) => ({
          shape: 'boxes',
          fill: `${scale}/${level}`,
          boxes: scaled(boxes, cell, left, top),
        })),
      },
      {
        shape: 'box',
        x: left - 0.5,
        y: top - 0.5,
        width: width + 1,
        height: height + 1,
        stroke: { colour: 'grid', width: 1 },
      },
      ...markShapes(marks, cell, [left, top], scale === 'grey'),
      ...legend,
      ...sentences.map((text, index): Shape => ({
        shape: 'text',
        x: left,
        y: under + index * LINE + 4,
        runs: [{ text }],
        size: 12,
        colour: 'text',
        align: 'start',
      })),
    ],
  };
}

/** Squares just outside their cells, with a halo that parts them from the colours around; the most important last. */
export function markShapes(
  marks: readonly Mark[],
  cell: number,
  [left, top]: readonly [number, number],
  onImage: boolean,
): readonly Shape[] {
  return (['pattern', 'tie', 'argmax'] as const).flatMap((kind) =>
    marks
      .filter((mark) => mark.kind === kind)
      .flatMap(({ row, col, rows, cols }): readonly Shape[] => {
        const box: Box = {
          x: left + col * cell - 2,
          y: top + row * cell - 2,
          width: cols * cell + 4,
          height: rows * cell + 4,
        };
        return [
          { shape: 'box', ...box, stroke: { colour: onImage ? 'grey/0' : 'page', width: 4 } },
          {
            shape: 'box',
            ...box,
            stroke: {
              colour: onImage ? 'mark-on-image' : 'mark',
              width: 2,
              ...(kind === 'tie' && { dashed: true }),
            },
          },
        ];
      }),
  );
}

/** What marks say, each once. */
export function sentencesOf(marks: readonly Mark[]): readonly string[] {
  const texts = [...new Set(marks.map(({ text }) => text))].filter((text) => text !== '');
  const shown = texts.slice(0, MOST_SENTENCES);
  return texts.length > shown.length ? [...shown, `and ${texts.length - shown.length} more`] : shown;
}

function legendShapes({ scale, min, max }: MapPicture, left: number, top: number): readonly Shape[] {
  const most = Math.max(Math.abs(min), Math.abs(max));
  const [from, to] = scale === 'diverging' ? [-most, most] : [0, Math.max(0, max)];
  const step = LEGEND.width / LEGEND.steps;
  const end = (x: number, value: number, align: 'start' | 'end'): Shape => ({
    shape: 'text',
    x,
    y: top + LEGEND.height + 12,
    runs: [{ text: numberText(value) }],
    size: 11,
    colour: 'quiet',
    align,
  });
  return [
    ...Array.from({ length: LEGEND.steps }, (_, index): Shape => {
      const level = Math.round((index * (LEVELS - 1)) / (LEGEND.steps - 1));
      return {
        shape: 'boxes',
        fill: `${scale}/${level}`,
        boxes: [{ x: left + index * step, y: top, width: step, height: LEGEND.height }],
      };
    }),
    {
      shape: 'box',
      x: left - 0.5,
      y: top - 0.5,
      width: LEGEND.width + 1,
      height: LEGEND.height + 1,
      stroke: { colour: 'grid', width: 1 },
    },
    end(left, from, 'start'),
    end(left + LEGEND.width, to, 'end'),
  ];
}

function numberText(value: number): string {
  return Number.isSafeInteger(value) ? groupDigits(value) : groupDigits(String(Number(value.toPrecision(4))));
}
