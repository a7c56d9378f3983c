import type { IconName } from '#web/ui/icon-paths.ts';
import { coordinators, everyone, onlyAdmins, type Role } from '#shared/model/role.ts';
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
      { label: 'Home', href: '/', icon: 'home', roles: everyone },
      { label: 'Map', href: '/map', icon: 'map', roles: everyone },
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
      { label: 'Import', href: '/import', icon: 'import', roles: coordinators },
      { label: 'Export', href: '/export', icon: 'export', roles: everyone },
      { label: 'People', href: '/people', icon: 'people', roles: everyone },
      { label: 'Members', href: '/members', icon: 'person', roles: onlyAdmins },
      { label: 'Audit', href: '/audit', icon: 'history', roles: onlyAdmins },
      { label: 'Settings', href: '/settings', icon: 'list', roles: onlyAdmins },
      { label: 'My account', href: '/account', icon: 'info', roles: everyone },
      { label: 'Data dictionary', href: '/dictionary', icon: 'help', roles: everyone },
    ],
  },
];

export const navFor = (role: Role): readonly NavGroup[] =>
  groups.map(({ heading, items }) => ({ heading, items: items.filter(({ roles }) => roles.includes(role)) }));

/** Within reach of the thumb on a phone; everything else is behind Menu. */
export const thumbPaths = ['/', '/tasks', '/inspections', '/map'];
