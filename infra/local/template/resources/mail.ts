import * as z from 'zod';
import { kind, noEffect, tags, text, type Kind } from '../kind.ts';

const identity = z.strictObject({
  EmailIdentity: text,
  DkimAttributes: noEffect('Nothing leaves this machine, so nothing is signed.'),
  DkimSigningAttributes: noEffect('Nothing leaves this machine, so nothing is signed.'),
  FeedbackAttributes: noEffect('Nothing bounces here.'),
  Tags: tags,
});

const settings = z.strictObject({
  Name: text.optional(),
  DeliveryOptions: noEffect('Nothing is delivered to a server of others.'),
  ReputationOptions: noEffect('Watching exists only on AWS.'),
  SuppressionOptions: noEffect('Nothing bounces here.'),
  Tags: tags,
});

/** What mail may come from, and how it is sent. Every domain counts as verified here. */
export const mailKinds: Readonly<Record<string, Kind>> = {
  'AWS::SES::EmailIdentity': kind(identity, (plan, _at, its) => plan.mailIdentities.push(its.EmailIdentity)),
  'AWS::SES::ConfigurationSet': kind(settings, (plan, at) => plan.mailSettings.push(at.ref)),
};
