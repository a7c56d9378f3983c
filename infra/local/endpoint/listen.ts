import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';

export class PortTaken extends Error {
  constructor(port: number) {
    super(`Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm start`);
    this.name = 'PortTaken';
  }
}

/** This machine does not have the address, `::1` where IPv6 is off. */
export class NoSuchAddress extends Error {}

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined);

/** Resolves to the port, which matters when 0 was asked for. */
export function listen(server: Server, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (codeOf(error) === 'EADDRINUSE') reject(new PortTaken(port));
      else if (codeOf(error) === 'EADDRNOTAVAIL' || codeOf(error) === 'EAFNOSUPPORT')
        reject(new NoSuchAddress(error.message));
      else reject(error);
    });
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port));
  });
}
