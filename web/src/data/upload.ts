import { offlineSentence, RequestProblem } from './problem.ts';

/** Where the bytes go, as the server signed it: exactly this method and these headers. */
export interface UploadTicket {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

const hex = (bytes: ArrayBuffer) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, '0')).join('');

/** SHA-256 of the file as it leaves the device, so that what arrives can be proved to be the same. */
export const sha256 = async (file: Blob): Promise<string> =>
  hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));

const refused = (status: number) =>
  new RequestProblem('unexpected', `The file store did not take the file (${status}). Try again.`);

/** XMLHttpRequest, because fetch does not tell how much of a body has been sent. */
export const putFile = (ticket: UploadTicket, file: Blob, progress: (share: number) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(ticket.method, ticket.url);
    for (const [name, value] of Object.entries(ticket.headers))
      if (!/^(host|content-length)$/i.test(name)) request.setRequestHeader(name, value);
    request.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total);
    request.onload = () => (request.status < 300 ? resolve() : reject(refused(request.status)));
    request.onerror = () => reject(new RequestProblem('offline', offlineSentence));
    request.send(file);
  });

const byExtension: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heic',
  pdf: 'application/pdf',
};

/** Phones often name no type for HEIC photos, so the ending of the name helps. */
export const contentTypeOf = (file: { readonly type: string; readonly name: string }): string =>
  file.type === '' || file.type === 'image/heif'
    ? (byExtension[file.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? file.type)
    : file.type;
