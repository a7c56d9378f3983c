import { describe, expect, it } from 'vitest';
import { isCode, messagesByField, problemFrom, sentenceOf } from '#web/data/problem.ts';

const body = {
  type: 'about:blank',
  title: 'Some answers need another look',
  status: 422,
  code: 'invalid',
  detail: 'Two answers do not fit.',
  requestId: 'r-7',
  errors: [
    { path: 'values.diameter', message: 'Use at most 1200 in.' },
    { path: 'values.location.coordinates.0', message: 'Not a longitude.' },
    { path: 'values.location', message: 'Not a place.' },
    { path: 'reason', message: 'This needs an answer.' },
  ],
};

describe('a problem from the server', () => {
  it('keeps its code, its sentence and its request id', () => {
    const problem = problemFrom(422, body);
    expect(isCode(problem, 'invalid')).toBe(true);
    expect(sentenceOf(problem)).toBe('Two answers do not fit.');
    expect(problem.requestId).toBe('r-7');
  });
  it('is told at its fields, the first word of each', () => {
    expect(messagesByField(problemFrom(422, body).errors)).toEqual({
      diameter: 'Use at most 1200 in.',
      location: 'Not a longitude.',
      reason: 'This needs an answer.',
    });
  });
  it('that is not ours still becomes a sentence with what to do', () => {
    expect(sentenceOf(problemFrom(502, '<html>Bad gateway</html>'))).toMatch(/502.*Try again/);
    expect(sentenceOf(problemFrom(503, undefined))).toMatch(/503/);
  });
  it('of our own making does not show its insides', () => {
    expect(sentenceOf(new TypeError('x is undefined'))).not.toContain('undefined');
  });
});
