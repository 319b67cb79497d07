import { once } from 'node:events';
import { styleText } from 'node:util';
import type { Finding, Fix, LineIndex, Position } from '../problem';

/** Colours only where the terminal has them. */
export function paint(style: Parameters<typeof styleText>[0], text: string): string {
  return process.stdout.isTTY && process.env['NO_COLOR'] === undefined ? styleText(style, text) : text;
}

export function print(text: string): void {
  process.stdout.write(`${harmless(text)}\n`);
}

/** Writes a text as it is, and waits where whoever reads it is slower than we are. */
export async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(harmless(text))) await once(process.stdout, 'drain');
}

export function printError(text: string): void {
  process.stderr.write(`${harmless(text)}\n`);
}

/** What a file holds must not steer the terminal: of control characters only line ends, tabs and colours pass. */
function harmless(text: string): string {
  return text.replace(/\u001b(?!\[\d*m)|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g, '\ufffd');
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** A finding as other tools read it: lines and characters from 0. */
export function findingJson(found: Finding, lines: LineIndex): object {
  return {
    code: found.code,
    severity: found.severity,
    message: found.message,
    range: rangeJson(found, lines),
  };
}

export function rangeJson(span: { readonly start: number; readonly end: number }, lines: LineIndex): object {
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

const STYLES = { error: 'red', warning: 'yellow', information: 'blue' } as const;

/** `homework.cnn.yaml:12:5 error  message (code)` and a line for its fix, lines and columns from 1. */
export function placed(
  file: string,
  { line, character }: Position,
  said: Pick<Finding, 'code' | 'severity' | 'message'> & { readonly fix?: string },
): string {
  const head = `${paint('dim', `${file}:${line + 1}:${character + 1}`)} ${paint(STYLES[said.severity], said.severity)}  ${said.message} ${paint('dim', `(${said.code})`)}\n`;
  return said.fix === undefined ? head : `${head}    ${paint('dim', 'fix:')} ${said.fix}\n`;
}

/** What a fix would do, in words. */
export function fixText({ title, edits }: Fix): string {
  return `${title}: ${edits.map(({ text }) => text).join(', ')}`;
}

export function printFindings(file: string, findings: readonly Finding[], lines: LineIndex): void {
  for (const { fix, ...found } of findings) {
    const said = { ...found, ...(fix && { fix: fixText(fix) }) };
    print(placed(file, lines.positionAt(found.start), said).trimEnd());
  }
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
