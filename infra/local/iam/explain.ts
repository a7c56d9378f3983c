import { simulate, type Evaluation, type Question, type Statement, type Verdict } from './simulate.ts';

const everything: Statement = {
  name: 'everything',
  effect: 'Allow',
  actions: ['*'],
  document: { Effect: 'Allow', Action: '*', Resource: '*' },
};

const bare = ({ document, ...rest }: Statement): Statement => ({
  ...rest,
  document: Object.fromEntries(Object.entries(document).filter(([part]) => part !== 'Condition')),
});

const json = (value: unknown): string => JSON.stringify(value);

/** The condition keys of the call that a policy would look at; the rest is the same in every call. */
const telling = ({ context }: Question): string => {
  const keys = Object.entries(context).filter(([key]) => /^(dynamodb|s3|sts):|Tag/.test(key));
  return keys.length === 0 ? 'none' : keys.map(([key, value]) => `${key} = ${json(value)}`).join(', ');
};

function denying(
  statement: Statement,
  evaluation: Evaluation,
  question: Question,
  where: 'identity' | 'resource',
): boolean {
  if (statement.effect !== 'Deny') return false;
  const identity = where === 'identity' ? [everything, statement] : [everything];
  const resource = where === 'resource' ? { resource: [statement] } : { resource: undefined };
  return simulate({ ...evaluation, identity, ...resource }, question) === 'ExplicitlyDenied';
}

function explicit(evaluation: Evaluation, question: Question): string {
  const own = evaluation.identity.find((one) => denying(one, evaluation, question, 'identity'));
  const theirs = evaluation.resource?.find((one) => denying(one, evaluation, question, 'resource'));
  if (own) return `Statement ${own.name} of the role denies it for ${telling(question)}.`;
  return `Statement ${theirs?.name ?? ''} of the resource's own policy denies it.`;
}

function missing(role: string, evaluation: Evaluation, question: Question): string {
  const { action, resource } = question;
  const close = evaluation.identity.find(
    (one) =>
      one.effect === 'Allow' &&
      simulate({ ...evaluation, identity: [bare(one)], resource: undefined }, question) === 'Allowed',
  );
  if (close)
    return `Statement ${close.name} of ${role} covers it, but its condition ${json(close.document['Condition'])} does not hold for: ${telling(question)}.`;
  return `${role} has no statement for it; missing: ${json({ Effect: 'Allow', Action: action, Resource: resource })}.`;
}

/** A refusal in AWS's words, and then what the template would have to say for it to be allowed. */
export function refusalOf(role: string, verdict: Verdict, evaluation: Evaluation, question: Question): string {
  const { action, resource } = question;
  const start = `User: ${evaluation.principal} is not authorized to perform: ${action} on resource: ${resource}`;
  return verdict === 'ExplicitlyDenied'
    ? `${start} with an explicit deny. ${explicit(evaluation, question)}`
    : `${start} because no identity-based policy allows the ${action} action. ${missing(role, evaluation, question)}`;
}
