import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

/** Copies the tenant into the access token, as the product's trigger does. */
export async function handler(event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> {
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { claimsToAddOrOverride: { tenantId: 't1' } },
  };
  return Promise.resolve(event);
}
