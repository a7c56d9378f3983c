import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { queryClient, sessionQuery } from '#web/data/queries.ts';
import { PageHeading } from '#web/ui/page.tsx';
import { SignInForm } from './sign-in-form.tsx';

const route = getRouteApi('/sign-in');

export const SignIn = () => {
  const { next } = route.useSearch();
  const router = useRouter();
  return (
    <div className="sign-in">
      <main className="sign-in-card">
        <p className="sign-in-brand">
          <img src="/icon.svg" alt="" width="40" height="40" /> <strong>Stormledger</strong>
        </p>
        <PageHeading title="Sign in" />
        <SignInForm
          onDone={(session) => {
            queryClient.setQueryData(sessionQuery.queryKey, session);
            router.history.push(next ?? '/');
          }}
        />
        <p>
          <Link to="/reset">Forgot your password?</Link>
        </p>
        <p className="help">Accounts are made by your agency’s administrator. No account? Ask them.</p>
      </main>
    </div>
  );
};
