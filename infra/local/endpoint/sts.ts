import type { Call } from './caller.ts';
import type { EndpointOptions } from './server.ts';

/** Status and XML of STS's query protocol; only the question who one is. */
export function callerIdentity(body: Buffer, call: Call, { credentials, account }: EndpointOptions): [number, string] {
  const action = new URLSearchParams(body.toString()).get('Action') ?? '';
  if (action !== 'GetCallerIdentity')
    return [
      400,
      `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>The local STS has no ${action.replaceAll(/\W/g, '')}.</Message></Error></ErrorResponse>`,
    ];
  const plan = credentials.functionOf(call.accessKeyId);
  const role = plan?.role.split('/').at(-1);
  const arn = plan
    ? `arn:aws:sts::${account}:assumed-role/${role}/${plan.name}`
    : `arn:aws:iam::${account}:user/operator`;
  return [
    200,
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>${call.accessKeyId}</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  ];
}
