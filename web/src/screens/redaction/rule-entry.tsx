import type { ReactNode } from 'react';
import type { Ground } from '#web/screens/desk/ground-dialog.tsx';

/** One thing that is removed: what, what that comes to, and the exemption that it rests on. */
export const RuleEntry = ({
  text,
  detail,
  ground,
  children,
}: {
  readonly text: string;
  readonly detail?: string | undefined;
  readonly ground: Ground;
  /** What may be done with it. */
  readonly children?: ReactNode;
}) => (
  <li className="entry">
    <p>
      <strong>{text}</strong>
    </p>
    {detail !== undefined && <p className="help">{detail}</p>}
    <p className="card-facts">
      <span>{ground.exemption.code}</span>
      <span>{ground.exemption.citation}</span>
      <span>{ground.reason}</span>
    </p>
    {children && <div className="actions">{children}</div>}
  </li>
);
