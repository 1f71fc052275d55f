import { Agent, request as send, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { FuzzResponse, FuzzRequest } from './request.ts'

const TIMEOUT_MS = 10_000

/** Sends requests as they are, over kept connections; `fetch` refuses many of them. */
export function createSend() {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  return {
    send: (url: string, request: FuzzRequest) => exchange(agent, url, request),
    close: () => agent.destroy(),
  }
}

function exchange(agent: Agent, url: string, request: FuzzRequest): Promise<FuzzResponse> {
  const { hostname, port } = new URL(url)
  const { method, path, body } = request
  const length = body == null ? {} : { 'content-length': String(body.length) }
  const headers = { ...request.headers, ...length }
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  return new Promise((resolve) => {
    const none = (error: Error) => resolve({ kind: 'none', reason: error.message })
    const call = send({ agent, hostname, port, method, path, headers, signal }, (response) => {
      readResponse(response).then(resolve, none)
    })
    // After a response that came before the whole body was sent, this changes nothing.
    call.on('error', none)
    call.end(body)
  })
}

async function readResponse(response: IncomingMessage): Promise<FuzzResponse> {
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
  const { statusCode: status = 0 } = response
  const body = await text(response)
  return { kind: 'response', status, headers: Object.fromEntries(headers), text: body }
}
