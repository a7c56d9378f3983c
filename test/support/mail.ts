import type { Mail } from '#infra/local/mail/index.ts';
import type { LocalStack } from '#infra/local/index.ts';

export const lettersTo = (stack: LocalStack, email: string): Mail[] =>
  stack.inbox().filter(({ to }) => to.includes(email));

const codeIn = ({ text, html }: Mail): string | undefined => /\b\d{6}\b/.exec(text ?? html ?? '')?.[0];

/** The code of the last mail to somebody that has one. */
export const mailedCode = (stack: LocalStack, email: string): string => {
  const mail = lettersTo(stack, email).findLast((one) => codeIn(one) !== undefined);
  return (mail && codeIn(mail)) ?? '';
};
