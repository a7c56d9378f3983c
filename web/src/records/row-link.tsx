import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';

interface RowLinkProps {
  readonly list: string;
  readonly id: string;
  readonly className: string;
  readonly children: ReactNode;
}

const isPlain = (e: MouseEvent) => e.button === 0 && !e.metaKey && !e.ctrlKey && !e.shiftKey && !e.altKey;

/**
 * A link to a record for long lists. The router's own Link watches the address, which dozens of rows coming into view
 * in one frame can be felt to do; this one only follows.
 */
export const RowLink = ({ list, id, className, children }: RowLinkProps) => {
  const router = useRouter();
  return (
    <a
      href={`/${list}/${id}`}
      className={className}
      onClick={(e) => {
        if (!isPlain(e)) return;
        e.preventDefault();
        void router.navigate({ to: '/$list/$recordId', params: { list, recordId: id } });
      }}
    >
      {children}
    </a>
  );
};
