import { Link } from '@tanstack/react-router';

/** Two pages of one workspace; each has an address of its own. */
export const AuditTabs = () => (
  <nav className="tabs" aria-label="Audit">
    <Link to="/audit" activeOptions={{ exact: true, includeSearch: false }}>
      Changes to records
    </Link>
    <Link to="/audit/access" activeOptions={{ includeSearch: false }}>
      Access events
    </Link>
  </nav>
);
