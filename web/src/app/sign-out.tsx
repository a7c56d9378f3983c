import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sentenceOf } from '#web/data/problem.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { leave } from './session.ts';

interface SignOutProps {
  readonly children: (start: () => void, busy: boolean) => ReactNode;
}

/** Signing out needs the server: someone who believes to be signed out and is not must be told. */
export const SignOut = ({ children }: SignOutProps) => {
  const out = useMutation({ mutationFn: leave });
  return (
    <>
      {children(() => out.mutate(), out.isPending)}
      {out.error && (
        <Dialog title="You are still signed in" onClose={out.reset}>
          <p>{sentenceOf(out.error)}</p>
          <div className="actions">
            <Button busy={out.isPending} onClick={() => out.mutate()}>
              Sign out
            </Button>
            <Button look="quiet" onClick={out.reset}>
              Stay signed in
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
};
