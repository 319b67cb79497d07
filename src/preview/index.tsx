/**
 * The page in the webview: browser code that draws what the host computed and asks it for nothing but a line to
 * go to. Views here are functions of the view model in `protocol`; what changes over time is in `state.ts`, and
 * this file wires both to the window. `pictures/` draws values, `maths/` typesets, `colours/` knows the theme.
 */
import { render } from 'preact';
import type { HostMessage, ShowLine } from '../protocol';
import { Asker } from './explore/ask';
import { listenToKeys } from './keyboard';
import { connect } from './host';
import { onFirstTypeset } from './maths/maths';
import { PageView } from './page';
import { bringIntoView, elementAt, lineOf } from './places';
import { followed, keep, receive, restore, setShown, type Actions, type PreviewState } from './state';

const SCROLL_SETTLES_MS = 200;
/** Marks each drawing of a page, for whoever measures. */
const PAGE_DRAWN = 'cnn-page-drawn';

function start(): void {
  const host = connect();
  const root = document.createElement('div');
  root.id = 'page';
  document.body.append(root);

  let state = restore(host.kept());
  let scrollToRestore = host.kept()?.scroll;
  /** What stands on the marked line. */
  let marked: Element | undefined;
  /** Where documents were left that this preview showed before. */
  const left = new Map<string, number>();

  const asker = new Asker(
    (message) => {
      host.send(message);
    },
    () => state.uri,
  );
  /** Where the page was left for something that is looked at closely. */
  let pageScroll = 0;

  const actions: Actions = {
    ask: asker.ask,
    look(look) {
      if (state.look === undefined) pageScroll = window.scrollY;
      const leaving = JSON.stringify(state.look);
      update({ ...state, look });
      if (look === undefined) {
        window.scrollTo(0, pageScroll);
        const opened = [...document.querySelectorAll<HTMLElement>('[data-opens]')];
        opened.find(({ dataset }) => dataset['opens'] === leaving)?.focus({ preventScroll: true });
      }
    },
    markLine(line) {
      host.send({ type: 'mark-line', uri: state.uri, line });
    },
    take(subject, what, format) {
      host.send({ type: 'take', uri: state.uri, subject, what, ...(format && { format }) });
    },
    goToLine(line: number) {
      update({ ...state, line, pending: undefined });
      marked = elementAt(root, line);
      host.send({ type: 'go-to-line', uri: state.uri, line });
    },
    show(addresses, shown) {
      update(setShown(state, addresses, shown));
    },
    failed(message) {
      host.send({ type: 'failed', message });
    },
  };

  function update(next: PreviewState): void {
    const before = state;
    state = next;
    render(<PageView state={state} actions={actions} />, root);
    const kept = ['uri', 'shown', 'pinned', 'look'] as const;
    if (kept.some((key) => state[key] !== before[key])) save();
  }

  function save(): void {
    if (state.uri !== '') host.keep(keep(state, window.scrollY));
  }

  function restoreScroll(): void {
    if (scrollToRestore !== undefined) window.scrollTo(0, scrollToRestore);
  }

  function forgetScroll(): void {
    scrollToRestore = undefined;
  }

  // The place is restored when the page is drawn, and again when its formulas have their final height, unless the
  // reader has moved on by then.
  for (const gesture of ['wheel', 'keydown', 'pointerdown', 'touchmove']) {
    window.addEventListener(gesture, forgetScroll, { passive: true, once: true });
  }
  onFirstTypeset(() => {
    restoreScroll();
    forgetScroll();
  });

  let settling: ReturnType<typeof setTimeout> | undefined;
  window.addEventListener(
    'scroll',
    () => {
      clearTimeout(settling);
      settling = setTimeout(save, SCROLL_SETTLES_MS);
    },
    { passive: true },
  );

  window.addEventListener('message', (event: MessageEvent<HostMessage | null>) => {
    const message = event.data;
    if (message === null || typeof message !== 'object') return;
    const before = state;
    const scroll = window.scrollY;
    update(receive(state, message));
    if (message.type === 'page') {
      performance.mark(PAGE_DRAWN);
      if (before.uri !== '' && before.uri !== message.uri) {
        left.set(before.uri, scroll);
        window.scrollTo(0, left.get(message.uri) ?? 0);
      } else restoreScroll();
      if (before.pending !== undefined && state.pending === undefined) goAlong(before.pending);
    } else if (message.type === 'show-line' && state.pending === undefined) goAlong(message);
    else if (message.type === 'renamed') save();
    else if (message.type === 'answers') asker.receive(message);
    else if (message.type === 'look' && message.uri === state.uri)
      actions.look({ subject: message.subject, view: message.view });
    else if (message.type === 'export-seen') root.querySelector<HTMLElement>('.export-seen')?.click();
    else if (message.type === 'rasterise') void rasterise(message);
  });

  async function rasterise({ id, svg, scale }: HostMessage & { readonly type: 'rasterise' }): Promise<void> {
    const { rasterised } = await import('./explore/raster');
    host.send({ type: 'raster', id, png: await rasterised(svg, scale) });
  }

  /** Follows the cursor; while it stays in one thing, the reader may scroll away from it. */
  function goAlong({ uri, line, scroll }: ShowLine): void {
    if (uri !== state.uri) return;
    if (state.look !== undefined) {
      // What the preview led the cursor to itself is no reason to look at something else.
      if (scroll !== 'none') update(followed(state, line));
      return;
    }
    const element = elementAt(root, line);
    if (element === undefined) return;
    const same = element === marked;
    marked = element;
    if (scroll === 'none' || (scroll === 'cursor' && same)) return;
    forgetScroll();
    bringIntoView(element);
  }

  window.addEventListener('error', (event) => {
    actions.failed(`${event.message} (${event.filename}:${event.lineno})`);
  });
  window.addEventListener('unhandledrejection', (event) => {
    actions.failed(String(event.reason));
  });

  document.addEventListener('dblclick', (event) => {
    const line = lineOf(event.target);
    if (line !== undefined) actions.goToLine(line);
  });
  listenToKeys(root);

  update(state);
  host.send({ type: 'ready' });
}

start();
