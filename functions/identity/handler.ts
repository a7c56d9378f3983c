import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { tenantIdPattern } from '#shared/model/principal.ts';

const withTenant = (event: PreTokenGenerationV2TriggerEvent): PreTokenGenerationV2TriggerEvent => {
  const tenantId = event.request.userAttributes['custom:tenantId'];
  if (tenantId === undefined || !tenantIdPattern.test(tenantId)) {
    throw new Error('This account belongs to no tenant. Delete it and invite the person again.');
  }
  event.response = {
    claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { tenantId } } },
  };
  return event;
};

/** Runs before every token, at sign-in and at refresh. Throwing refuses the token. */
export const handler = (event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> =>
  Promise.resolve(event).then(withTenant);
