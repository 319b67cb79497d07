import type { JSX } from 'preact';
import type { LayerPicture } from '../../protocol';
import type { PictureProps } from './props';
import { Thumbnail } from './thumbnail';

const SIZE_PX = { card: 56, full: 96 } as const;

/** A layer: how much there is to learn in it, what goes in and out. */
export function LayerView({ picture, room }: PictureProps<LayerPicture>): JSX.Element {
  const { figure, unit, flow, matrix } = picture;
  return (
    <div class="layer">
      {matrix !== undefined && <Thumbnail picture={matrix} size={SIZE_PX[room]} />}
      <div>
        <p class="layer-figure">
          <span class="figure">{figure}</span> <span class="unit">{unit}</span>
        </p>
        {flow !== undefined && <p class="flow">{flow}</p>}
      </div>
    </div>
  );
}
