/** What the tool gives to other programs: drawings of what is seen (SVG, TikZ). Text formats of values are in core. */
export { hueOfTap, HUES, type TapHue } from './hues';
export type { Theme } from './colours';
export { eachShape, paintedCount, type Drawing, type Shape } from './drawing';
export { svg } from './svg';
export { tikz } from './tikz';
export { drawMatrix, MAX_DRAWN_CELLS, refusedCells, type CellWindow } from './matrix';
export { drawSpy, type SpySquares } from './spy';
export { drawWays, type WayView } from './ways';
export { drawStep, type PlaneView, type StepView } from './step';
export type { GridView } from './panel';
export { drawPicture } from './picture';
