import { checkCallOptions } from './call-options.ts'
import { InvalidArgumentError } from '../errors/invalid-argument-error.ts'
import type { ClientHooks } from './hooks.ts'
import { systemRandom, systemSleep, type Random, type Sleep } from './system-ports.ts'

/** What both clients take. */
export type ClientOptions = {
  /** Default `globalThis.fetch`, looked up at each request. */
  fetch?: typeof globalThis.fetch | undefined
  /** Longest duration of one request, the body included; a call that retries makes several. */
  timeoutMs?: number | undefined
  /** How often a call may try again after a failure. Default 2; with 0 one call is one request. */
  retries?: number | undefined
  hooks?: ClientHooks | undefined
  /** Largest response in bytes, after decompression. Default 262,144. */
  maxResponseBytes?: number | undefined
  /** Waits between tries; for tests. */
  sleep?: Sleep | undefined
  /** Spreads the waiting times; for tests. */
  random?: Random | undefined
}

/** Checked options. */
export type ClientConfig = {
  apiKey: string | undefined
  origin: string
  fetch: typeof globalThis.fetch
  timeoutMs: number
  retries: number
  hooks: ClientHooks
  maxResponseBytes: number
  sleep: Sleep
  random: Random
}

type Given = ClientOptions & { apiKey?: string | undefined; baseUrl?: string | undefined }
type Api = { defaultUrl?: string; pathPrefix: string; timeoutMs: number }

/** Checks the options; throws InvalidArgumentError naming the first bad one. */
export function readConfig(options: Given, api: Api): ClientConfig {
  const { apiKey, timeoutMs = api.timeoutMs, retries = 2, maxResponseBytes = 262_144 } = options
  if (apiKey != null) {
    checkCredential('apiKey', apiKey)
    refuseBrowser()
  }
  for (const name of ['fetch', 'sleep', 'random'] as const) {
    checkFunction(name, options[name])
  }
  for (const name of ['request', 'response', 'retry'] as const) {
    checkFunction(`hooks.${name}`, options.hooks?.[name])
  }
  if (!Number.isSafeInteger(maxResponseBytes) || maxResponseBytes < 1) {
    throw new InvalidArgumentError('maxResponseBytes', 'must be a whole number above 0')
  }
  checkCallOptions({ timeoutMs, retries })
  const { fetch, hooks = {}, sleep = systemSleep, random = systemRandom } = options
  return {
    apiKey,
    origin: readOrigin(options.baseUrl ?? api.defaultUrl, api.pathPrefix),
    // Not bound to the options: browsers and Workers refuse a fetch that is called as a method.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs,
    retries,
    hooks,
    maxResponseBytes,
    sleep,
    random,
  }
}

function checkFunction(field: string, value: unknown) {
  if (value != null && typeof value !== 'function') {
    throw new InvalidArgumentError(field, 'must be a function')
  }
}

/** Header characters only: fetch's own refusal of another one would quote the credential. */
export function checkCredential(field: 'apiKey' | 'accessToken', value: string) {
  if (typeof value !== 'string' || value === '') {
    throw new InvalidArgumentError(field, 'is required and must be a string that is not empty')
  }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new InvalidArgumentError(
      field,
      'must be printable ASCII without spaces: only the key or token, without "Key" or "Bearer"',
    )
  }
}

function refuseBrowser() {
  // Node's types have no `window`.
  const { window, navigator } = globalThis as {
    window?: { document?: unknown }
    navigator?: { userAgent?: unknown }
  }
  // A browser's own workers have no window; servers and edge runtimes name themselves otherwise.
  const isBrowserWorker = String(navigator?.userAgent).startsWith('Mozilla/')
  if (window?.document != null || isBrowserWorker) {
    throw new InvalidArgumentError(
      'apiKey',
      'must not be in a browser, where every visitor can read it: call from your server',
    )
  }
}

function readOrigin(baseUrl: unknown, pathPrefix: string): string {
  const rule = `must be an http or https origin like https://api.minepi.com, optionally with ${pathPrefix}`
  if (typeof baseUrl !== 'string' || !URL.canParse(baseUrl)) {
    throw new InvalidArgumentError('baseUrl', rule)
  }
  const url = new URL(baseUrl)
  const extra = url.username + url.password + url.search + url.hash
  const path = url.pathname.replace(/\/$/, '')
  if (!/^https?:$/.test(url.protocol) || extra !== '' || !['', pathPrefix].includes(path)) {
    throw new InvalidArgumentError('baseUrl', rule)
  }
  return url.origin
}
