import { describe, expect, it } from 'vitest';
import { compileFilters, compilePattern } from '#infra/local/streams/pattern.ts';

const matches = (pattern: object, event: object) => compilePattern(pattern)(event);

const insert = { eventName: 'INSERT', dynamodb: { NewImage: { entity: { S: 'record' }, version: { N: '7' } } } };
const remove = { eventName: 'REMOVE', dynamodb: { OldImage: { entity: { S: 'record' } } } };

describe('a Lambda filter pattern', () => {
  it('compares with any of the listed values', () => {
    expect(matches({ eventName: ['MODIFY', 'INSERT'] }, insert)).toBe(true);
    expect(matches({ eventName: ['REMOVE'] }, insert)).toBe(false);
    expect(matches({ a: [null, 3] }, { a: null })).toBe(true);
    expect(matches({ a: [3] }, { a: '3' })).toBe(false);
  });

  it('wants every member to match', () => {
    const pattern = { eventName: ['REMOVE'], dynamodb: { OldImage: { entity: { S: ['record'] } } } };
    expect(matches(pattern, remove)).toBe(true);
    expect(matches(pattern, { ...remove, eventName: 'MODIFY' })).toBe(false);
    expect(matches(pattern, insert)).toBe(false);
  });

  it('matches a list when any element does', () => {
    expect(matches({ tags: ['b'] }, { tags: ['a', 'b'] })).toBe(true);
    expect(matches({ tags: ['c'] }, { tags: ['a', 'b'] })).toBe(false);
  });

  it.each([
    ['prefix', { prefix: 'rec' }, true],
    ['prefix', { prefix: 'cord' }, false],
    ['suffix', { suffix: 'cord' }, true],
    ['suffix', { suffix: 'rec' }, false],
    ['equals-ignore-case', { 'equals-ignore-case': 'RECORD' }, true],
    ['anything-but a value', { 'anything-but': 'audit' }, true],
    ['anything-but a list', { 'anything-but': ['audit', 'record'] }, false],
    ['anything-but a prefix', { 'anything-but': { prefix: 'rec' } }, false],
    ['anything-but a suffix', { 'anything-but': { suffix: 'x' } }, true],
  ])('knows %s', (_name, rule, expected) => {
    expect(matches({ S: [rule] }, { S: 'record' })).toBe(expected);
  });

  it('takes exists to speak of values, not of objects', () => {
    expect(matches({ S: [{ exists: true }] }, { S: '' })).toBe(true);
    expect(matches({ S: [{ exists: false }] }, {})).toBe(true);
    expect(matches({ dynamodb: { NewImage: { entity: { S: [{ exists: false }] } } } }, remove)).toBe(true);
    expect(matches({ dynamodb: [{ exists: true }] }, remove)).toBe(false);
  });

  it('does not take an absent value for anything but', () => {
    expect(matches({ S: [{ 'anything-but': 'audit' }] }, {})).toBe(false);
  });

  it('compares numbers, but not the numbers of a table, which are text', () => {
    const between = [{ numeric: ['>=', 5, '<', 10] }];
    expect(matches({ size: between }, { size: 5 })).toBe(true);
    expect(matches({ size: between }, { size: 10 })).toBe(false);
    expect(matches({ dynamodb: { NewImage: { version: { N: between } } } }, insert)).toBe(false);
  });

  it('knows $or', () => {
    const pattern = { $or: [{ a: [1] }, { b: [2] }] };
    expect(matches(pattern, { b: 2 })).toBe(true);
    expect(matches(pattern, { a: 2, b: 1 })).toBe(false);
  });

  it('refuses at the start a rule it does not know', () => {
    expect(() => compilePattern({ ip: [{ cidr: '10.0.0.0/8' }] })).toThrow('{"cidr":"10.0.0.0/8"}');
    expect(() => compilePattern({ size: [{ numeric: ['~', 1] }] })).toThrow('numeric');
    expect(() => compilePattern({ eventName: 'INSERT' })).toThrow('eventName');
  });
});

describe('several filters', () => {
  it('let a record through when any of them matches', () => {
    const filters = compileFilters([
      { eventName: ['REMOVE'] },
      { dynamodb: { NewImage: { entity: { S: ['record'] } } } },
    ]);
    expect([insert, remove, { eventName: 'MODIFY' }].map(filters)).toEqual([true, true, false]);
  });

  it('let everything through when there are none', () => {
    expect(compileFilters([])(insert)).toBe(true);
  });
});
