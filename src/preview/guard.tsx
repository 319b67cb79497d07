import { Component, type ComponentChildren } from 'preact';

interface GuardProps {
  /** What is drawn inside; when this is another value, drawing is tried again. */
  readonly of: unknown;
  readonly failed: (message: string) => void;
  readonly children: ComponentChildren;
}

interface GuardState {
  readonly broken?: unknown;
}

/** Keeps a mistake in drawing one thing from taking the rest of the page with it. */
export class Guard extends Component<GuardProps, GuardState> {
  override state: GuardState = {};

  override componentDidCatch(error: unknown): void {
    this.setState({ broken: this.props.of });
    this.props.failed(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  override render(): ComponentChildren {
    const broken = 'broken' in this.state && this.state.broken === this.props.of;
    return broken ? (
      <div class="quiet">This could not be drawn. The output log says why.</div>
    ) : (
      this.props.children
    );
  }
}
