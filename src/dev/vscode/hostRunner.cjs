// Loaded in the extension host as the test module: runs the real one (PONDER_HOST_TESTS) and sends its output and
// result over a socket (PONDER_HOST_SOCKET), so that a crash of the host never looks like success.
const { once } = require('node:events');
const net = require('node:net');
const { Writable } = require('node:stream');
const { format } = require('node:util');

exports.run = async () => {
  const socket = net.connect(process.env.PONDER_HOST_SOCKET);
  await once(socket, 'connect');
  const send = report => socket.write(`${JSON.stringify(report)}\n`);
  divertOutput(text => send({ type: 'output', text }));
  let failure;
  try {
    await require(process.env.PONDER_HOST_TESTS).run();
    send({ type: 'result' });
  } catch (error) {
    failure = error;
    send({ type: 'result', error: error?.stack ?? String(error) });
  }
  await new Promise(resolve => socket.end(resolve));
  if (failure) throw failure;
};

/** The host pins the methods of console and of process.stdout, so the objects are replaced; its own errors stay out. */
function divertOutput(send) {
  const stdout = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      send(String(chunk));
      done();
    },
  });
  Object.defineProperty(process, 'stdout', { value: stdout, configurable: true });
  const log = (...values) => send(`${format(...values)}\n`);
  globalThis.console = Object.create(console, { log: { value: log } });
}
