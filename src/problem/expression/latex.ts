import { GREEK } from '../../core';
import type { Span, SyntaxFailure } from './ast';
import { MAX_CHARACTERS, MAX_NESTING, refuse } from './tokenize';

/** A text in which each character knows which part of another text it stands for. */
export interface Placed {
  readonly text: string;
  /** By character of `text`. */
  readonly places: readonly Span[];
}

/** What can only be LaTeX, or a sign that stands for a function and its brackets. */
const TYPESET = /[\\$⌊⌋⌈⌉~]|[_^]\s*\{|\{,\}/;

/**
 * Turns the LaTeX of formulas into an expression: fractions, roots, floor and ceiling, powers, subscripts, Greek and
 * upright names, and the dollars around. Braces elsewhere stay what they are.
 * @returns undefined where there is nothing to turn.
 */
export function fromLatex(source: string): Placed | SyntaxFailure | undefined {
  if (source.length > MAX_CHARACTERS || !TYPESET.test(source)) return undefined;
  return new Translator(source).translate();
}

const OPERATORS: Readonly<Record<string, string>> = {
  cdot: '*',
  times: '*',
  ast: '*',
  div: '/',
  le: '<=',
  leq: '<=',
  leqslant: '<=',
  ge: '>=',
  geq: '>=',
  geqslant: '>=',
  ne: '!=',
  neq: '!=',
  lt: '<',
  gt: '>',
  bmod: ' mod ',
  lbrack: '[',
  rbrack: ']',
  _: '_',
};
const SPACES = new Set([
  ',',
  ';',
  ':',
  '!',
  ' ',
  'quad',
  'qquad',
  'thinspace',
  'displaystyle',
  'textstyle',
  'limits',
]);
/** They make brackets larger. */
const SIZES = /^(?:left|right|middle|[bB]igg?[lrm]?)$/;
const FRACTIONS = new Set(['frac', 'dfrac', 'tfrac', 'cfrac']);
const UPRIGHT = new Set(
  'mathrm mathit mathbf mathsf mathtt mathnormal text textrm textit textbf texttt operatorname'.split(' '),
);
const FUNCTIONS = new Set(['max', 'min', 'log', 'exp', 'gcd']);
/** Signs for a function and its brackets, by command and by character. */
const OPENING: Readonly<Record<string, string>> = {
  lfloor: 'floor',
  lceil: 'ceil',
  '⌊': 'floor',
  '⌈': 'ceil',
};
const CLOSING: Readonly<Record<string, string>> = {
  rfloor: 'floor',
  rceil: 'ceil',
  '⌋': 'floor',
  '⌉': 'ceil',
};
const BRACKETS: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

class Translator {
  private text = '';
  private readonly places: Span[] = [];
  private readonly open: string[] = [];
  private at = 0;

  /** Where what stands within the outermost dollars begins and ends. */
  private readonly from: number;
  private readonly to: number;
  private depth = 0;

  constructor(private readonly source: string) {
    this.from = /^[\s$]*(?:\\[([])?/.exec(source)?.[0].length ?? 0;
    let to = source.length;
    while (to > this.from && /[\s$]/.test(source.charAt(to - 1))) to--;
    this.to = /^\\[)\]]$/.test(source.slice(to - 2, to)) ? to - 2 : to;
  }

  translate(): Placed | SyntaxFailure {
    try {
      this.untilBrace(undefined);
      return { text: this.text, places: this.places };
    } catch (error) {
      if (error instanceof Refusal) return error.failure;
      throw error;
    }
  }

  /** All up to the brace that closes the one at `opened`, or to the end. */
  private untilBrace(opened: number | undefined): void {
    this.enter(this.at);
    while (this.at < this.source.length) {
      if (this.source.charAt(this.at) === '}' && opened !== undefined) {
        this.at++;
        this.depth--;
        return;
      }
      this.next();
    }
    if (opened !== undefined) this.refuse(opened, opened + 1, 'This “{” is never closed.');
  }

  private enter(at: number): void {
    if (++this.depth > MAX_NESTING) this.refuse(at, at + 1, `Brackets may be nested ${MAX_NESTING} deep.`);
  }

  private next(): void {
    const [start, character] = [this.at, this.source.charAt(this.at)];
    this.at++;
    switch (character) {
      case '\\':
        this.command(start);
        return;
      case '"':
      case "'":
        this.quoted(start, character);
        return;
      case '$':
        if (this.isOutermost(start)) return;
        break;
      case '~':
        this.emit(' ', start);
        return;
      case '_':
        if (this.rest(/^\s*\{/)) {
          this.subscript(start);
          return;
        }
        break;
      case '^':
        if (this.rest(/^\s*\{/)) {
          this.emit('^(', start);
          this.argument();
          this.emit(')', this.at - 1);
          return;
        }
        break;
      case '{':
        if (this.rest(/^,\}\d/) && isDigit(this.text.at(-1))) {
          this.at += 2;
          return;
        }
        this.emit('{', start);
        this.untilBrace(start);
        this.emit('}', this.at - 1);
        return;
      default:
    }
    this.plain(character, start);
  }

  /** A character of an expression, or one of ⌊ ⌋ ⌈ ⌉. */
  private plain(character: string, start: number): void {
    const [opening, closing] = [OPENING[character], CLOSING[character]];
    if (opening !== undefined) this.openRounding(opening, start);
    else if (closing !== undefined) this.closeRounding(closing, start);
    else {
      const wanted = BRACKETS[character];
      if (character === '(' || character === '[') this.open.push(character);
      else if (wanted !== undefined && this.open.at(-1) === wanted) this.open.pop();
      else if (wanted !== undefined && FUNCTION_SIGNS.has(this.open.at(-1) ?? ''))
        this.refuse(
          start,
          this.at,
          `“${character}” can’t close the ${this.open.at(-1) ?? ''} bracket before it.`,
        );
      this.emit(character, start);
    }
  }

  private openRounding(name: string, start: number): void {
    this.open.push(name);
    this.name(`${name}(`, start);
  }

  private closeRounding(name: string, start: number): void {
    const last = this.open.pop();
    if (last !== name)
      this.refuse(
        start,
        this.at,
        last === undefined
          ? `This ${name} bracket closes nothing.`
          : `This ${name} bracket can’t close the ${FUNCTION_SIGNS.has(last) ? `${last} bracket` : `“${last}”`} before it.`,
      );
    this.emit(')', start);
  }

  private command(start: number): void {
    const name = /^(?:[a-zA-Z]+|.)/su.exec(this.source.slice(this.at))?.[0] ?? '';
    this.at += name.length;
    const [operator, opening, closing] = [OPERATORS[name], OPENING[name], CLOSING[name]];
    if (operator !== undefined) this.emit(operator, start);
    else if (SPACES.has(name)) this.emit(' ', start);
    else if (SIZES.test(name)) this.skip(/^\s*\.?/);
    else if (opening !== undefined) this.openRounding(opening, start);
    else if (closing !== undefined) this.closeRounding(closing, start);
    else if (FRACTIONS.has(name)) this.fraction(start);
    else if (name === 'sqrt') this.root(start);
    else if (UPRIGHT.has(name)) this.upright(start);
    else if (GREEK.has(name) || FUNCTIONS.has(name)) this.name(name, start);
    else if (!('()[]'.includes(name) && this.isOutermost(start))) this.unknown(name, start);
  }

  private fraction(start: number): void {
    this.emit('(', start);
    this.emit('(', this.at);
    this.argument();
    this.emit(')/', this.at - 1);
    this.emit('(', this.at);
    this.argument();
    this.emit('))', this.at - 1);
  }

  private root(start: number): void {
    if (this.rest(/^\s*\[/))
      this.refuse(start, this.at, 'Of roots only the square root is read: x^(1/3) is the third.');
    this.name('sqrt(', start);
    this.argument();
    this.emit(')', this.at - 1);
  }

  /** What stands in braces, or one character or command. */
  private argument(): void {
    this.skip(/^\s*/);
    const start = this.at;
    if (start >= this.source.length || this.source.charAt(start) === '}')
      this.refuse(Math.max(0, start - 1), start, 'Something is missing here.');
    if (this.source.charAt(start) !== '{') {
      this.enter(start);
      this.next();
      this.depth--;
      return;
    }
    this.at++;
    const depth = this.open.length;
    this.untilBrace(start);
    if (this.open.length > depth)
      this.refuse(start, this.at, 'A bracket within these braces is never closed.');
  }

  /** `\mathrm{units}`: a name as it is spelled. */
  private upright(start: number): void {
    const content = /^\s*\{([^{}]*)\}/.exec(this.source.slice(this.at));
    if (!content) this.refuse(start, this.at, 'Behind this stands a name in braces.');
    this.at += content[0].length;
    this.name((content[1] ?? '').replace(/\\_/g, '_'), start);
  }

  /** `_{2,3}` as the name's index, `_{in}` as a part of the name. */
  private subscript(start: number): void {
    const [all, content = ''] = /^\s*\{((?:[^{}]|\{[^{}]*\})*)\}/.exec(this.source.slice(this.at)) ?? [];
    this.at += all?.length ?? 0;
    const digits = /^\d+(?:[\s,]+\d+)*$/.exec(content.trim());
    const [, inner, bare] =
      /^(?:\\(?:mathrm|text)\s*\{([\p{L}\p{Nd}]+)\}|([\p{L}\p{Nd}]+))$/u.exec(content.trim()) ?? [];
    const word = inner ?? bare;
    if (digits)
      this.emit((isDigit(this.text.at(-1)) ? '_' : '') + digits[0].split(/[\s,]+/).join('_'), start);
    else if (word !== undefined) this.emit(`_${word}`, start);
    else
      this.refuse(
        start,
        Math.max(this.at, start + 1),
        'A subscript is a number, several with commas, or a word.',
      );
    this.separate();
  }

  /** A name, apart from letters and digits around it. */
  private name(name: string, start: number): void {
    if (/[\p{L}\p{Nd}_]/u.test(this.text.at(-1) ?? '')) this.emit(' ', start);
    this.emit(name, start);
    this.separate();
  }

  private separate(): void {
    if (this.rest(/^[\p{L}\p{Nd}]/u)) this.emit(' ', this.at);
  }

  private quoted(start: number, quote: string): void {
    const close = this.source.indexOf(quote, this.at);
    const end = close < 0 ? this.source.length : close + 1;
    for (let at = start; at < end; at++) {
      this.at = at + 1;
      this.emit(this.source.charAt(at), at);
    }
  }

  /** Whether this belongs to the dollars (or `\(` and `\)`) around the whole. */
  private isOutermost(start: number): boolean {
    return start < this.from || start >= this.to;
  }

  private unknown(name: string, start: number): never {
    const meant = /^[lr]?[vV]ert$|^\|$/.test(name) ? ' the size without sign is abs(x).' : '';
    this.refuse(
      start,
      this.at,
      `“\\${name}” is not read here:${meant || ' of LaTeX, fractions, roots, floor and ceiling, powers, subscripts and Greek letters are.'}`,
    );
  }

  private rest(pattern: RegExp): boolean {
    return pattern.test(this.source.slice(this.at, this.at + 20));
  }

  private skip(pattern: RegExp): void {
    this.at += pattern.exec(this.source.slice(this.at))?.[0].length ?? 0;
  }

  /** Writes characters that all stand for the source from `start` to where it has been read. */
  private emit(text: string, start: number): void {
    const span = { start, end: Math.max(start, this.at) };
    this.text += text;
    this.places.push(...new Array<Span>(text.length).fill(span));
  }

  private refuse(start: number, end: number, message: string): never {
    throw new Refusal(refuse(start, end, message));
  }
}

const FUNCTION_SIGNS = new Set(['floor', 'ceil']);

/** Thrown within this file. */
class Refusal extends Error {
  constructor(readonly failure: SyntaxFailure) {
    super(failure.message);
  }
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && /\d/.test(character);
}
