/** Numbers that the page itself says. Everything else arrives from the host as text. */

const grouped = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 15 });
const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

/** `774,192`, with a real minus. */
export function exact(value: number): string {
  return grouped.format(value).replace('-', '−');
}

/** A measured value, rounded for the eye: `0.1235`. */
export function rounded(value: number): string {
  return short.format(value).replace('-', '−');
}
