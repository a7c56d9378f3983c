import { customMessage } from './triggers.ts';
import type { PoolPlan } from './plan.ts';
import type { User } from './records.ts';
import type { Service } from './service.ts';

const sender = 'no-reply@verificationemail.com';

const defaults = {
  CustomMessage_AdminCreateUser: {
    subject: 'Your temporary password',
    message: 'Your username is {username} and temporary password is {####}.',
  },
  CustomMessage_ForgotPassword: {
    subject: 'Your verification code',
    message: 'Your password reset code is {####}.',
  },
  CustomMessage_UpdateUserAttribute: {
    subject: 'Your verification code',
    message: 'Your verification code is {####}.',
  },
} as const;

interface Letter {
  source: keyof typeof defaults;
  code: string;
  clientId?: string;
  /** The address of the account, unless a new one is to be verified. */
  to?: string;
  clientMetadata?: Record<string, string> | undefined;
}

/** The custom-message function writes the letter when there is one; the code is filled in only afterwards. */
export async function sendCode(service: Service, pool: PoolPlan, user: User, letter: Letter): Promise<void> {
  const { source, code, clientId = 'CLIENT_ID_NOT_APPLICABLE', clientMetadata } = letter;
  const to = letter.to ?? user.attributes['email'] ?? '';
  const custom = await customMessage(service, pool, clientId, source, user, clientMetadata);
  const fill = (text: string, dress: (value: string) => string) =>
    text.replaceAll('{####}', () => dress(code)).replaceAll('{username}', () => dress(to));
  const plain = (text: string) => fill(text, (value) => value);
  const subject = plain(custom.emailSubject ?? defaults[source].subject);
  const content = custom.emailMessage
    ? { html: fill(custom.emailMessage, escaped) }
    : { text: plain(defaults[source].message) };
  service.sendMail({ from: sender, to: [to], subject, ...content });
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Cognito's masked address: `a***@e***`, made the same way for an address nobody has. */
export function delivery(email: string) {
  const [local = '', domain = ''] = email.split('@');
  const Destination = `${local.charAt(0)}***@${domain.charAt(0)}***`;
  return { CodeDeliveryDetails: { Destination, DeliveryMedium: 'EMAIL', AttributeName: 'email' } };
}
