/** A strict reader of the XML that SVG needs: elements, attributes, text. It throws at whatever is not well-formed. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** All text within. */
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function readXml(source: string): Element {
  let at = 0;
  const fail = (why: string): never => {
    throw new Error(`${why} at ${at}: ${source.slice(at, at + 60)}`);
  };
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const match = new RegExp(pattern.source, 'yu').exec(source.slice(at));
    if (match) at += match[0].length;
    return match ?? undefined;
  };
  const unescaped = (text: string): string =>
    text.replace(/&([^;]*);?/g, (all, name: string) => ENTITIES[name] ?? fail(`The entity ${all}`));
  const element = (): Element => {
    const name = take(/<([A-Za-z][\w:-]*)/)?.[1] ?? fail('No element');
    const attributes = new Map<string, string>();
    for (let found = take(/\s+([\w:-]+)="([^"<]*)"/); found; found = take(/\s+([\w:-]+)="([^"<]*)"/)) {
      const [, key = '', value = ''] = found;
      if (attributes.has(key)) fail(`${key} twice`);
      attributes.set(key, unescaped(value));
    }
    if (take(/\s*\/>/)) return { name, attributes, children: [], text: '' };
    if (!take(/\s*>/)) fail('A tag that does not end');
    const children: Element[] = [];
    let text = '';
    while (!source.startsWith('</', at)) {
      if (at >= source.length) fail(`No end of ${name}`);
      if (source.startsWith('<', at)) {
        const child = element();
        children.push(child);
        text += child.text;
      } else text += unescaped(take(/[^<]+/)?.[0] ?? fail('No text'));
    }
    if (take(/<\/([\w:-]+)>/)?.[1] !== name) fail(`Not the end of ${name}`);
    return { name, attributes, children, text };
  };
  if (/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(source))
    fail('A character XML does not have');
  take(/<\?xml version="1\.0" encoding="UTF-8"\?>\s*/);
  const root = element();
  take(/\s*/);
  if (at !== source.length) fail('More than one root');
  return root;
}

export function* within(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) yield* within(child);
}

export function numberOf(element: Element, attribute: string): number {
  return Number(element.attributes.get(attribute));
}
