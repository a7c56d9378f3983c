import * as z from 'zod';
import { kind, noEffect, text } from '../kind.ts';
import type { HeaderPolicyPlan } from '../plan.ts';

const override = z.boolean();
const security = z.strictObject({
  ContentSecurityPolicy: z.strictObject({ ContentSecurityPolicy: text, Override: override }).optional(),
  ContentTypeOptions: z.strictObject({ Override: override }).optional(),
  FrameOptions: z.strictObject({ FrameOption: text, Override: override }).optional(),
  ReferrerPolicy: z.strictObject({ ReferrerPolicy: text, Override: override }).optional(),
  StrictTransportSecurity: z
    .strictObject({
      AccessControlMaxAgeSec: z.number(),
      IncludeSubdomains: z.boolean().default(false),
      Preload: z.boolean().default(false),
      Override: override,
    })
    .optional(),
});
const custom = z.strictObject({ Items: z.array(z.strictObject({ Header: text, Value: text, Override: override })) });
const policy = z.strictObject({
  ResponseHeadersPolicyConfig: z.strictObject({
    Name: text,
    Comment: noEffect('For people.'),
    SecurityHeadersConfig: security.default({}),
    CustomHeadersConfig: custom.default({ Items: [] }),
    RemoveHeadersConfig: z.strictObject({ Items: z.array(z.strictObject({ Header: text })) }).optional(),
  }),
});

type Header = HeaderPolicyPlan['headers'][number];

function securityHeaders(its: z.output<typeof security>): Header[] {
  const headers: Header[] = [];
  const add = (name: string, value: string, given: { Override: boolean }) =>
    headers.push({ name, value, override: given.Override });
  const hsts = its.StrictTransportSecurity;
  const csp = its.ContentSecurityPolicy;
  if (csp) add('content-security-policy', csp.ContentSecurityPolicy, csp);
  if (its.ContentTypeOptions) add('x-content-type-options', 'nosniff', its.ContentTypeOptions);
  if (its.FrameOptions) add('x-frame-options', its.FrameOptions.FrameOption, its.FrameOptions);
  if (its.ReferrerPolicy) add('referrer-policy', its.ReferrerPolicy.ReferrerPolicy, its.ReferrerPolicy);
  if (hsts) {
    const rest = `${hsts.IncludeSubdomains ? '; includeSubDomains' : ''}${hsts.Preload ? '; preload' : ''}`;
    add('strict-transport-security', `max-age=${hsts.AccessControlMaxAgeSec}${rest}`, hsts);
  }
  return headers;
}

export const headerPolicy = kind(policy, (plan, at, { ResponseHeadersPolicyConfig: its }) =>
  plan.headerPolicies.push({
    id: at.ref,
    headers: [
      ...securityHeaders(its.SecurityHeadersConfig),
      ...its.CustomHeadersConfig.Items.map(({ Header, Value, Override }) => ({
        name: Header.toLowerCase(),
        value: Value,
        override: Override,
      })),
    ],
    remove: its.RemoveHeadersConfig?.Items.map(({ Header }) => Header.toLowerCase()) ?? [],
  }),
);
