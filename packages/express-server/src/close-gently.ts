import type { Duplex } from 'node:stream'

/**
 * Writes the last bytes of a connection and destroys it: when the client closes too, or after `lingerMs`. Until then
 * input is read and discarded: closing a socket with unread input resets it, and the client may lose the response.
 */
export function closeGently(socket: Duplex, lastBytes: string, lingerMs: number) {
  // Without its listeners node's parser sees nothing any more, so no further request is served.
  socket.removeAllListeners('data')
  socket.on('data', () => {})
  socket.resume()
  if (lastBytes === '') socket.end()
  else socket.end(lastBytes)
  const timer = setTimeout(() => socket.destroy(), lingerMs)
  timer.unref()
  socket.once('close', () => clearTimeout(timer))
}
