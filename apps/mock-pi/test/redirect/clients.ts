import { once } from 'node:events'
import https from 'node:https'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { Agent, fetch as undiciFetch, getGlobalDispatcher, request } from 'undici'

export type Call = { body?: string; signal?: AbortSignal }
export type ClientResponse = { status: number; body: string }
type Client = (url: string, call?: Call) => Promise<ClientResponse>

/** The part of axios that is called; it is not a dependency, but pi-backend and its Stellar library bring one each. */
type Axios = (options: object) => Promise<{ status: number; data: string }>

const require = createRequire(import.meta.url)
const requireOfPiBackend = createRequire(require.resolve('pi-backend'))
const requireOfStellar10 = createRequire(requireOfPiBackend.resolve('stellar-sdk'))
const axios1: Axios = requireOfPiBackend('axios')
const axios0: Axios = requireOfStellar10('axios')

const keepAlive = new https.Agent({ keepAlive: true, maxSockets: 1 })
const http2Too = new Agent({ allowH2: true })
const http1Only = new Agent({ allowH2: false })

/** Each makes a GET without a body and a POST with one. */
export const clients = {
  fetch: callFetch(fetch),
  'fetch of undici': callFetch(undiciFetch),
  'request of undici': callUndici(),
  'an undici Agent that allows HTTP/2': callUndici(http2Too),
  'an undici Agent of HTTP/1.1': callUndici(http1Only),
  'axios 1, adapter http': callAxios(axios1, 'http'),
  'axios 1, adapter fetch': callAxios(axios1, 'fetch'),
  'axios 0': callAxios(axios0),
  'axios 0, own Agent': callAxios(axios0, undefined, keepAlive),
  'https, default Agent': callHttps({}),
  'https, own Agent': callHttps({ agent: keepAlive }),
  'https without an Agent': callHttps({ agent: false }),
  'tls by name': callTls,
} satisfies Record<string, Client>

function callFetch(call: typeof fetch | typeof undiciFetch): Client {
  return async (url, { body, signal } = {}) => {
    const init = { method: methodFor(body), body: body ?? null, signal: signal ?? null }
    // Both take the same; their types name each other's classes.
    const response = await (call as typeof fetch)(url, init)
    return { status: response.status, body: await response.text() }
  }
}

function callUndici(dispatcher = getGlobalDispatcher()): Client {
  return async (url, { body, signal } = {}) => {
    const options = {
      method: methodFor(body),
      body: body ?? null,
      signal: signal ?? null,
      dispatcher,
    }
    const response = await request(url, options)
    return { status: response.statusCode, body: await response.body.text() }
  }
}

function callAxios(axios: Axios, adapter?: string, httpsAgent?: https.Agent): Client {
  return async (url, { body, signal } = {}) => {
    const raw = { responseType: 'text', transformResponse: [], validateStatus: () => true }
    const options = { url, method: methodFor(body), data: body, signal, httpsAgent, ...raw }
    const { status, data } = await axios(adapter == null ? options : { ...options, adapter })
    return { status, body: data }
  }
}

function callHttps(options: https.RequestOptions): Client {
  return async (url, { body, signal } = {}) => {
    const sent = https.request(url, { ...options, method: methodFor(body), signal })
    sent.end(body)
    const [response] = await once(sent, 'response')
    return { status: response.statusCode, body: await text(response) }
  }
}

/** A program that speaks HTTP itself. */
async function callTls(url: string, { body = '', signal }: Call = {}): Promise<ClientResponse> {
  const { hostname, pathname, search } = new URL(url)
  const socket = connect(443, hostname, { servername: hostname, signal } as object)
  await once(socket, 'secureConnect')
  const length = Buffer.byteLength(body)
  const head = `${methodFor(body || undefined)} ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}`
  socket.write(`${head}\r\nconnection: close\r\ncontent-length: ${length}\r\n\r\n${body}`)
  const response = await text(socket)
  const [, status] = /^HTTP\/1.1 (\d+)/.exec(response) ?? []
  return { status: Number(status), body: response.slice(response.indexOf('\r\n\r\n') + 4) }
}

function methodFor(body: string | undefined) {
  return body == null ? 'GET' : 'POST'
}
