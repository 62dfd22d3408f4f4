import net from 'node:net';
import readline from 'node:readline';

/** What hostRunner.cjs sends, one JSON object a line. */
type Report =
  | { readonly type: 'output'; readonly text: string }
  | { readonly type: 'result'; readonly error?: string };

/**
 * Listens on a Unix socket for the tests in the extension host: their output is printed as it comes. `passed` resolves
 * when they passed, and rejects with their error, or when the connection breaks off before a result.
 */
export async function listenForResult(
  socket: string,
): Promise<{ readonly passed: Promise<void>; close(): void }> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const server = net.createServer(connection => {
    readline.createInterface({ input: connection }).on('line', line => {
      const report: Report = JSON.parse(line);
      if (report.type === 'output') process.stdout.write(report.text);
      else if (report.error === undefined) resolve();
      else reject(new Error(report.error));
    });
    connection.on('error', reject);
    connection.on('close', () =>
      reject(new Error('The extension host ended before its tests gave a result.')),
    );
  });
  server.on('error', reject);
  await new Promise<void>(listening => server.listen(socket, listening));
  promise.catch(() => {});
  return { passed: promise, close: () => server.close() };
}
