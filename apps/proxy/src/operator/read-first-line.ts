import type { Socket } from 'node:net'

export type FirstLine =
  | { kind: 'line'; line: string }
  | { kind: 'too_long' }
  /** The connection ended before its first line did. */
  | { kind: 'none' }

const NEWLINE = 10

/** The first line that arrives within `withinMs`; after that time the connection is ended. */
export async function readFirstLine(
  socket: Socket,
  { maxBytes, withinMs }: { maxBytes: number; withinMs: number },
): Promise<FirstLine> {
  const late = setTimeout(() => socket.destroy(), withinMs)
  try {
    return await read(socket, maxBytes)
  } finally {
    clearTimeout(late)
  }
}

async function read(socket: Socket, maxBytes: number): Promise<FirstLine> {
  let received = Buffer.alloc(0)
  try {
    // The connection is still needed, for the reply.
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      received = Buffer.concat([received, chunk as Buffer])
      const end = received.indexOf(NEWLINE)
      if (end > maxBytes || (end < 0 && received.length > maxBytes)) return { kind: 'too_long' }
      if (end >= 0) return { kind: 'line', line: received.toString('utf8', 0, end) }
    }
  } catch (error) {
    if (!socket.destroyed) throw error
  }
  return { kind: 'none' }
}
