import type { Tensor } from '../tensors/tensor';
import type { Shape } from '../tensors/shape';
import type { BackgroundName } from './backgrounds';

/** How a scene is made. */
export interface SceneOptions {
  /** Rows and columns. */
  readonly size: Shape;
  readonly background: BackgroundName;
  /** Whether streaks run both ways. */
  readonly crossing: boolean;
  /** What to find: integers. */
  readonly pattern: Tensor;
  /** What a detector of the pattern sums the responses to; the pattern itself where it has no parts. */
  readonly parts: readonly Tensor[];
  /** The cell of the pattern's first corner, counted from 0. */
  readonly at: readonly number[] | 'random';
  readonly seed: number;
}
