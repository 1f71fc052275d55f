import { once } from 'node:events'
import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { SOCKET_NAME } from './operator-wire.ts'
import { addressSocket } from './socket-address.ts'

export type Bound = { ok: true; close(): Promise<void> } | { ok: false; problem: string }

/**
 * Binds the server to the socket in `dataDir`, which only its owner may use. The caller holds the lock of the
 * folder, so a socket that is there already was left by a killed server, and is replaced.
 */
export async function listenInFolder(
  server: Server,
  dataDir: string,
  platform?: NodeJS.Platform,
): Promise<Bound> {
  const socket = join(dataDir, SOCKET_NAME)
  // A socket is made with the mode of the umask. In a folder that only its owner may enter no one else can
  // connect before its mode is right.
  const folder = `${socket}.new`
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { mode: 0o700 })
  try {
    const addressed = await addressSocket(folder, platform)
    if (!addressed.ok) return addressed
    const { path, release } = addressed.address
    // Closing the server removes `path`: until then the short name must not lead to another folder.
    server.once('close', () => void release())
    await listen(server, path)
    await chmod(join(folder, SOCKET_NAME), 0o600)
    await rename(join(folder, SOCKET_NAME), socket)
  } catch (error) {
    server.close()
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return {
    ok: true,
    async close() {
      const closed = once(server, 'close')
      // First of all, so that no connection is accepted that no one would end.
      server.close()
      await rm(socket, { force: true })
      await closed
    },
  }
}

/** `exclusive`: a worker of a cluster binds the socket itself. */
async function listen(server: Server, path: string): Promise<void> {
  server.listen({ path, exclusive: true })
  await once(server, 'listening')
}
