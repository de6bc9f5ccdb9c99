/** A mail server for tests, on this machine: it takes every message, and hands on none. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface PracticeMailServer {
  /** Where it is, as `SMTP_URL` has it. */
  readonly url: string;
  /** The messages that it has taken, whole, the oldest first. */
  readonly messages: readonly string[];
  stop(): void;
}

/** Starts it, at any free port unless told which. */
export async function startPracticeMailServer(port = 0): Promise<PracticeMailServer> {
  const messages: string[] = [];
  const hear = (socket: Socket) => {
    let message: string | undefined;
    // Who hangs up in the middle is no trouble of the test’s.
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').write('220 practice\r\n');
    socket.on('data', (piece: string) => {
      if (message === undefined) {
        if (piece.startsWith('DATA')) message = '';
        socket.write(piece.startsWith('DATA') ? '354 Go on\r\n' : '250 Yes\r\n');
        return;
      }
      message += piece;
      if (!message.endsWith('\r\n.\r\n')) return;
      messages.push(message);
      message = undefined;
      socket.write('250 Taken\r\n');
    });
  };
  const server = createServer(hear);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    stop: () => server.close(),
  };
}
