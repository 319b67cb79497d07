import type { JSX } from 'preact';

const SHAPES = {
  error: ['M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5z', 'M5.75 5.75l4.5 4.5M10.25 5.75l-4.5 4.5'],
  warning: ['M8 2.25L14.5 13.5H1.5z', 'M8 6.5v3.25M8 11.4v.3'],
  information: ['M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5z', 'M8 7.25v4M8 4.75v.3'],
  eye: [
    'M1.5 8C3 5.2 5.3 3.75 8 3.75S13 5.2 14.5 8C13 10.8 10.7 12.25 8 12.25S3 10.8 1.5 8z',
    'M8 6.1a1.9 1.9 0 1 0 0 3.8a1.9 1.9 0 1 0 0-3.8z',
  ],
  'eye-off': [
    'M1.5 8C3 5.2 5.3 3.75 8 3.75S13 5.2 14.5 8C13 10.8 10.7 12.25 8 12.25S3 10.8 1.5 8z',
    'M8 6.1a1.9 1.9 0 1 0 0 3.8a1.9 1.9 0 1 0 0-3.8z',
    'M2.75 13.25l10.5-10.5',
  ],
  pin: ['M5.5 2h5M6.5 2v4.5L4.5 9h7l-2-2.5V2', 'M8 9v5'],
  lines: ['M2 4h12M2 8h12M2 12h7'],
  first: ['M4.5 3.5v9M11.5 3.5L7 8l4.5 4.5'],
  previous: ['M10 3.5L5.5 8L10 12.5'],
  next: ['M6 3.5L10.5 8L6 12.5'],
  play: ['M4.5 3v10l8.5-5z'],
  pause: ['M5.5 3v10M10.5 3v10'],
  export: ['M8 2v8M4.75 7L8 10.25L11.25 7', 'M2.5 13.5h11'],
} as const;

export type IconName = keyof typeof SHAPES;

/** A drawing beside words that say the same. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[name].map((shape) => (
        <path key={shape} d={shape} />
      ))}
    </svg>
  );
}
