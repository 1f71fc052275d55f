import type { Agent, Dispatcher } from 'undici'
import { receiveBody, type ReceivedBody } from './received-body.ts'

/**
 * fetch for the calls of requests, at a fraction of its time: the response has only what the Platform client and the
 * world guard read of one, which is status, headers and the reader of its body. Redirects are not followed.
 */
export function createFetchByRequest(agent: Agent): typeof globalThis.fetch {
  return async (input, init = {}) => {
    // Node loads a fetch of its own as soon as anything names Request.
    const isUrl = typeof input === 'string' || input instanceof URL
    const { origin, pathname, search } = new URL(isUrl ? input : input.url)
    const request = {
      origin,
      path: pathname + search,
      // undici lists the methods, the DOM's type takes any text.
      method: (init.method ?? 'GET') as 'GET' | 'POST',
      // The client gives plain headers, and text as a body.
      headers: { ...sentByFetch, ...(init.headers as Record<string, string>) },
      body: (init.body ?? null) as string | null,
    }
    const signal = init.signal ?? undefined
    signal?.throwIfAborted()
    try {
      // Not more than the type of the client's fetch asks for in its use of it; see above.
      return (await dispatch(agent, request, signal)) as never
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

/** Sends a request and returns its response as soon as its body begins. */
function dispatch(
  agent: Agent,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal | undefined,
) {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  let controller: Dispatcher.DispatchController | undefined
  let body: ReceivedBody | undefined
  const fail = (error: Error) => {
    signal?.removeEventListener('abort', abort)
    reject(error)
    body?.fail(error)
  }
  const abort = () => {
    fail(signal?.reason)
    controller?.abort(signal?.reason)
  }
  signal?.addEventListener('abort', abort)
  agent.dispatch(request, {
    onRequestStart(started) {
      controller = started
      if (signal?.aborted === true) started.abort(signal.reason)
    },
    onResponseStart(started, status, received) {
      // What comes before the response itself.
      if (status < 200) return
      const headers = readHeaders(received)
      body = receiveBody(headers.get('content-encoding'), () => started.resume())
      resolve({ status, headers, type: 'basic', redirected: false, body: readerOf(body, started) })
    },
    onResponseData(started, chunk) {
      if (body?.write(chunk) === false) started.pause()
    },
    onResponseEnd() {
      signal?.removeEventListener('abort', abort)
      body?.end()
    },
    onResponseError: (_, error) => fail(error),
  })
  return promise
}

type Received = Record<string, string | string[] | undefined>

/** What of Headers is used: one of them for each response, all of them for few. */
function readHeaders(received: Received) {
  return {
    get: (name: string) => [received[name] ?? []].flat().join(', ') || null,
    forEach: (each: Parameters<Headers['forEach']>[0]) => allHeaders(received).forEach(each),
  }
}

function allHeaders(received: Received): Headers {
  const headers = new Headers()
  for (const [name, value = []] of Object.entries(received)) {
    for (const each of [value].flat()) headers.append(name, each)
  }
  return headers
}

/** What of a ReadableStream is used: it is read to its end, or cancelled. */
function readerOf(body: ReceivedBody, controller: Dispatcher.DispatchController) {
  const cancel = async () => controller.abort(new Error('The body is not read to its end'))
  return { cancel, getReader: () => ({ read: body.read, cancel }) }
}
