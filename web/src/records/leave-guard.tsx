import { useBlocker } from '@tanstack/react-router';
import { useRef } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';

export const Leaving = ({ onStay, onLeave }: { readonly onStay: () => void; readonly onLeave: () => void }) => (
  <Dialog title="Leave without saving?" onClose={onStay}>
    <p>Your answers on this page have not been saved.</p>
    <div className="actions">
      <Button onClick={onStay}>Stay on this page</Button>
      <Button look="danger" onClick={onLeave}>
        Leave without saving
      </Button>
    </div>
  </Dialog>
);

/** Blocks leaving while there are answers that would be lost. Saving lifts the block before it moves on. */
export const useLeaveGuard = (dirty: boolean) => {
  const open = useRef(false);
  const blocker = useBlocker({
    shouldBlockFn: () => dirty && !open.current,
    enableBeforeUnload: () => dirty && !open.current,
    withResolver: true,
  });
  const unguarded = async (work: () => Promise<void>) => {
    open.current = true;
    try {
      await work();
    } catch (error) {
      open.current = false;
      throw error;
    }
  };
  return { unguarded, blocker };
};
