// Preloaded into both servers: when `pnpm start` is killed without a chance to stop them, the closing
// channel tells them, so that no server stays behind on the ports.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
