import { InvalidArgumentError } from './errors/invalid-argument-error.ts'

export type PiClientOptions = {
  /** Server API key of the app. Only `me` works without one. Never in a browser. */
  apiKey?: string | undefined
  /** Origin of the Platform API, with or without `/v2`. Default `https://api.minepi.com`. */
  baseUrl?: string | undefined
  /** Default `globalThis.fetch`, looked up at each call. */
  fetch?: typeof globalThis.fetch | undefined
  /** Longest duration of a whole call, the body included. Default 15,000. */
  timeoutMs?: number | undefined
  /** Largest answer in bytes, after decompression. Default 262,144. */
  maxResponseBytes?: number | undefined
}

/** Checked options. */
export type ClientConfig = {
  apiKey: string | undefined
  origin: string
  fetch: typeof globalThis.fetch
  timeoutMs: number
  maxResponseBytes: number
}

/** Longest delay of a JavaScript timer; a longer one fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** Checks the options; throws InvalidArgumentError naming the first bad one. */
export function readConfig(options: PiClientOptions): ClientConfig {
  const { apiKey, fetch, timeoutMs = 15_000, maxResponseBytes = 262_144 } = options
  if (apiKey != null) {
    checkCredential('apiKey', apiKey)
    refuseBrowser()
  }
  if (fetch != null && typeof fetch !== 'function') {
    throw new InvalidArgumentError('fetch', 'must be a function like globalThis.fetch')
  }
  if (!Number.isSafeInteger(maxResponseBytes) || maxResponseBytes < 1) {
    throw new InvalidArgumentError('maxResponseBytes', 'must be a whole number above 0')
  }
  checkTimeout(timeoutMs)
  return {
    apiKey,
    origin: readOrigin(options.baseUrl ?? 'https://api.minepi.com'),
    // Not bound to the options: browsers and Workers refuse a fetch that is called as a method.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs,
    maxResponseBytes,
  }
}

export function checkTimeout(timeoutMs: number) {
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMER_MS) {
    throw new InvalidArgumentError(
      'timeoutMs',
      `must be a whole number of milliseconds from 1 to ${MAX_TIMER_MS}`,
    )
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
      'must be printable ASCII without spaces: give it alone, without "Key" or "Bearer"',
    )
  }
}

function refuseBrowser() {
  // Node's types have no `window`.
  const { window } = globalThis as { window?: { document?: unknown } }
  if (window?.document != null) {
    throw new InvalidArgumentError(
      'apiKey',
      'must not be in a browser, where every visitor can read it: call Pi from your server',
    )
  }
}

function readOrigin(baseUrl: string): string {
  const rule = 'must be an http or https origin like https://api.minepi.com, optionally with /v2'
  if (typeof baseUrl !== 'string' || !URL.canParse(baseUrl)) {
    throw new InvalidArgumentError('baseUrl', rule)
  }
  const url = new URL(baseUrl)
  const extra = url.username + url.password + url.search + url.hash
  const path = url.pathname.replace(/\/$/, '')
  if (!/^https?:$/.test(url.protocol) || extra !== '' || !['', '/v2'].includes(path)) {
    throw new InvalidArgumentError('baseUrl', rule)
  }
  return url.origin
}
