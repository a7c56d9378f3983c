/** Where a public-records request stands, and where a person may move it. Only a release makes it released. */
export const requestStatuses = {
  received: 'Received',
  gathering: 'Gathering records',
  inReview: 'In review',
  released: 'Released',
  denied: 'Denied',
  withdrawn: 'Withdrawn',
} as const;
export type RequestStatus = keyof typeof requestStatuses;

export const requestMoves: Readonly<Record<RequestStatus, readonly RequestStatus[]>> = {
  received: ['gathering', 'denied', 'withdrawn'],
  gathering: ['denied', 'withdrawn'],
  inReview: ['gathering', 'denied', 'withdrawn'],
  released: ['gathering'],
  denied: ['gathering'],
  withdrawn: ['gathering'],
};

/** No answer is awaited any more. */
export const isClosed = (status: RequestStatus): boolean =>
  status === 'released' || status === 'denied' || status === 'withdrawn';
