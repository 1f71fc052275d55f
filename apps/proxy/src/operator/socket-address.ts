import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { SOCKET_NAME } from './operator-wire.ts'

export type SocketAddress = {
  /** For `listen` and `connect`. */
  path: string
  /** Ends what makes a long path short. */
  release(): Promise<void>
}
export type Addressed = { ok: true; address: SocketAddress } | { ok: false; problem: string }

/** What fits into a socket address, without its last zero byte. */
const MAX_PATH_BYTES = { linux: 107, other: 103 }

/** How the socket in `folder` is addressed on this platform, or in a sentence why it cannot be. */
export async function addressSocket(
  folder: string,
  platform: NodeJS.Platform = process.platform,
): Promise<Addressed> {
  if (platform === 'win32') {
    return { ok: false, problem: 'Node has no Unix sockets on Windows' }
  }
  const path = join(folder, SOCKET_NAME)
  const max = platform === 'linux' ? MAX_PATH_BYTES.linux : MAX_PATH_BYTES.other
  if (Buffer.byteLength(path) <= max) {
    return { ok: true, address: { path, release: async () => undefined } }
  }
  if (platform !== 'linux') {
    const problem = `The path of DATA_DIR is too long: a socket in it must have a path of at most ${max} bytes, and ${path} is longer`
    return { ok: false, problem }
  }
  const opened = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  const short = `/proc/self/fd/${opened.fd}/${SOCKET_NAME}`
  return { ok: true, address: { path: short, release: () => opened.close() } }
}
