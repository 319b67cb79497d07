/** Writes an integer with its digits in groups of three and a real minus: −1234567 → `−1,234,567`. */
export function groupDigits(value: number | bigint | string): string {
  const text =
    typeof value === 'number' && Math.abs(value) >= 1e21 ? BigInt(value).toString() : String(value);
  const [whole = '', ...rest] = text.replace(/^-/, '').split('.');
  const grouped = [whole.replace(/\d+/g, inThrees), ...rest].join('.');
  return text.startsWith('-') ? `−${grouped}` : grouped;
}

/** In one pass: a regular expression that looks ahead at each digit takes the square of their number. */
function inThrees(digits: string): string {
  const head = digits.length % 3;
  return [...(head > 0 ? [digits.slice(0, head)] : []), ...(digits.slice(head).match(/.{3}/g) ?? [])].join(
    ',',
  );
}

/** `1 weight`, `228 parameters`. */
export function counted(count: bigint | number, one: string, many = `${one}s`): string {
  return `${groupDigits(count)} ${Number(count) === 1 ? one : many}`;
}
