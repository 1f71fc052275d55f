import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Agent } from 'undici'

const decoders: Record<string, () => NodeJS.ReadWriteStream & Readable> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * fetch for the calls of requests, at a fraction of its time: the response has only what the Platform client and the
 * world guard read of one, which is status, headers and the reader of its body. Redirects are not followed.
 */
export function createFetchByRequest(agent: Agent): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const { origin, pathname, search } = new URL(input instanceof Request ? input.url : input)
    const signal = init.signal ?? null
    try {
      const response = await agent.request({
        origin,
        path: pathname + search,
        // undici lists the methods, the DOM's type takes any text.
        method: (init.method ?? 'GET') as 'GET' | 'POST',
        // The client gives plain headers, and text as a body.
        headers: { ...sentByFetch, ...(init.headers as Record<string, string>) },
        body: (init.body ?? null) as string | null,
        signal,
      })
      const { statusCode: status, body } = response
      // The caller gets errors of the body when it reads it.
      body.on('error', () => {})
      const headers = headersOf(response.headers)
      // Not more than the type of the client's fetch asks for in its use of it; see above.
      return {
        status,
        headers,
        type: 'basic',
        redirected: false,
        body: read(body, headers),
      } as never
    } catch (cause) {
      signal?.throwIfAborted()
      throw new TypeError('fetch failed', { cause })
    }
  }
}

const sentByFetch = {
  'accept-language': '*',
  'user-agent': 'undici',
  'accept-encoding': 'gzip, deflate',
}

function headersOf(received: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers()
  for (const [name, value = []] of Object.entries(received)) {
    for (const each of [value].flat()) headers.append(name, each)
  }
  return headers
}

/** What of a ReadableStream is used: it is read to its end, or cancelled. */
function read(body: Readable, headers: Headers) {
  const decode = decoders[headers.get('content-encoding')?.toLowerCase() ?? '']
  const decoded = decode == null ? body : body.pipe(decode())
  if (decoded !== body) {
    decoded.on('error', () => {})
    body.on('error', (error) => decoded.destroy(error))
  }
  const chunks = decoded.iterator()
  const cancel = async () => {
    body.destroy()
    decoded.destroy()
  }
  return { cancel, getReader: () => ({ read: () => chunks.next(), cancel }) }
}
