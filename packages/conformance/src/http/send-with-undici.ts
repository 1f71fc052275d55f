import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { Agent, errors } from 'undici'
import { NoResponseError, type Header, type Send, type WireRequest } from './wire.ts'

export type HttpLimits = {
  /** For the whole exchange. */
  timeoutMs: number
  /** Largest body, before and after decompression. */
  bytes: number
}

const decoders: Record<
  string,
  (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>
> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/**
 * The port over undici, which sends several headers of one name and paths like `/../` as they are; fetch
 * does neither. Redirects are not followed.
 */
export function createUndiciSend(limits: HttpLimits): { send: Send; close(): Promise<void> } {
  const agent = new Agent({ connections: 32, maxResponseSize: limits.bytes })
  return {
    send: (request) => exchange(agent, limits, request),
    close: () => agent.destroy(),
  }
}

async function exchange(agent: Agent, limits: HttpLimits, request: WireRequest) {
  const { method, origin, path, headers, body } = request
  const signal = AbortSignal.timeout(limits.timeoutMs)
  try {
    const response = await agent.request({
      origin,
      path,
      // undici types only the usual ones and sends any.
      method: method as 'GET',
      headers: headers.flat(),
      body: body ?? null,
      signal,
    })
    const received = headersOf(response.headers)
    const bytes = Buffer.from(await response.body.arrayBuffer())
    return {
      status: response.statusCode,
      headers: received,
      text: await decode(bytes, received, limits),
    }
  } catch (error) {
    // A request that cannot be sent is a fault of the case, not of the target.
    if (error instanceof errors.InvalidArgumentError) throw error
    throw new NoResponseError(describe(error, signal, limits), { cause: error })
  }
}

function headersOf(headers: Record<string, string | string[] | undefined>): Header[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((each): Header => [name, each]),
  )
}

async function decode(bytes: Buffer, headers: readonly Header[], limits: HttpLimits) {
  const [, coding = 'identity'] = headers.find(([name]) => name === 'content-encoding') ?? []
  const decoder = decoders[coding]
  const plain = decoder == null ? bytes : await decoder(bytes, { maxOutputLength: limits.bytes })
  return plain.toString('utf8')
}

function describe(error: unknown, signal: AbortSignal, limits: HttpLimits): string {
  if (signal.aborted) return `no complete response within ${limits.timeoutMs} ms`
  if (error instanceof errors.ResponseExceededMaxSizeError) return `more than ${limits.bytes} bytes`
  if (error instanceof errors.HTTPParserError) return 'the response is not HTTP'
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (code === 'ERR_BUFFER_TOO_LARGE')
    return `a response of more than ${limits.bytes} bytes when decompressed`
  if (code.startsWith('Z_')) return 'a compressed response that cannot be decompressed'
  return sentences[code] ?? `the connection failed (${code})`
}

const sentences: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ENOTFOUND: 'there is no such host (ENOTFOUND)',
  EAI_AGAIN: 'the host name cannot be looked up (EAI_AGAIN)',
  UND_ERR_SOCKET: 'the connection ended before the response was complete',
  ECONNRESET: 'the connection was reset (ECONNRESET)',
}
