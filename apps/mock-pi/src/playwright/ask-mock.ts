import { WORLD_HEADER } from '@aloha-pi/contracts/control'
import { request, type IncomingMessage, type RequestOptions } from 'node:http'

export type Question = {
  method: string
  /** Path and query. */
  path: string
  /** With the Host that the mock is to see. */
  headers: Record<string, string>
  body?: Uint8Array | null
}

export type MockResponse = { status: number; headers: Record<string, string>; body: Buffer }

/** Sends requests to one world of a mock; they reject when there is no response, and when the signal aborts. */
export type AskMock = (question: Question) => Promise<MockResponse>

/** Headers of one connection, not of the message. */
const OF_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length'])

/** `node:http`, since `fetch` does not promise to send another Host. */
export function createAskMock(
  { world, ...address }: { host: string; port: number; world: string | undefined },
  signal: AbortSignal,
): AskMock {
  return async ({ method, path, headers, body }) => {
    const chosen = world === undefined ? headers : { ...headers, [WORLD_HEADER]: world }
    const options = { ...address, method, path, headers: chosen, signal }
    const response = await send(options, body ?? undefined)
    const received = Object.entries(response.headers)
      .filter(([name]) => !OF_CONNECTION.has(name))
      .map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : (value ?? '')])
    return {
      // A response has one.
      status: response.statusCode ?? 502,
      headers: Object.fromEntries(received),
      body: Buffer.concat(await response.toArray()),
    }
  }
}

function send(options: RequestOptions, body: Uint8Array | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(options, resolve).once('error', reject).end(body)
  })
}
