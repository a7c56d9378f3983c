/**
 * A part of the description of the API that is made only where the description is written as JSON. A JSON Schema takes
 * milliseconds to derive, and most functions load the routes and never describe them.
 */
export const later = (make: () => object): object => ({ toJSON: make });
