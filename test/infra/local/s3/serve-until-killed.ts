import { serveS3 } from './serve.ts';

const [, , dir = ''] = process.argv;
console.log((await serveS3({ dir })).endpoint);
