import { Link, Outlet, useMatches, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { roleLabels } from '#shared/model/role.ts';
import { peopleQuery, sessionQuery } from '#web/data/queries.ts';
import type { Session } from '#web/data/session.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { useOnline } from '#web/ui/use-media.ts';
import { SignInForm } from '#web/screens/sign-in-form.tsx';
import { ClosingBanner } from './closing-banner.tsx';
import { resume, SessionContext, useSessionOver } from './session.ts';
import { SignOut } from './sign-out.tsx';
import { navFor, thumbPaths, type NavGroup } from './nav.ts';

const NavLinks = ({ groups, onFollow }: { readonly groups: readonly NavGroup[]; readonly onFollow?: () => void }) => (
  <>
    {groups.map(({ heading, items }) => (
      <div key={heading} className="nav-group">
        <p className="nav-heading">{heading}</p>
        <ul className="plain-list">
          {items.map(({ label, href, icon }) => (
            <li key={href}>
              <Link to={href} className="nav-link" activeOptions={{ exact: href === '/' }} onClick={onFollow}>
                <Icon name={icon} />
                <span>{label}</span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    ))}
  </>
);

const Header = ({ session }: { readonly session: Session }) => (
  <header className="header">
    <Link to="/" className="brand">
      <img src="/icon.svg" alt="" width="32" height="32" />
      <span>
        <strong>Stormledger</strong>
        <span className="brand-agency">{session.tenant.name}</span>
      </span>
    </Link>
    <div className="who">
      <span className="who-text">
        <strong>{session.member.name}</strong>
        <span>{roleLabels[session.member.role]}</span>
      </span>
      <SignOut>
        {(start, busy) => (
          <button type="button" className="header-button" onClick={start}>
            <Icon name="signOut" />
            <span>{busy ? 'Signing out…' : 'Sign out'}</span>
          </button>
        )}
      </SignOut>
    </div>
  </header>
);

const ThumbBar = ({ groups, onMenu }: { readonly groups: readonly NavGroup[]; readonly onMenu: () => void }) => {
  const items = groups.flatMap((group) => group.items).filter(({ href }) => thumbPaths.includes(href));
  const inOrder = thumbPaths.flatMap((path) => items.filter(({ href }) => href === path));
  return (
    <nav className="thumb-bar" aria-label="Main">
      {inOrder.map(({ label, href, icon }) => (
        <Link key={href} to={href} activeOptions={{ exact: href === '/' }}>
          <Icon name={icon} />
          <span>{label}</span>
        </Link>
      ))}
      <button type="button" onClick={onMenu}>
        <Icon name="menu" />
        <span>Menu</span>
      </button>
    </nav>
  );
};

/** Forms bring a Save bar of their own, which takes the place of the thumb bar. */
const useIsForm = () => useMatches().some(({ routeId }) => /\/(new|edit)$/.test(routeId));

const PageState = () => {
  const online = useOnline();
  const busy = useRouterState({ select: ({ isLoading }) => isLoading });
  return (
    <>
      <div className={busy ? 'page-busy page-busy-on' : 'page-busy'} aria-hidden="true" />
      {!online && (
        <div className="offline" role="status">
          <Icon name="warning" /> No connection. What you see may be old, and saving waits until you have signal.
        </div>
      )}
    </>
  );
};

export const Shell = () => {
  const { data: session } = useQuery(sessionQuery);
  useQuery(peopleQuery);
  const [menu, setMenu] = useState(false);
  const main = useRef<HTMLElement>(null);
  const over = useSessionOver();
  const form = useIsForm();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => () => setMenu(false), [path]);
  useEffect(() => {
    // On a low screen the navigation scrolls by itself: where one is must be in sight.
    document.querySelector('.side [aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
  }, [path]);
  if (session === undefined) return null;
  const groups = navFor(session.member.role);
  return (
    <SessionContext value={session}>
      <a
        className="skip-link"
        href="#main"
        onClick={(e) => {
          e.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the page
      </a>
      <Header session={session} />
      <PageState />
      <ClosingBanner session={session} />
      <div className="frame">
        <nav className="side" aria-label="Main">
          <NavLinks groups={groups} />
        </nav>
        <main id="main" ref={main} tabIndex={-1} className="page">
          <Outlet />
        </main>
      </div>
      {!form && <ThumbBar groups={groups} onMenu={() => setMenu(true)} />}
      {menu && (
        <Dialog title="Menu" onClose={() => setMenu(false)}>
          <nav aria-label="All pages">
            <NavLinks groups={groups} onFollow={() => setMenu(false)} />
          </nav>
          <p className="menu-who">
            {session.member.name}, {roleLabels[session.member.role]}
          </p>
          <SignOut>
            {(start, busy) => (
              <Button look="outline" icon="signOut" busy={busy} onClick={start}>
                Sign out
              </Button>
            )}
          </SignOut>
        </Dialog>
      )}
      {over && (
        <Dialog title="Sign in again">
          <p>Your session has ended. This page stays as it is: sign in, then go on.</p>
          <SignInForm email={session.member.email} onDone={resume} />
        </Dialog>
      )}
    </SessionContext>
  );
};
