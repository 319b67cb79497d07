import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Composer,
  Parser,
  type CST,
  type Document,
  type Node as YamlNode,
  type Pair,
  type Scalar,
} from 'yaml';
import type { Span } from '../expression/ast';
import { finding, replacing, type Finding } from '../finding';
import { mend, quote, templateValues, type Mend } from './mend';
import type { Entry, MapNode, Node, ScalarNode } from './node';

/** A text as a tree, as far as it can be read, and what is wrong with it. */
export interface ParsedYaml {
  readonly root: Node;
  readonly findings: readonly Finding[];
}

const MAX_NODES = 200_000;
const MAX_DEPTH = 64;

/** Names that JavaScript objects treat in their own way. */
const RESERVED_NAMES = new Set(['__proto__']);

/** Errors after which reading goes on; what is broken in more places is shown by and by. */
const MAX_MENDS = 12;

/** Characters that may be read again and again after errors. */
const MAX_READ_AGAIN = 200_000;

/** Reads YAML with places. Never throws: a broken text gives what could be read, and findings. */
export function parseYaml(text: string): ParsedYaml {
  const depth = flowDepth(text);
  if (depth !== undefined)
    return {
      root: emptyAt(0, text),
      findings: [
        finding(
          'yaml',
          { start: depth, end: depth + 1 },
          `Brackets are nested more than ${MAX_DEPTH} deep here.`,
        ),
      ],
    };
  const findings: Finding[] = [];
  const meant = new Map<number, Span & { text: string }>();
  let readable = text;
  const leaveOut = ({ finding: found, blank, meant: wanted }: Mend): void => {
    if (!findings.some((known) => known.start <= found.start && found.start < known.end))
      findings.push(found);
    if (!blank) return;
    readable =
      readable.slice(0, blank.start) +
      readable.slice(blank.start, blank.end).replace(/[^\n\r]/g, ' ') +
      readable.slice(blank.end);
    if (wanted !== undefined) meant.set(blank.start, { ...blank, text: wanted });
  };
  templateValues(text).forEach(leaveOut);
  for (let round = 0; ; round++) {
    const document = parse(readable);
    if (!document)
      return {
        root: emptyAt(0, text),
        findings: [
          finding(
            'yaml',
            { start: 0, end: text.length },
            'This can’t be read as YAML: it is nested too deep.',
          ),
        ],
      };
    const [error] = document.errors;
    const mended = error && mend(readable, error);
    if (mended?.blank && round < MAX_MENDS && round * text.length < MAX_READ_AGAIN) {
      leaveOut(mended);
      continue;
    }
    if (mended) leaveOut(mended);
    const reader = new Reader(text, document, meant);
    const root = reader.root();
    return { root, findings: [...findings, ...reader.findings] };
  }
}

/** Tokens that fit nowhere, after which the rest is not read: what is wrong with them is known by then. */
const MAX_STRAY_TOKENS = 20;

function parse(text: string): Document.Parsed | undefined {
  // The library makes an error for each thing that is wrong; with their stacks, thousands would take seconds.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const composer = new Composer({
      schema: 'failsafe',
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    });
    // A text without any token still makes a document.
    const [document] = composer.compose(tokensOf(text), true, text.length);
    return document;
  } catch {
    // Only the call stack can run out here, on indentation that is nested too deep.
    return undefined;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function* tokensOf(text: string): Generator<CST.Token> {
  let stray = 0;
  for (const token of new Parser().parse(text)) {
    yield token;
    if (token.type === 'error' && ++stray > MAX_STRAY_TOKENS) return;
  }
}

/** Where brackets are nested deeper than any problem set needs; the YAML library would recurse there. */
function flowDepth(text: string): number | undefined {
  let depth = 0;
  for (const match of text.matchAll(/[[{\]}]|\n/g)) {
    if (match[0] === '\n') continue;
    depth = '[{'.includes(match[0]) ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MAX_DEPTH * 4) return match.index;
  }
  return undefined;
}

function emptyAt(start: number, text: string): ScalarNode {
  return {
    kind: 'scalar',
    text: '',
    quoted: false,
    start,
    end: Math.min(start, text.length),
    offsetOf: () => start,
  };
}

class Reader {
  readonly findings: Finding[] = [];
  private nodes = 0;
  private readonly open = new Set<unknown>();
  private anchors: ReadonlyMap<string, YamlNode> | undefined;

  constructor(
    private readonly text: string,
    private readonly document: Document.Parsed,
    /** Values that were left out of the YAML, by where they start. */
    private readonly meant: ReadonlyMap<number, Span & { readonly text: string }>,
  ) {}

  root(): Node {
    return this.read(this.document.contents, 0, 0);
  }

  private read(node: YamlNode | Pair | null | undefined, from: number, depth: number): Node {
    if (!node || !('range' in node)) return emptyAt(from, this.text);
    const [start = from, end = from] = node.range ?? [];
    if (this.nodes++ > MAX_NODES || depth > MAX_DEPTH) {
      if (this.nodes <= MAX_NODES + 2 || depth === MAX_DEPTH + 1)
        this.findings.push(
          finding(
            'yaml',
            { start, end },
            depth > MAX_DEPTH
              ? `This is nested more than ${MAX_DEPTH} deep.`
              : `This file has more than ${MAX_NODES} values, aliases counted.`,
          ),
        );
      this.nodes += MAX_NODES;
      return emptyAt(start, this.text);
    }
    if (isAlias(node)) return this.alias(node.source, { start, end }, depth);
    if (this.open.has(node)) {
      this.findings.push(finding('yaml', { start, end }, 'This alias stands within what it names.'));
      return emptyAt(start, this.text);
    }
    this.open.add(node);
    try {
      if (isMap(node)) return this.map(node.items, { start, end }, node.flow === true, depth);
      if (isSeq(node))
        return {
          kind: 'list',
          start,
          end,
          items: node.items.map((item) => this.read(item as YamlNode, start, depth + 1)),
        };
      if (isScalar(node)) return this.scalar(node, { start, end });
      return emptyAt(start, this.text);
    } finally {
      this.open.delete(node);
    }
  }

  private alias(name: string, span: Span, depth: number): Node {
    this.anchors ??= anchorsOf(this.document.contents);
    const target = this.anchors.get(name);
    if (target) return this.read(target, span.start, depth + 1);
    if (!this.findings.some((known) => known.start <= span.start && span.start < known.end))
      this.findings.push(
        finding(
          'yaml',
          span,
          `No anchor “&${name}” stands before this alias. If “*” is meant as a product, put the value in quotes.`,
        ),
      );
    return emptyAt(span.start, this.text);
  }

  private map(pairs: readonly Pair[], span: Span, flow: boolean, depth: number): MapNode {
    const entries: Entry[] = [];
    const seen = new Map<string, ScalarNode>();
    for (const pair of pairs) {
      const key = this.read(pair.key as YamlNode | null, span.start, depth + 1);
      const value = this.valueOf(pair, key, depth);
      if (key.kind !== 'scalar') {
        this.findings.push(
          finding(
            'yaml',
            key,
            'A key is a plain word. If this is a template or an expression, put the value in quotes.',
          ),
        );
        continue;
      }
      if (key.text === '<<' && value.kind === 'map') {
        for (const entry of value.entries) if (!seen.has(entry.key.text)) entries.push(entry);
        continue;
      }
      if (RESERVED_NAMES.has(key.text)) {
        this.findings.push(
          finding('reserved-name', key, `“${key.text}” can’t be a name here; choose another.`),
        );
        continue;
      }
      const first = seen.get(key.text);
      if (first && key.text !== '') {
        this.findings.push(
          finding(
            'duplicate-key',
            key,
            `“${key.text}” stands twice here; the first one counts. Rename or remove this one.`,
          ),
        );
        continue;
      }
      seen.set(key.text, key);
      entries.push({ key, value });
    }
    return { kind: 'map', entries: flow ? this.mendCut(entries) : entries, flow, ...span };
  }

  private valueOf(pair: Pair, key: Node, depth: number): Node {
    const value = this.read(pair.value as YamlNode | null, key.end, depth + 1);
    if (value.kind !== 'scalar' || value.text !== '') return value;
    const left = [...this.meant.values()].find(
      ({ start }) => start > key.end && this.text.slice(key.end, start).trim() === ':',
    );
    return left ? { kind: 'scalar', quoted: true, ...left, offsetOf: (at) => left.start + at } : value;
  }

  /**
   * `{ answer: outputSize(n, m) }` is read by YAML as two keys, `answer` and `m)`. Recognised by a bracket that is not
   * closed, or words that are no key, beside keys without values; the pieces are put together again, so the rest of the
   * file keeps working.
   */
  private mendCut(entries: readonly Entry[]): readonly Entry[] {
    const mended: Entry[] = [];
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index];
      if (!entry) continue;
      const { value } = entry;
      if (value.kind !== 'scalar' || value.quoted) {
        mended.push(entry);
        continue;
      }
      let last = index;
      const bare = (candidate: Entry | undefined): boolean =>
        candidate?.value.kind === 'scalar' &&
        candidate.value.text === '' &&
        !candidate.key.quoted &&
        !/^[a-z][\w-]*$/.test(candidate.key.text);
      let balance = openBrackets(value.text);
      while (balance > 0 && bareOrAny(entries[last + 1])) {
        last++;
        balance += openBrackets(entries[last]?.key.text ?? '');
      }
      const whole = last > index;
      const digits = /^[\d.]+$/.test(value.text) && !whole;
      while (digits && /^\d{3}$/.test(entries[last + 1]?.key.text ?? '') && bare(entries[last + 1])) last++;
      const grouped = digits && last > index;
      // The pieces of a text: words alone may be among them, but the last one is no key that is being typed.
      if (last === index && value.text !== '')
        for (let at = index + 1; bareOrAny(entries[at]); at++) if (bare(entries[at])) last = at;
      const end = entries[last]?.key.end;
      if (last === index || end === undefined) {
        mended.push(entry);
        continue;
      }
      const span = { start: value.start, end };
      const text = this.text.slice(span.start, span.end);
      const message = grouped
        ? `YAML cuts this at the commas; write ${text.replace(/,\s*/g, '')}, or put it in quotes.`
        : `YAML cuts this ${whole ? 'expression' : 'text'} at the comma; put it in quotes.`;
      this.findings.push(
        finding('cut-expression', span, message, { fix: replacing('Put it in quotes', span, quote(text)) }),
      );
      const meant = grouped ? text.replace(/[,\s]/g, '') : text;
      mended.push({
        key: entry.key,
        value: { kind: 'scalar', text: meant, quoted: false, ...span, offsetOf: (at) => span.start + at },
      });
      index = last;
    }
    return mended;
  }

  /** `!x` and the like. */
  private taggedValue(tag: string, span: Span): Finding {
    const start = Math.max(0, this.text.lastIndexOf(tag.charAt(0), span.start));
    const at = { start, end: Math.max(span.end, start + tag.length) };
    return finding('yaml', at, `YAML reads “${tag}” as a tag; put the value in quotes.`, {
      fix: replacing('Put it in quotes', at, quote(this.text.slice(at.start, at.end))),
    });
  }

  private scalar(node: Scalar, span: Span): ScalarNode {
    const text = typeof node.value === 'string' ? node.value : '';
    const written = this.text.slice(span.start, span.end);
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
    if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:'))
      this.findings.push(this.taggedValue(node.tag, span));
    let map: readonly number[] | undefined;
    return {
      kind: 'scalar',
      text,
      quoted,
      ...span,
      offsetOf: (index) => {
        map ??= align(text, written);
        return span.start + (map[index] ?? written.length);
      },
    };
  }
}

/** The nodes with an anchor; the first of a name counts. */
function anchorsOf(contents: unknown): Map<string, YamlNode> {
  const anchors = new Map<string, YamlNode>();
  const find = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('anchor' in node && typeof node.anchor === 'string' && !anchors.has(node.anchor))
      anchors.set(node.anchor, node as YamlNode);
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        find(key);
        find(value);
      }
    } else if (isSeq(node)) node.items.forEach(find);
  };
  find(contents);
  return anchors;
}

function bareOrAny(entry: Entry | undefined): boolean {
  return (
    entry?.value.kind === 'scalar' && entry.value.text === '' && !entry.value.quoted && !entry.key.quoted
  );
}

/** Brackets opened minus brackets closed. */
function openBrackets(text: string): number {
  return (text.match(/[([{]/g)?.length ?? 0) - (text.match(/[)\]}]/g)?.length ?? 0);
}

/** Where each character of a scalar's text stands in what was written: quotes, escapes and folded lines are skipped. */
function align(text: string, written: string): readonly number[] {
  const map: number[] = [];
  let at = 0;
  for (const character of text) {
    if (/\s/.test(character)) {
      const next = written.slice(at).search(/\s/);
      at = next < 0 || written.slice(at, at + next).trim() !== '' ? at : at + next;
      map.push(at);
      while (/\s/.test(written.charAt(at)) && written.charAt(at) !== character) at++;
      at++;
    } else {
      const next = written.indexOf(character, at);
      at = next < 0 ? at : next;
      for (let unit = 0; unit < character.length; unit++) map.push(at + unit);
      at += character.length;
    }
  }
  map.push(at);
  return map;
}
