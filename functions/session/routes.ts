import type { PlainRoute } from '#functions/lib/http/handler.ts';
import { answerCode, useRecoveryCode } from './code.ts';
import { beginCodes, confirmCodes, endCodes, renewRecoveryCodes } from './codes.ts';
import { evenly, type Desk } from './desk.ts';
import { askEmail, confirmEmail } from './email.ts';
import { newPassword } from './new-password.ts';
import { prove } from './prove.ts';
import { refresh } from './refresh.ts';
import { askReset, confirmReset } from './reset.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

export const sessionRoutes = (desk: Desk): PlainRoute[] => [
  { method: 'POST', path: '/api/session', handler: (event) => evenly(signIn(event, desk)) },
  { method: 'POST', path: '/api/session/new-password', handler: (event) => newPassword(event, desk) },
  { method: 'POST', path: '/api/session/code', handler: (event) => evenly(answerCode(event, desk)) },
  { method: 'POST', path: '/api/session/recovery', handler: (event) => evenly(useRecoveryCode(event, desk)) },
  { method: 'POST', path: '/api/session/codes', handler: (event) => evenly(beginCodes(event, desk)) },
  { method: 'POST', path: '/api/session/codes/confirm', handler: (event) => evenly(confirmCodes(event, desk)) },
  { method: 'POST', path: '/api/session/codes/recovery', handler: (event) => evenly(renewRecoveryCodes(event, desk)) },
  { method: 'POST', path: '/api/session/codes/end', handler: (event) => evenly(endCodes(event, desk)) },
  { method: 'POST', path: '/api/session/prove', handler: (event) => evenly(prove(event, desk)) },
  { method: 'POST', path: '/api/session/refresh', handler: (event) => refresh(event, desk) },
  { method: 'POST', path: '/api/session/reset', handler: (event) => askReset(event, desk) },
  { method: 'POST', path: '/api/session/reset/confirm', handler: (event) => evenly(confirmReset(event, desk)) },
  { method: 'POST', path: '/api/session/email', handler: (event) => evenly(askEmail(event, desk)) },
  { method: 'POST', path: '/api/session/email/confirm', handler: (event) => evenly(confirmEmail(event, desk)) },
  { method: 'DELETE', path: '/api/session', handler: (event) => signOut(event, desk) },
];
