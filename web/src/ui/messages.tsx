import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

type Tone = 'info' | 'success' | 'warning' | 'error';
const icons = { info: 'info', success: 'check', warning: 'warning', error: 'error' } as const;

/** Errors interrupt; everything else is read when the reader pauses. */
export const Alert = ({
  tone,
  title,
  children,
}: {
  readonly tone: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
}) => (
  <div className={`alert alert-${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
    <Icon name={icons[tone]} />
    <div>
      {title && <p className="alert-title">{title}</p>}
      {children}
    </div>
  </div>
);

export interface SummaryItem {
  readonly id: string;
  readonly label: string;
  readonly message: string;
}

const goTo = (id: string) => {
  const target = document.getElementById(id);
  target?.focus();
  target?.scrollIntoView({ block: 'center' });
};

/** Takes the focus whenever a new attempt has failed (`attempt` counts them). */
export const ErrorSummary = ({
  items,
  attempt,
  title,
}: {
  readonly items: readonly SummaryItem[];
  readonly attempt: number;
  readonly title?: string;
}) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (items.length === 0) return null;
  return (
    <div className="alert alert-error" ref={box} tabIndex={-1} role="alert">
      <Icon name="error" />
      <div>
        <h2 className="alert-title">
          {title ??
            (items.length === 1 ? 'One answer needs another look' : `${items.length} answers need another look`)}
        </h2>
        <ul className="plain-list">
          {items.map(({ id, label, message }) => (
            <li key={id}>
              <a
                href={`#${id}`}
                onClick={(e) => {
                  e.preventDefault();
                  goTo(id);
                }}
              >
                {label}: {message}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
};

export const Loading = ({ children = 'Loading…' }: { readonly children?: ReactNode }) => (
  <div className="loading" role="status">
    <span className="spinner" aria-hidden="true" />
    <span>{children}</span>
  </div>
);

export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className="empty">
    <p className="empty-title">{title}</p>
    {children}
  </div>
);

export const ProgressBar = ({ label, share }: { readonly label: string; readonly share: number | undefined }) => (
  <div className="progress">
    <progress aria-label={label} max={1} {...(share === undefined ? {} : { value: share })} />
    <span>{label}</span>
  </div>
);

export const Tag = ({
  tone = 'plain',
  children,
}: {
  readonly tone?: 'plain' | 'info' | 'good' | 'warn' | 'bad';
  readonly children: ReactNode;
}) => <span className={`tag tag-${tone}`}>{children}</span>;
