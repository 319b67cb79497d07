/** Writes an integer with its digits in groups of three and a real minus: −1234567 → `−1,234,567`. */
export function groupDigits(value: number | bigint | string): string {
  const text = typeof value === 'number' && Math.abs(value) >= 1e21 ? BigInt(value).toString() : String(value);
  const [whole = '', ...rest] = text.replace(/^-/, '').split('.');
  const grouped = [whole.replace(/\B(?=(\d{3})+(?!\d))/g, ','), ...rest].join('.');
  return text.startsWith('-') ? `−${grouped}` : grouped;
}
