import { useQuery } from '@tanstack/react-query';
import { roleLabels } from '#shared/model/role.ts';
import { peopleQuery } from '#web/data/queries.ts';
import { Tag } from '#web/ui/messages.tsx';
import { Fetched } from '#web/ui/fetched.tsx';
import { PageHeading } from '#web/ui/page.tsx';

export const People = () => {
  const query = useQuery(peopleQuery);
  return (
    <>
      <PageHeading title="People" />
      <p>Everyone who can sign in for your agency. An administrator invites people and sets their roles.</p>
      <Fetched of={query}>
        {({ items }) => (
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
                <th scope="col">Account</th>
              </tr>
            </thead>
            <tbody>
              {items
                .toSorted((a, b) => a.name.localeCompare(b.name))
                .map(({ id, name, role, active }) => (
                  <tr key={id}>
                    <th scope="row">{name}</th>
                    <td>{roleLabels[role]}</td>
                    <td>{active ? 'Active' : <Tag tone="warn">Switched off</Tag>}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        )}
      </Fetched>
    </>
  );
};
