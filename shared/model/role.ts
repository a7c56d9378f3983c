/** The four roles, from least to most. A member has exactly one. */
export const roles = ['viewer', 'inspector', 'coordinator', 'admin'] as const;
export type Role = (typeof roles)[number];

export const roleLabels: Readonly<Record<Role, string>> = {
  viewer: 'Viewer',
  inspector: 'Inspector',
  coordinator: 'Coordinator',
  admin: 'Administrator',
};

export const everyone = roles;
export const fieldStaff = ['inspector', 'coordinator', 'admin'] as const satisfies readonly Role[];
export const coordinators = ['coordinator', 'admin'] as const satisfies readonly Role[];
export const onlyAdmins = ['admin'] as const satisfies readonly Role[];
export const nobody = [] as const satisfies readonly Role[];

/** Who may stand in the audit trail: a person in a role, or the system itself. */
export const actorRoles = [...roles, 'system'] as const;
export type ActorRole = (typeof actorRoles)[number];
