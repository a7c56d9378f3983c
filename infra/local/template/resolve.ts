import type { Json, JsonObject, Stack } from './assembly.ts';
import { identify, type Identity } from './identity.ts';

/** A resource of one stack with its properties still unresolved. */
export interface Located {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly type: string;
}

export interface Resolver {
  /** The value with every intrinsic function computed; undefined stands for AWS::NoValue. */
  value: (stack: Stack, input: Json) => Json | undefined;
  properties: (at: Located) => JsonObject;
  condition: (stack: Stack, name: string) => boolean;
  identity: (stack: Stack, logicalId: string) => Identity;
}

const isObject = (input: Json): input is JsonObject =>
  typeof input === 'object' && input !== null && !Array.isArray(input);
const list = (input: Json | undefined): readonly Json[] => (Array.isArray(input) ? (input as readonly Json[]) : []);

function text(input: Json | undefined): string {
  if (typeof input === 'string') return input;
  if (typeof input === 'number' || typeof input === 'boolean') return String(input);
  throw new Error(`Expected text in the template, found ${JSON.stringify(input)}.`);
}

function pseudo(stack: Stack, name: string): string | undefined {
  const values: Record<string, string> = {
    'AWS::Region': stack.region,
    'AWS::AccountId': stack.account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${stack.region}:${stack.account}:stack/${stack.name}/local`,
  };
  return values[name];
}

export function createResolver(stacks: readonly Stack[]): Resolver {
  const identities = new Map<string, Identity>();

  const identity = (stack: Stack, logicalId: string): Identity => {
    const key = `${stack.name}/${logicalId}`;
    const known = identities.get(key);
    if (known) return known;
    const resource = stack.template.Resources[logicalId];
    if (!resource) throw new Error(`${stack.name} refers to ${logicalId}, which it does not declare.`);
    const found = identify({ stack, logicalId, type: resource.Type }, stacks, (name) => {
      const property = resource.Properties?.[name];
      return property === undefined ? undefined : value(stack, property);
    });
    identities.set(key, found);
    return found;
  };

  const reference = (stack: Stack, name: string): Json | undefined => {
    if (name === 'AWS::NoValue') return undefined;
    const fixed = pseudo(stack, name);
    if (fixed !== undefined) return fixed;
    const parameter = stack.template.Parameters[name];
    return parameter ? parameter.Default : identity(stack, name).ref;
  };

  const attribute = (stack: Stack, logicalId: string, name: string): string => {
    const found = identity(stack, logicalId).attributes(name);
    if (found === undefined)
      throw new Error(
        `${stack.name}: Fn::GetAtt ${logicalId}.${name} is not known to the local runner (infra/local/template/identity.ts).`,
      );
    return found;
  };

  const substitute = (stack: Stack, argument: Json): string => {
    const [pattern, variables = {}] = Array.isArray(argument) ? list(argument) : [argument];
    const own: JsonObject = isObject(variables) ? variables : {};
    return text(pattern).replace(/\$\{(!?)([^}]+)\}/g, (_all, escaped: string, name: string) => {
      if (escaped) return `\${${name}}`;
      const replacement = own[name];
      if (replacement !== undefined) return text(value(stack, replacement));
      const [logicalId = '', ...rest] = name.split('.');
      return rest.length > 0 ? attribute(stack, logicalId, rest.join('.')) : text(reference(stack, name));
    });
  };

  const imported = (name: string): Json | undefined => {
    for (const stack of stacks)
      for (const output of Object.values(stack.template.Outputs))
        if (output.Export && value(stack, output.Export.Name) === name) return value(stack, output.Value);
    throw new Error(`No stack exports ${name}.`);
  };

  const stackOutput = (stackName: string, outputName: string): Json | undefined => {
    const stack = stacks.find((candidate) => candidate.name === stackName);
    const output = stack?.template.Outputs[outputName];
    if (!stack || !output) throw new Error(`No output ${outputName} in stack ${stackName}.`);
    return value(stack, output.Value);
  };

  const truth = (stack: Stack, input: Json): boolean => {
    if (isObject(input) && typeof input['Condition'] === 'string') return condition(stack, input['Condition']);
    const found = value(stack, input);
    return found === true || found === 'true';
  };

  const condition = (stack: Stack, name: string): boolean => {
    const declared = stack.template.Conditions[name];
    if (declared === undefined) throw new Error(`${stack.name} has no condition ${name}.`);
    return truth(stack, declared);
  };

  const intrinsics: Record<string, (stack: Stack, argument: Json) => Json | undefined> = {
    Ref: (stack, argument) => reference(stack, text(argument)),
    'Fn::GetAtt': (stack, argument) => {
      const [logicalId, ...name] = typeof argument === 'string' ? argument.split('.') : list(argument).map(text);
      return attribute(stack, logicalId ?? '', name.join('.'));
    },
    'Fn::Sub': substitute,
    'Fn::Join': (stack, argument) => {
      const [separator, parts] = list(argument);
      return list(value(stack, parts ?? []))
        .map(text)
        .join(text(separator));
    },
    'Fn::Select': (stack, argument) => {
      const [index, from] = list(argument);
      return list(value(stack, from ?? []))[Number(value(stack, index ?? 0))];
    },
    'Fn::Split': (stack, argument) => {
      const [separator, from] = list(argument);
      return text(value(stack, from ?? '')).split(text(separator));
    },
    'Fn::If': (stack, argument) => {
      const [name, yes, no] = list(argument);
      const chosen = condition(stack, text(name)) ? yes : no;
      return chosen === undefined ? undefined : value(stack, chosen);
    },
    'Fn::Equals': (stack, argument) => {
      const [left, right] = list(argument).map((part) => JSON.stringify(value(stack, part)));
      return left === right;
    },
    'Fn::And': (stack, argument) => list(argument).every((part) => truth(stack, part)),
    'Fn::Or': (stack, argument) => list(argument).some((part) => truth(stack, part)),
    'Fn::Not': (stack, argument) => !list(argument).some((part) => truth(stack, part)),
    'Fn::ImportValue': (stack, argument) => imported(text(value(stack, argument))),
    'Fn::GetStackOutput': (stack, argument) => {
      const { StackName, OutputName } = isObject(argument) ? argument : {};
      return stackOutput(text(value(stack, StackName ?? '')), text(value(stack, OutputName ?? '')));
    },
    'Fn::FindInMap': (stack, argument) => {
      const [map = '', top = '', second = ''] = list(argument).map((part) => text(value(stack, part)));
      return stack.template.Mappings[map]?.[top]?.[second];
    },
    'Fn::Base64': (stack, argument) => Buffer.from(text(value(stack, argument))).toString('base64'),
    'Fn::ToJsonString': (stack, argument) => JSON.stringify(value(stack, argument)),
  };

  const value = (stack: Stack, input: Json): Json | undefined => {
    if (Array.isArray(input))
      return list(input)
        .map((part) => value(stack, part))
        .filter((part) => part !== undefined);
    if (!isObject(input)) return input;
    const [first, ...others] = Object.entries(input);
    if (first && others.length === 0) {
      const intrinsic = intrinsics[first[0]];
      if (intrinsic) return intrinsic(stack, first[1]);
      if (first[0].startsWith('Fn::')) throw new Error(`${stack.name} uses ${first[0]}, unknown to the local runner.`);
    }
    return resolvedObject(stack, input);
  };

  const resolvedObject = (stack: Stack, input: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(input).flatMap(([key, part]) => {
        const resolved = value(stack, part);
        return resolved === undefined ? [] : [[key, resolved]];
      }),
    );

  const properties = ({ stack, logicalId }: Located): JsonObject =>
    resolvedObject(stack, stack.template.Resources[logicalId]?.Properties ?? {});

  return { value, properties, condition, identity };
}
