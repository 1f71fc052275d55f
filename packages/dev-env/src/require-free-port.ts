import { once } from 'node:events'
import { createServer } from 'node:net'

/** Throws a sentence that names the port and the option when a program listens there already. */
export async function requireFreePort(port: number, option: string) {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')) throw cause
    const other = `pnpm start ${option} ${port + 1000}`
    throw new Error(
      `Port ${port} is in use: stop the program that uses it, or choose another port: ${other}`,
      { cause },
    )
  } finally {
    server.close()
  }
}
