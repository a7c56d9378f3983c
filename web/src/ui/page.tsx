import { useEffect, useRef, type ReactNode } from 'react';

/** Set when the address changes to another page, and used up by the heading that then appears. */
const arrival = { awaited: false };
export const awaitArrival = () => {
  arrival.awaited = true;
};

interface PageHeadingProps {
  readonly title: string;
  /** Named after the title in the window's title, for instance the list a record belongs to. */
  readonly within?: string;
  readonly above?: ReactNode;
  readonly children?: ReactNode;
}

/** The one h1 of a page. It names the window, and takes the focus when a person comes from another page. */
export const PageHeading = ({ title, within, above, children }: PageHeadingProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = [title, within, 'Stormledger'].filter(Boolean).join(' – ');
  }, [title, within]);
  useEffect(() => {
    if (!arrival.awaited) return;
    arrival.awaited = false;
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="page-heading">
      {above}
      <div className="page-heading-row">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children && <div className="actions">{children}</div>}
      </div>
    </div>
  );
};

/** A titled part of a page. */
export const Panel = ({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) => (
  <section className="panel" aria-label={title}>
    <div className="panel-head">
      <h2>{title}</h2>
      {actions && <div className="actions">{actions}</div>}
    </div>
    {children}
  </section>
);
