import { Component, h, type ComponentChild, type FunctionComponent } from 'preact';

/** The view, drawn again only when one of its properties is another object or value. */
export function memo<P extends object>(View: FunctionComponent<P>): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const before: Readonly<P> = this.props;
      for (const property in before) if (before[property] !== next[property]) return true;
      for (const property in next) if (!(property in before)) return true;
      return false;
    }

    override render(): ComponentChild {
      return h(View, this.props);
    }
  }
  return (props) => h(Memo, props);
}
