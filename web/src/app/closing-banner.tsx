import { Link } from '@tanstack/react-router';
import { mayDo } from '#shared/derive/access.ts';
import type { Session } from '#web/data/session.ts';
import { dateText } from '#web/fields/text.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Alert } from '#web/ui/messages.tsx';

/** In the place of a form that could not be saved. */
export const ClosedToChanges = () => (
  <Alert tone="info" title="Your agency is closing its account">
    <p>Nothing can be added or changed any more. Everything can still be read and exported.</p>
  </Alert>
);

/** On every screen of an agency that closes its account: what still can be done, and until when. */
export const ClosingBanner = ({ session: { member, tenant } }: { readonly session: Session }) => {
  if (tenant.closing === undefined) return null;
  const { exportUntil, deletionOn } = tenant.closing;
  return (
    <aside className="closing-banner" aria-label="Closing of the account">
      <Icon name="info" />
      <p>
        <strong>Your agency is closing its account.</strong> Everything can be read and exported until{' '}
        {dateText(exportUntil)}, and nothing can be changed. Deletion begins on {dateText(deletionOn)}.{' '}
        <Link to="/export">Export</Link>
        {mayDo(member.role, 'closeAgency') && (
          <>
            {' · '}
            <Link to="/settings/closing">Steps, or cancel</Link>
          </>
        )}
      </p>
    </aside>
  );
};
