import { connect } from 'node:net'

export type RawConnection = {
  /** Sends a prepared request and returns its response, whose length must be declared; one at a time. */
  send(request: string): Promise<{ status: number; text: string }>
  end(): void
}

/** A kept connection without node:http: a slow load generator would make every ratio look better. */
export async function openRawConnection(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1')
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let received = ''
  let waiting: PromiseWithResolvers<{ status: number; text: string }> | undefined
  socket.on('data', (chunk) => {
    received += String(chunk)
    const head = received.indexOf('\r\n\r\n')
    if (head < 0) return
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(received)?.[1])
    if (Number.isNaN(length)) return fail(new Error(`A response without a length: ${received}`))
    if (received.length < head + 4 + length) return
    const response = { status: Number(received.slice(9, 12)), text: received.slice(head + 4) }
    received = ''
    waiting?.resolve(response)
  })
  const fail = (error: Error) => waiting?.reject(error)
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('The connection was closed')))
  return {
    send(request) {
      waiting = Promise.withResolvers()
      socket.write(request)
      return waiting.promise
    },
    end: () => socket.destroy(),
  }
}
