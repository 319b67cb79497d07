/** What the tool gives to other programs: drawings of what is seen (SVG, TikZ). Text formats of values are in core. */
export { hueOfTap, HUES, type TapHue } from './hues';
