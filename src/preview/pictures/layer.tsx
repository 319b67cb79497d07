import type { JSX } from 'preact';
import type { LayerPicture } from '../../protocol';
import { OpenLinks } from './opens';
import type { PictureProps } from './props';
import { Rows } from './table';
import { Thumbnail } from './thumbnail';

const SIZE_PX = { card: 56, full: 96 } as const;

/** A layer: how much there is to learn in it, what goes in and out. */
export function LayerView({ picture, room }: PictureProps<LayerPicture>): JSX.Element {
  const { figure, unit, flow, matrix, layers } = picture;
  return (
    <div class="layer">
      {matrix !== undefined && <Thumbnail picture={matrix} size={SIZE_PX[room]} />}
      <div>
        <p class="layer-figure">
          <span class="figure">{figure}</span> <span class="unit">{unit}</span>
        </p>
        {flow !== undefined && <p class="flow">{flow}</p>}
        {picture.opens && <OpenLinks opens={picture.opens} />}
        {layers !== undefined && (
          <details open={room === 'full'}>
            <summary>{layers.rows.length} layers</summary>
            <Rows picture={layers} />
          </details>
        )}
      </div>
    </div>
  );
}
