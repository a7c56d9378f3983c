import type { IconName } from '#web/ui/icon-paths.ts';
import { duties } from '#shared/model/duty.ts';
import { roles, type Role } from '#shared/model/role.ts';
import { allRecords } from '#shared/records/index.ts';
import { iconPaths } from '#web/ui/icon-paths.ts';

export interface NavItem {
  readonly label: string;
  readonly href: string;
  readonly icon: IconName;
  readonly roles: readonly Role[];
}

export interface NavGroup {
  readonly heading: string;
  readonly items: readonly NavItem[];
}

const iconOf = (name: string): IconName => (Object.hasOwn(iconPaths, name) ? (name as IconName) : 'list');

/** Every record type has its list here without being named; the rest are screens of their own. */
const groups: readonly NavGroup[] = [
  {
    heading: 'Work',
    items: [
      { label: 'Home', href: '/', icon: 'home', roles },
      { label: 'Map', href: '/map', icon: 'map', roles },
    ],
  },
  {
    heading: 'Records',
    items: allRecords.map(({ name, path, label, access }) => ({
      label: label.many,
      href: `/${path}`,
      icon: iconOf(name),
      roles: access.read,
    })),
  },
  {
    heading: 'Data and people',
    items: [
      { label: 'Import', href: '/import', icon: 'import', roles: duties.importRecords },
      { label: 'Export', href: '/export', icon: 'export', roles: duties.exportRecords },
      { label: 'People', href: '/people', icon: 'people', roles: duties.seeColleagues },
      { label: 'Members', href: '/members', icon: 'person', roles: duties.manageMembers },
      { label: 'Audit', href: '/audit', icon: 'history', roles: duties.reviewAudit },
      { label: 'Retention', href: '/retention', icon: 'archive', roles: duties.seeRetention },
      { label: 'Settings', href: '/settings', icon: 'list', roles: duties.changeSettings },
      { label: 'My account', href: '/account', icon: 'info', roles: duties.keepOwnAccount },
      { label: 'Data dictionary', href: '/dictionary', icon: 'help', roles },
    ],
  },
];

export const navFor = (role: Role): readonly NavGroup[] =>
  groups.map(({ heading, items }) => ({ heading, items: items.filter(({ roles }) => roles.includes(role)) }));

/** Within reach of the thumb on a phone; everything else is behind Menu. */
export const thumbPaths = ['/', '/tasks', '/inspections', '/map'];
