import {
  createRootRoute,
  createRoute,
  createRouter,
  isRedirect,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router';
import { allowed, mayDo } from '#shared/derive/access.ts';
import type { Duty } from '#shared/model/duty.ts';
import { allRecords, records } from '#shared/records/index.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { isCode } from '#web/data/problem.ts';
import { queryClient, sessionQuery } from '#web/data/queries.ts';
import type { Session } from '#web/data/session.ts';
import { listSearch } from '#web/records/list-search.ts';
import { accessSearch, auditSearch } from '#web/screens/audit/filter.ts';
import { awaitArrival } from '#web/ui/page.tsx';
import { PageFailed, PageMissing, PagePending } from './failures.tsx';
import { keepScroll } from './scroll.ts';
import { Shell } from './shell.tsx';

const root = createRootRoute();

/** Only addresses of this site: a link must not sign a person in and then send them elsewhere. */
const ownAddress = (next: unknown): string | undefined =>
  typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined;

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>): { next?: string } => {
    const next = ownAddress(raw.next);
    return next === undefined ? {} : { next };
  },
  component: lazyRouteComponent(() => import('#web/screens/sign-in.tsx'), 'SignIn'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(() => import('#web/screens/sign-in-reset.tsx'), 'ResetPassword'),
});

const setUpCodes = createRoute({
  getParentRoute: () => root,
  path: '/set-up-codes',
  component: lazyRouteComponent(() => import('#web/screens/require-codes.tsx'), 'RequireCodes'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      const session = await queryClient.query({ ...sessionQuery, staleTime: 'static' });
      if (session.codes.missing) throw redirect({ to: '/set-up-codes' });
      return { session };
    } catch (error) {
      if (isRedirect(error) || !isCode(error, 'not-signed-in')) throw error;
      const next = location.href === '/' ? undefined : location.href;
      throw redirect({ to: '/sign-in', search: next === undefined ? {} : { next } });
    }
  },
});

/** The record type that lives at this path; any other address does not exist. */
const recordAt = (path: string): AnyRecordType => {
  const record = allRecords.find((candidate) => candidate.path === path);
  if (record === undefined) throw notFound();
  return record;
};

const parent = { getParentRoute: () => shell };
const home = createRoute({
  ...parent,
  path: '/',
  component: lazyRouteComponent(() => import('#web/screens/home/home.tsx'), 'Home'),
});
const map = createRoute({
  ...parent,
  path: '/map',
  validateSearch: (raw: Record<string, unknown>): { layers?: string; at?: string } => ({
    ...(typeof raw.layers === 'string' ? { layers: raw.layers } : {}),
    ...(typeof raw.at === 'string' ? { at: raw.at } : {}),
  }),
  component: lazyRouteComponent(() => import('#web/screens/map/map.tsx'), 'MapScreen'),
});
const imports = createRoute({
  ...parent,
  path: '/import',
  component: lazyRouteComponent(() => import('#web/screens/import/start.tsx'), 'ImportStart'),
});
const oneImport = createRoute({
  ...parent,
  path: '/import/$jobId',
  component: lazyRouteComponent(() => import('#web/screens/import/job.tsx'), 'ImportJobScreen'),
});
const exports_ = createRoute({
  ...parent,
  path: '/export',
  component: lazyRouteComponent(() => import('#web/screens/export/export.tsx'), 'ExportScreen'),
});
const people = createRoute({
  ...parent,
  path: '/people',
  component: lazyRouteComponent(() => import('#web/screens/people.tsx'), 'People'),
});
/** Not hidden from others only: the API refuses them as well. */
const forThose =
  (duty: Duty) =>
  ({ context }: { context: { session: Session } }) => {
    if (!mayDo(context.session.member.role, duty)) throw notFound();
  };
/** Whoever may read a request may not always work on it. */
const forDesk = ({ context }: { context: { session: Session } }) => {
  if (!allowed(records.publicRecordsRequest, context.session.member.role, 'update')) throw notFound();
};
const desk = createRoute({
  ...parent,
  path: '/public-records-requests/$requestId/desk',
  beforeLoad: forDesk,
  component: lazyRouteComponent(() => import('#web/screens/desk/desk.tsx'), 'DeskScreen'),
});
const deskPreview = createRoute({
  ...parent,
  path: '/public-records-requests/$requestId/preview/$recordType/$recordId',
  beforeLoad: forDesk,
  component: lazyRouteComponent(() => import('#web/screens/desk/preview.tsx'), 'PreviewScreen'),
});
const deskMark = createRoute({
  ...parent,
  path: '/public-records-requests/$requestId/mark/$recordType/$recordId/$fileId',
  beforeLoad: forDesk,
  component: lazyRouteComponent(() => import('#web/screens/desk/areas/mark-areas.tsx'), 'MarkAreasScreen'),
});
/** The rules of a profile are no text to type: they have screens of their own. */
const forProfiles = ({ context }: { context: { session: Session } }) => {
  if (!allowed(records.redactionProfile, context.session.member.role, 'update')) throw notFound();
};
const newProfile = createRoute({
  ...parent,
  path: '/redaction-profiles/new',
  beforeLoad: forProfiles,
  component: lazyRouteComponent(() => import('#web/screens/redaction/profile-form.tsx'), 'NewProfile'),
});
const editProfile = createRoute({
  ...parent,
  path: '/redaction-profiles/$recordId/edit',
  beforeLoad: forProfiles,
  component: lazyRouteComponent(() => import('#web/screens/redaction/profile-form.tsx'), 'EditProfile'),
});
const members = createRoute({
  ...parent,
  path: '/members',
  beforeLoad: forThose('manageMembers'),
  component: lazyRouteComponent(() => import('#web/screens/members/members.tsx'), 'Members'),
});
const audit = createRoute({
  ...parent,
  path: '/audit',
  validateSearch: auditSearch,
  beforeLoad: forThose('reviewAudit'),
  component: lazyRouteComponent(() => import('#web/screens/audit/changes.tsx'), 'AuditChanges'),
});
const access = createRoute({
  ...parent,
  path: '/audit/access',
  validateSearch: accessSearch,
  beforeLoad: forThose('reviewAccess'),
  component: lazyRouteComponent(() => import('#web/screens/audit/access.tsx'), 'Access'),
});
/** Where the access events were before they became a part of the audit workspace. */
const formerAccess = createRoute({
  ...parent,
  path: '/access',
  beforeLoad: () => {
    throw redirect({ to: '/audit/access' });
  },
});
const settings = createRoute({
  ...parent,
  path: '/settings',
  beforeLoad: forThose('changeSettings'),
  component: lazyRouteComponent(() => import('#web/screens/settings.tsx'), 'SettingsScreen'),
});
const closing = createRoute({
  ...parent,
  path: '/settings/closing',
  beforeLoad: forThose('closeAgency'),
  component: lazyRouteComponent(() => import('#web/screens/closing/closing.tsx'), 'ClosingScreen'),
});
const retention = createRoute({
  ...parent,
  path: '/retention',
  component: lazyRouteComponent(() => import('#web/screens/retention/retention.tsx'), 'RetentionScreen'),
});
const disposal = createRoute({
  ...parent,
  path: '/retention/$disposalId',
  beforeLoad: forThose('decideDisposals'),
  component: lazyRouteComponent(() => import('#web/screens/retention/disposal.tsx'), 'DisposalScreen'),
});
const account = createRoute({
  ...parent,
  path: '/account',
  component: lazyRouteComponent(() => import('#web/screens/account.tsx'), 'AccountScreen'),
});
const dictionary = createRoute({
  ...parent,
  path: '/dictionary',
  component: lazyRouteComponent(() => import('#web/screens/dictionary.tsx'), 'Dictionary'),
});
const list = createRoute({
  ...parent,
  path: '/$list',
  validateSearch: listSearch,
  beforeLoad: ({ params }) => ({ record: recordAt(params.list) }),
  component: lazyRouteComponent(() => import('#web/records/list.tsx'), 'RecordList'),
});
const create = createRoute({
  ...parent,
  path: '/$list/new',
  validateSearch: listSearch,
  beforeLoad: ({ params }) => ({ record: recordAt(params.list) }),
  component: lazyRouteComponent(() => import('#web/records/new.tsx'), 'NewRecord'),
});
const detail = createRoute({
  ...parent,
  path: '/$list/$recordId',
  beforeLoad: ({ params }) => ({ record: recordAt(params.list) }),
  component: lazyRouteComponent(() => import('#web/records/detail.tsx'), 'RecordDetail'),
});
const edit = createRoute({
  ...parent,
  path: '/$list/$recordId/edit',
  beforeLoad: ({ params }) => ({ record: recordAt(params.list) }),
  component: lazyRouteComponent(() => import('#web/records/edit.tsx'), 'EditRecord'),
});

/** Addresses stay readable: plain text, no JSON. */
const parseSearch = (text: string) => Object.fromEntries(new URLSearchParams(text));
const stringifySearch = (search: Record<string, unknown>) => {
  const text = new URLSearchParams(
    Object.entries(search).flatMap(([k, v]) => (typeof v === 'string' && v !== '' ? [[k, v]] : [])),
  ).toString();
  return text === '' ? '' : `?${text}`;
};

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    reset,
    setUpCodes,
    shell.addChildren([
      home,
      map,
      imports,
      oneImport,
      exports_,
      people,
      desk,
      deskPreview,
      deskMark,
      newProfile,
      editProfile,
      members,
      audit,
      access,
      formerAccess,
      retention,
      disposal,
      settings,
      closing,
      account,
      dictionary,
      list,
      create,
      detail,
      edit,
    ]),
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: PageMissing,
  defaultPendingComponent: PagePending,
});

keepScroll(router);
router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
  if (fromLocation !== undefined && pathChanged) awaitArrival();
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
