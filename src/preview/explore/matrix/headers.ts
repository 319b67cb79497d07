import type { AxisSheet } from '../../../protocol';
import { css } from '../../colours/colour';
import {
  blockLabel,
  labelledTogether,
  namedBlockSize,
  cellLabel,
  innerLabel,
  isSymbolic,
} from '../../../protocol';
import { drawCellText, fontOf } from './cell-text';
import type { Scene } from './scene';
import type { HeaderRoom } from './viewport';

const BLOCK_PX = 20;
const LABEL_PX = 11;
const CHARACTER_PX = 7;
const AIR_PX = 8;
const SYMBOL_PX = 34;
/** Numbers of columns are not closer than this. */
const APART_PX = { rows: 14, cols: 30 } as const;

/** How much room the headers of a matrix take. */
export function headerRoom(rowAxis: AxisSheet, colAxis: AxisSheet): HeaderRoom {
  const longest = Math.max(2, String(namedBlockSize(rowAxis)).length + (rowAxis.digits.length < 2 ? 2 : 0));
  const blocks = (axis: AxisSheet): number => (axis.digits.length > 1 ? BLOCK_PX : 0);
  return {
    beside: isSymbolic(rowAxis) ? SYMBOL_PX + AIR_PX : blocks(rowAxis) + longest * CHARACTER_PX + AIR_PX,
    above: isSymbolic(colAxis) ? SYMBOL_PX + AIR_PX : blocks(colAxis) + LABEL_PX + AIR_PX,
  };
}

/** Draws the names of rows and columns: their block outside, their own inside; those of the picked cell inverted. */
export function drawHeaders(context: CanvasRenderingContext2D, scene: Scene): void {
  drawAxis(context, scene, 'cols');
  drawAxis(context, scene, 'rows');
}

function drawAxis(context: CanvasRenderingContext2D, scene: Scene, which: 'rows' | 'cols'): void {
  const { viewport, room, ratio, area, palette } = scene;
  const axis = which === 'rows' ? scene.rowAxis : scene.colAxis;
  const [first, last] = which === 'rows' ? [area.top, area.bottom] : [area.left, area.right];
  const offset = which === 'rows' ? viewport.top : viewport.left;
  const start = which === 'rows' ? room.above : room.beside;
  const [width, height] = [room.beside + viewport.width, room.above + viewport.height];
  context.save();
  context.beginPath();
  if (which === 'rows')
    context.rect(0, room.above * ratio - 2, room.beside * ratio, viewport.height * ratio + 4);
  else context.rect(room.beside * ratio - 2, 0, viewport.width * ratio + 4, room.above * ratio);
  context.clip();
  const { cell } = viewport;
  const together = labelledTogether(axis);
  const middle = (index: number): number =>
    (start + (Math.floor(index / together) * together - offset + together / 2) * cell) * ratio;
  const step = together * stepOf(cell * together, APART_PX[which]);
  const picked = which === 'rows' ? scene.pick?.row : scene.pick?.col;
  const symbolic = isSymbolic(axis);
  context.font = fontOf(LABEL_PX * ratio);
  context.textBaseline = 'middle';
  for (let index = Math.ceil(first / step) * step; index < last; index += step) {
    if (picked !== undefined && Math.floor(index / together) === Math.floor(picked / together)) continue;
    drawLabel(index, false);
  }
  if (picked !== undefined && picked >= first && picked < last) drawLabel(picked, true);
  if (axis.digits.length > (together > 1 ? 2 : 1)) drawBlocks();
  context.restore();

  function drawLabel(index: number, inverted: boolean): void {
    const label = symbolic ? cellLabel(axis, index) : innerLabel(axis, index);
    const along = middle(index);
    const across = symbolic
      ? ((which === 'rows' ? room.beside : room.above) - AIR_PX / 2 - 4) * ratio
      : (which === 'rows' ? room.beside - AIR_PX / 2 : room.above - AIR_PX / 2 - LABEL_PX / 2) * ratio;
    if (symbolic) {
      drawSymbolBox(label, along, inverted, index);
      return;
    }
    const wide = context.measureText(label.text).width;
    if (inverted) {
      context.fillStyle = palette.text;
      if (which === 'rows')
        context.fillRect(across - wide - 3 * ratio, along - 8 * ratio, wide + 6 * ratio, 16 * ratio);
      else context.fillRect(along - wide / 2 - 3 * ratio, across - 8 * ratio, wide + 6 * ratio, 16 * ratio);
    }
    context.fillStyle = inverted ? css(palette.page) : palette.quiet;
    context.textAlign = which === 'rows' ? 'right' : 'center';
    context.fillText(label.text, which === 'rows' ? across : along, which === 'rows' ? along : across);
  }

  function drawSymbolBox(
    label: ReturnType<typeof cellLabel>,
    along: number,
    inverted: boolean,
    index: number,
  ): void {
    if (cell < 18) return;
    const side = Math.min(28, cell - 6) * ratio;
    const across = ((which === 'rows' ? room.beside : room.above) - AIR_PX) * ratio - side / 2;
    const [x, y] = which === 'rows' ? [across, along] : [along, across];
    const linked = scene.linked[which].has(index);
    context.beginPath();
    context.roundRect(Math.round(x - side / 2) + 0.5, Math.round(y - side / 2) + 0.5, side, side, 4 * ratio);
    context.fillStyle = inverted ? palette.grey : css(palette.page);
    context.fill();
    context.lineWidth = inverted ? 2 * ratio : ratio;
    context.strokeStyle = inverted || linked ? palette.text : palette.grid;
    context.stroke();
    drawCellText(context, label, x, y, 13 * ratio, inverted || linked ? palette.text : palette.quiet);
    context.font = fontOf(LABEL_PX * ratio);
  }

  function drawBlocks(): void {
    const size = namedBlockSize(axis);
    context.fillStyle = palette.text;
    context.font = fontOf(LABEL_PX * ratio);
    const end = which === 'rows' ? height : width;
    for (let block = Math.floor(first / size); block * size < last; block++) {
      const from = Math.max(start, start + (block * size - offset) * cell);
      const to = Math.min(end, start + ((block + 1) * size - offset) * cell);
      const text = blockLabel(axis, block * size);
      const wide = context.measureText(text).width / ratio;
      if (to - from < wide + AIR_PX) continue;
      context.save();
      context.textAlign = 'left';
      if (which === 'rows') {
        context.translate((BLOCK_PX / 2) * ratio, (from + wide + 4) * ratio);
        context.rotate(-Math.PI / 2);
        context.fillText(text, 0, 0);
      } else context.fillText(text, (from + 2) * ratio, (BLOCK_PX / 2) * ratio);
      context.restore();
    }
  }
}

/** Every how many cells there is a label: 1, 2, 5, 10, … */
function stepOf(cell: number, apart: number): number {
  for (let power = 1; ; power *= 10)
    for (const multiple of [1, 2, 5]) if (multiple * power * cell >= apart) return multiple * power;
}
