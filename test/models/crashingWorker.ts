/* A child process in place of llamaWorker that loads well and crashes natively at the first request. */
process.on('message', (message: { type: string }) => {
  if (message.type === 'load') process.send?.({ type: 'ready' });
  else process.stderr.write('about to crash\n', () => process.abort());
});
