import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';

export type Look = 'primary' | 'outline' | 'quiet' | 'danger';
export const buttonClass = (look: Look = 'primary') => `button button-${look}`;

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> {
  readonly look?: Look;
  readonly icon?: IconName;
  /** The work has begun: the button keeps its place and its focus, and does nothing more. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

export const Button = ({ look, icon, busy, children, type = 'button', onClick, ...rest }: ButtonProps) => (
  <button
    {...rest}
    type={type}
    className={buttonClass(look)}
    aria-disabled={busy ? true : undefined}
    onClick={
      busy
        ? (e) => {
            e.preventDefault();
          }
        : onClick
    }
  >
    {icon && <Icon name={icon} />}
    <span>{children}</span>
  </button>
);
