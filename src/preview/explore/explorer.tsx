import { render } from 'preact';
import type { Answers, Ask, Exploration, HostMessage, Refused, Subject } from '../../protocol';
import type { Host } from '../host';
import { StepsView } from './steps/steps-view';

/** Shows the steps of a subject in place of the page. */
export function explore(root: Element, host: Host, uri: string, subject: Subject): void {
  const waiting = new Map<number, (answer: Answers[Ask['kind']] | Refused) => void>();
  let asked = 0;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL('../media/steps.css', new URL('dist/', location.origin)).href;
  document.head.append(link);
  // The page goes on being drawn, unseen.
  root.setAttribute('hidden', '');
  const place = document.createElement('div');
  const said = document.createElement('p');
  said.className = 'unseen';
  said.setAttribute('role', 'status');
  document.body.append(place, said);
  window.addEventListener('message', ({ data }: MessageEvent<HostMessage | null>) => {
    if (data?.type !== 'answer') return;
    waiting.get(data.id)?.(data.answer);
    waiting.delete(data.id);
  });
  const ask = <A extends Ask>(question: A): Promise<Answers[A['kind']] | Refused> =>
    new Promise((resolve) => {
      waiting.set((asked += 1), resolve as (answer: Answers[Ask['kind']] | Refused) => void);
      host.send({ type: 'ask', uri, id: asked, ask: question });
    });
  const show = (exploration: Exploration): void => {
    render(
      <div class="sheet">
        <main>
          <StepsView
            exploration={exploration}
            ask={ask}
            actions={{
              goToLine(line) {
                host.send({ type: 'go-to-line', uri, line });
              },
              say(sentence) {
                said.textContent = sentence;
              },
              take(what) {
                host.send({ type: 'take', uri, subject, what });
              },
            }}
          />
        </main>
      </div>,
      place,
    );
  };
  void ask({ kind: 'explore', subject }).then((answer) => {
    if (!('refused' in answer)) show(answer);
  });
}
