/**
 * Values as pictures: one view for each kind of `Picture`. They are given text and numbers that are ready to be
 * shown, and a `room`: a card beside others, or the full width of a key.
 */
import type { JSX } from 'preact';
import type { Picture } from '../../protocol';
import { Guard } from '../guard';
import { Maths } from '../maths/maths';
import { memo } from '../memo';
import { LayerView } from './layer';
import { MapView } from './map';
import { MatrixView } from './matrix';
import type { PictureProps } from './props';
import { TableView } from './table';
import { VectorView } from './vector';

/** A picture that, if it can't be drawn, leaves the rest of the page alive. */
export const GuardedPicture = memo(
  ({ picture, room, failed }: PictureProps & { readonly failed: (message: string) => void }): JSX.Element => (
    <Guard of={picture} failed={failed}>
      <PictureView picture={picture} room={room} />
    </Guard>
  ),
);

/** Whether a picture stands on lines of its own, not in a line with words. */
export function isBlock(picture: Picture): boolean {
  switch (picture.kind) {
    case 'matrix':
    case 'map':
    case 'layer':
    case 'table':
    case 'fields':
    case 'vector':
      return true;
    case 'text':
      return picture.text.length > 60;
    default:
      return false;
  }
}

function PictureView({ picture, room }: PictureProps): JSX.Element {
  switch (picture.kind) {
    case 'number':
    case 'place':
      return <span class="figure">{picture.text}</span>;
    case 'text':
      return <span class="words">{picture.text}</span>;
    case 'formula':
      return (
        <span class="formula">
          <Maths tex={picture.tex} text={picture.text} display={false} />
        </span>
      );
    case 'boolean':
      return (
        <span class="reasoned">
          <span class="figure">{picture.value ? 'true' : 'false'}</span>
          {picture.why !== undefined && <span class="reason">{picture.why}</span>}
        </span>
      );
    case 'undefined':
      return (
        <span class="reasoned">
          <span class="unknown" role="img" aria-label="undefined">
            ?
          </span>
          <span class="reason">{picture.reason}</span>
        </span>
      );
    case 'vector':
      return <VectorView picture={picture} room={room} />;
    case 'matrix':
      return <MatrixView picture={picture} room={room} />;
    case 'map':
      return <MapView picture={picture} room={room} />;
    case 'layer':
      return <LayerView picture={picture} room={room} />;
    case 'table':
      return <TableView picture={picture} room={room} />;
    case 'fields':
      return (
        <dl class="fields">
          {picture.fields.map((field) => (
            <div key={field.name} class={isBlock(field.picture) ? 'field block' : 'field'}>
              <dt>{field.name}</dt>
              <dd>
                <PictureView picture={field.picture} room={room} />
              </dd>
            </div>
          ))}
        </dl>
      );
  }
}
