import type { Picture } from '../../protocol';

/** How much room a picture has: a card beside others, or the full width of a key. */
export type Room = 'card' | 'full';

/** What every view of a picture is given. */
export interface PictureProps<P extends Picture = Picture> {
  readonly picture: P;
  readonly room: Room;
}
