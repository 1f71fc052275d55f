import type { Response } from 'express'

/** What a handler wrote; its headers are set on the response. */
export type Captured = { status: number; body: Buffer }

/** Keeps what is written to the response from the network. Resolves with it when it is complete, and nothing is sent. */
export function captureResponse(res: Response): Promise<Captured> {
  const chunks: Buffer[] = []
  const take = (chunk: unknown) => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk))
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
  }
  return new Promise((resolve) => {
    // Own members hide the methods of the prototype until they are deleted.
    Object.assign(res, {
      write(chunk: unknown) {
        take(chunk)
        return true
      },
      end(chunk?: unknown) {
        take(chunk)
        for (const name of ['write', 'end']) Reflect.deleteProperty(res, name)
        resolve({ status: res.statusCode, body: Buffer.concat(chunks) })
        return res
      },
    })
  })
}
