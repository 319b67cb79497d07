import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Look } from '../../protocol';
import { Guard } from '../guard';
import type { Actions } from '../state';
import type { Explorer } from './explorer';

interface SlotProps {
  readonly look: Look;
  readonly title: string;
  readonly version: number;
  readonly uri: string;
  readonly actions: Actions;
}

let loaded: typeof Explorer | undefined;
let loading: Promise<typeof Explorer> | undefined;

/** Where something is looked at closely. What draws it is loaded when it is first needed. */
export function ExplorerSlot({ look, title, version, uri, actions }: SlotProps): JSX.Element {
  const [View, setView] = useState(() => loaded);
  useEffect(() => {
    if (loaded !== undefined) return;
    loading ??= load();
    loading.then(
      (view) => {
        setView(() => view);
      },
      (error: unknown) => {
        actions.failed(String(error));
      },
    );
  }, []);
  if (View === undefined) return <main class="explorer" aria-busy="true" />;
  return (
    <Guard of={look} failed={actions.failed}>
      <View look={look} title={title} version={version} uri={uri} ask={actions.ask} actions={actions} />
    </Guard>
  );
}

async function load(): Promise<typeof Explorer> {
  const [{ Explorer: view, styles }] = await Promise.all([import('./explorer')]);
  await Promise.all(styles.map(loadStyle));
  loaded = view;
  return view;
}

/** Styles come with what needs them, so that the first paint does not wait. */
async function loadStyle(href: string): Promise<void> {
  await new Promise((done) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    link.addEventListener('load', done);
    link.addEventListener('error', done);
    document.head.append(link);
  });
}
