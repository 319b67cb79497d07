import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { MapPicture } from '../../protocol';
import { usePalette } from '../colours/theme';
import { exact, rounded } from '../format';
import { drawMap } from './map-drawing';
import { layOut, type MapLayout } from './map-layout';
import { useWidth } from '../width';
import { MarkList } from './marks';
import type { PictureProps } from './props';

/** A tensor on two axes as an image, with what its colours mean. */
export function MapView({ picture, room }: PictureProps<MapPicture>): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const { rows, cols, spoken, marks } = picture;
  const [box, available] = useWidth(Number.POSITIVE_INFINITY);
  const layout = useMemo(
    () => layOut({ rows, cols }, room, available, palette.ratio),
    [rows, cols, room, available, palette.ratio],
  );
  const { margin, cell, ratio } = layout;
  const width = layout.cols * cell + 2 * margin;
  const height = layout.rows * cell + 2 * margin;
  useLayoutEffect(() => {
    if (canvas.current !== null) drawMap(canvas.current, picture, layout, palette);
  }, [picture, layout, palette]);
  return (
    <figure class="picture map">
      <div class="scroll" ref={box}>
        <div class={room === 'full' ? 'map-frame scaled' : 'map-frame'}>
          <canvas
            ref={canvas}
            role="img"
            aria-label={spoken}
            width={width}
            height={height}
            style={{ width: `${width / ratio}px`, height: `${height / ratio}px` }}
          />
          {room === 'full' && <Axes picture={picture} layout={layout} />}
        </div>
      </div>
      <figcaption>
        <Legend picture={picture} />
        <MarkList marks={marks} />
        {layout.step > 1 && (
          <p class="truth">
            {exact(rows)} × {exact(cols)}; each pixel is the strongest of {layout.step} × {layout.step} values
          </p>
        )}
      </figcaption>
    </figure>
  );
}

/** First and last row and column, and those of the place that is marked. */
function Axes({
  picture,
  layout,
}: {
  readonly picture: MapPicture;
  readonly layout: MapLayout;
}): JSX.Element {
  const { step, cell, margin, ratio } = layout;
  const found = picture.marks.find((mark) => mark.kind === 'argmax');
  const centre = (index: number): string => `${(margin + (Math.floor(index / step) + 0.5) * cell) / ratio}px`;
  return (
    <div aria-hidden="true">
      {ticks(picture.rows, found?.row).map((row) => (
        <span
          key={row}
          class={row === found?.row ? 'tick down found' : 'tick down'}
          style={{ top: centre(row) }}
        >
          {row}
        </span>
      ))}
      {ticks(picture.cols, found?.col).map((col) => (
        <span
          key={col}
          class={col === found?.col ? 'tick across found' : 'tick across'}
          style={{ left: centre(col) }}
        >
          {col}
        </span>
      ))}
    </div>
  );
}

/** A marked place pushes away the end that it would run into. */
function ticks(count: number, found: number | undefined): number[] {
  const ends = count > 1 ? [0, count - 1] : [0];
  if (found === undefined) return ends;
  const room = Math.ceil(count / 12);
  return [...ends.filter((end) => Math.abs(end - found) > room), found];
}

function Legend({ picture: { scale, min, max } }: { readonly picture: MapPicture }): JSX.Element {
  const most = Math.max(Math.abs(min), Math.abs(max));
  const ends =
    scale === 'diverging' ? [-most, 0, most] : [scale === 'sequential' ? Math.min(0, min) : min, max];
  return (
    <div class="legend">
      <div class={`legend-bar ${scale}`} />
      <div class="legend-ends">
        {ends.map((end, index) => (
          <span key={index}>{rounded(end)}</span>
        ))}
      </div>
      {scale === 'diverging' && min + max !== 0 && (
        <p class="truth">
          from {rounded(min)} to {rounded(max)}
        </p>
      )}
    </div>
  );
}
