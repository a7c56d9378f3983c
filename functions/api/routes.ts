import { deedOn } from '#functions/lib/http/deed-of.ts';
import { adminSpecs } from '#functions/lib/http/admin-specs.ts';
import { auditSpecs } from '#functions/lib/http/audit-specs.ts';
import { closingSpecs } from '#functions/lib/http/closing-specs.ts';
import { deskSpecs } from '#functions/lib/http/desk-specs.ts';
import { fileSpecs } from '#functions/lib/http/file-specs.ts';
import { retentionSpecs } from '#functions/lib/http/retention-specs.ts';
import { recordRoutes, type RecordVerbs } from '#functions/lib/http/record-routes.ts';
import { exportSpecs, importSpecs } from '#functions/lib/jobs/specs.ts';
import type { Route, RouteSpec } from '#functions/lib/http/request.ts';
import type { Table } from '#functions/lib/store/index.ts';
import { addFinding, changeFinding } from '#functions/lib/usecases/findings.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { allRecords, records } from '#shared/records/index.ts';
import { agencyRoutes } from './agency.ts';
import { inspectionRoutes } from './inspections.ts';
import { openApiRoute } from './openapi.ts';
import { profileRoutes } from './profile.ts';
import { sessionRoutes } from './sessions.ts';
import { taskRoutes } from './tasks.ts';

/** Record types whose making or changing does more than keep the record. */
const verbs: Readonly<Record<string, RecordVerbs>> = { finding: { create: addFinding, change: changeFinding } };

/** Served by functions of their own, which do more with them. */
const elsewhereServed: readonly AnyRecordType[] = [records.attachment, records.publicRecordsRequest];

export const apiRoutes = (table: Table): Route[] => {
  const deedOf = deedOn(table);
  const routes = [
    ...allRecords
      .filter((r) => !elsewhereServed.includes(r))
      .flatMap((record) => recordRoutes(record, deedOf, verbs[record.name])),
    ...taskRoutes(deedOf),
    ...inspectionRoutes(deedOf),
    ...agencyRoutes(table),
    ...profileRoutes(table),
    ...sessionRoutes(table),
  ];
  // Served by the admin, desk, files, imports, exports and retention functions, and described here with the rest.
  const elsewhere = [
    ...elsewhereServed.flatMap((record) => recordRoutes(record, deedOf)),
    ...Object.values<RouteSpec>(adminSpecs),
    ...Object.values<RouteSpec>(auditSpecs),
    ...Object.values<RouteSpec>(closingSpecs),
    ...Object.values<RouteSpec>(deskSpecs),
    ...Object.values<RouteSpec>(fileSpecs),
    ...Object.values<RouteSpec>(importSpecs),
    ...Object.values<RouteSpec>(exportSpecs),
    ...Object.values<RouteSpec>(retentionSpecs),
  ];
  return [...routes, openApiRoute([...routes, ...elsewhere])];
};
