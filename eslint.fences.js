/**
 * Who may import whom (README, "The tree"). Each fence names the folder and what it must not reach;
 * a crossing fails `npm run lint`, and test/infra/fences.test.ts shows one failing.
 */
const sdk = { group: ['@aws-sdk/*', '@smithy/*'], message: 'Only functions/ talks to AWS.' };
const node = { group: ['node:*'], message: 'shared/ runs in the browser too: no node modules.' };
const react = { group: ['react', 'react-dom', 'react/*', 'react-dom/*'], message: 'React belongs in web/.' };
const store = {
  group: ['@aws-sdk/lib-dynamodb', '@aws-sdk/client-dynamodb'],
  message: 'Only functions/lib/store reaches the table.',
};
// Regular expressions, because a leading # would make a glob pattern a comment.
const tier = (name, message) => ({ regex: `(^#|/)${name}/`, message });
const noParents = { regex: '^\\.\\./\\.\\./', message: 'Use the #shared, #functions, #infra, #web or #test imports.' };

const fence = (files, patterns, rest = {}) => ({
  files,
  ...rest,
  rules: { 'no-restricted-imports': ['error', { patterns: [noParents, ...patterns] }] },
});

// What a screen offers and what the API allows come from one answer; a list of roles in web/ would be a second one.
const onePermissionTable = {
  regex: '#shared/model/role',
  importNames: ['everyone', 'fieldStaff', 'coordinators', 'onlyAdmins', 'nobody'],
  message: 'Ask shared/derive/access.ts who may do this.',
};

const only = (name) => tier(name, `Nothing but ${name}/ and test/ imports ${name}/.`);
const functionFolders = [
  'admin',
  'api',
  'desk',
  'session',
  'files',
  'imports',
  'exports',
  'audit',
  'digest',
  'scan',
  'identity',
  'lifecycle',
  'retention',
  'disposal',
  'closing',
  'notices',
];

const env = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Environment is read only in env.ts files.',
};
const clock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the time from functions/lib/aws/clock.ts.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the time from functions/lib/aws/clock.ts.',
  },
];
const shared = [node, sdk, react, only('functions'), only('infra'), only('web'), only('test')];

export const fences = [
  fence(['shared/**'], shared),
  fence(
    ['shared/model/**'],
    [...shared, { regex: '/(records|derive|permit)/', message: 'model/ is the bottom of shared/.' }],
  ),
  fence(
    ['shared/derive/**'],
    [...shared, { regex: '/records/', message: 'derive/ is handed a record type; it imports none.' }],
  ),
  fence(['web/**'], [node, sdk, only('functions'), only('infra'), only('test'), onePermissionTable]),
  fence(
    ['functions/lib/**'],
    [
      store,
      react,
      only('infra'),
      only('web'),
      only('test'),
      ...functionFolders.map((f) => ({ regex: `(^#functions|\\.\\.)/${f}/`, message: 'lib/ imports no function.' })),
    ],
    { ignores: ['functions/lib/store/**'] },
  ),
  fence(['functions/lib/store/**'], [react, only('infra'), only('web'), only('test')]),
  ...functionFolders.map((f) =>
    fence(
      [`functions/${f}/**`],
      [
        store,
        react,
        only('infra'),
        only('web'),
        only('test'),
        ...functionFolders
          .filter((o) => o !== f)
          .map((o) => ({ regex: `(^#functions|\\.\\.)/${o}/`, message: 'One function never imports another.' })),
      ],
    ),
  ),
  fence(['infra/**'], [react, only('web'), only('test')]),
  fence(['test/**'], []),
  {
    files: ['functions/**/*.ts'],
    ignores: ['functions/**/env.ts', 'functions/lib/aws/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', env, ...clock] },
  },
  { files: ['functions/**/env.ts'], rules: { 'no-restricted-syntax': ['error', ...clock] } },
  { files: ['shared/**/*.ts'], rules: { 'no-restricted-syntax': ['error', env, ...clock] } },
];
