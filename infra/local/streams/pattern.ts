type Json = Record<string, unknown>;
/** Decides over the values at one place of the event; none means that nothing is there. */
type Rule = (values: readonly unknown[]) => boolean;
export type Match = (event: unknown) => boolean;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const some =
  (test: (value: unknown) => boolean): Rule =>
  (values) =>
    values.some(test);
const text = (test: (value: string) => boolean) => (value: unknown) => typeof value === 'string' && test(value);

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `[">=", 0, "<", 5]`. A table's numbers are text in a stream record: there this matches nothing, as at AWS. */
function numeric(operand: unknown): Rule {
  const parts = list(operand);
  const tests = Array.from({ length: parts.length / 2 }, (_, pair) => {
    const compare = comparisons[String(parts[pair * 2])];
    const bound = parts[pair * 2 + 1];
    if (compare === undefined || typeof bound !== 'number') throw unknown({ numeric: operand });
    return (value: number) => compare(value, bound);
  });
  if (tests.length === 0 || parts.length % 2 !== 0) throw unknown({ numeric: operand });
  return some((value) => typeof value === 'number' && tests.every((test) => test(value)));
}

function anythingBut(operand: unknown): Rule {
  if (isObject(operand)) {
    const unwanted = Object.entries(operand).flatMap(([name, each]) =>
      list(each).map((one) => compileRule({ [name]: one })),
    );
    return some((value) => !unwanted.some((rule) => rule([value])));
  }
  const unwanted = list(operand);
  return some((value) => !unwanted.includes(value));
}

const operators: Record<string, (operand: unknown) => Rule> = {
  prefix: (operand) => some(text((value) => value.startsWith(string(operand, 'prefix')))),
  suffix: (operand) => some(text((value) => value.endsWith(string(operand, 'suffix')))),
  'equals-ignore-case': (operand) =>
    some(text((value) => value.toLowerCase() === string(operand, 'equals-ignore-case').toLowerCase())),
  exists: (operand) => (values) => values.length > 0 === (operand === true),
  'anything-but': anythingBut,
  numeric,
};

function string(operand: unknown, operator: string): string {
  if (typeof operand !== 'string') throw unknown({ [operator]: operand });
  return operand;
}

const unknown = (rule: unknown) =>
  new Error(
    `The filter rule ${JSON.stringify(rule)} is not one that the local stream reader knows: see infra/local/streams/pattern.ts.`,
  );

function compileRule(rule: unknown): Rule {
  if (!isObject(rule)) return some((value) => value === rule);
  const [[name, operand] = ['', undefined], ...rest] = Object.entries(rule);
  const operator = operators[name];
  if (operator === undefined || rest.length > 0) throw unknown(rule);
  return operator(operand);
}

/** Only leaves count: an object is no value, so `exists` says false of it. */
const leaves = (value: unknown) => (value === undefined || isObject(value) ? [] : list(value));

function compileMember(name: string, expected: unknown): Match {
  const at = (event: unknown) => (isObject(event) ? event[name] : undefined);
  if (Array.isArray(expected)) {
    const rules = expected.map(compileRule);
    return (event) => rules.some((rule) => rule(leaves(at(event))));
  }
  if (!isObject(expected)) throw unknown({ [name]: expected });
  const inner = compilePattern(expected);
  return (event) => inner(at(event));
}

/** A Lambda filter pattern: every member must match, of the rules in one list any. Throws on a rule it does not know. */
export function compilePattern(pattern: object): Match {
  const members = Object.entries(pattern).map(([name, expected]) => {
    if (name !== '$or') return compileMember(name, expected);
    const either = list(expected).map((each) => compilePattern(isObject(each) ? each : {}));
    return (event: unknown) => either.some((match) => match(event));
  });
  return (event) => members.every((match) => match(event));
}

export function compileFilters(filters: readonly object[]): Match {
  const patterns = filters.map(compilePattern);
  return patterns.length === 0 ? () => true : (event) => patterns.some((match) => match(event));
}
