import type { PlatformOperation } from '@aloha-pi/contracts/platform'
import type { ApiFetcherArgs } from '@ts-rest/core'
import { checkTimeout, type ClientConfig } from './client-config.ts'
import { InvalidArgumentError } from './errors/invalid-argument-error.ts'
import { exchange } from './exchange.ts'
import type { CallOptions } from './pi-client.ts'
import { readAnswer } from './read-answer.ts'
import { createRedact } from './redact.ts'

/** What ts-rest hands over of one call, and what our methods add to it. */
type FetcherArgs = ApiFetcherArgs & { call?: CallOptions | undefined; accessToken?: string }

/** The transport under ts-rest's client: returns declared 2xx answers only, throws everything else. */
export function createPlatformFetcher(config: ClientConfig) {
  return async (args: FetcherArgs) => {
    const { scheme, credential } = pickCredential(args, config.apiKey)
    const { signal, timeoutMs = config.timeoutMs } = args.call ?? {}
    checkTimeout(timeoutMs)
    checkSignal(signal)
    const redact = createRedact(credential)
    if (redact.text(args.path) !== args.path) {
      throw new InvalidArgumentError('path', 'holds the credential: an id and a key are mixed up')
    }
    const answer = await exchange({
      url: args.path,
      method: args.method,
      headers: {
        accept: 'application/json',
        ...args.headers,
        authorization: `${scheme} ${credential}`,
      },
      // Routes of the Platform API have JSON bodies or none: never a form.
      body: typeof args.body === 'string' ? args.body : undefined,
      fetch: config.fetch,
      limits: { timeoutMs, signal },
      maxResponseBytes: config.maxResponseBytes,
      redact,
    })
    const request = `${args.method} ${args.path}`
    const body = readAnswer(request, args.route.responses, answer, redact)
    return { status: answer.status, body, headers: answer.headers }
  }
}

function pickCredential({ route, accessToken }: FetcherArgs, apiKey: string | undefined) {
  // Every operation of the platform contract declares its credential this way.
  const { credential: kind } = route.metadata as PlatformOperation
  if (kind === 'access-token' && accessToken != null) {
    return { scheme: 'Bearer', credential: accessToken }
  }
  if (apiKey == null) {
    throw new InvalidArgumentError('apiKey', `is required for ${route.method} ${route.path}`)
  }
  return { scheme: 'Key', credential: apiKey }
}

function checkSignal(signal: AbortSignal | undefined) {
  // Not instanceof: a signal of another realm or polyfill serves as well.
  if (signal != null && typeof signal.addEventListener !== 'function') {
    throw new InvalidArgumentError('signal', 'must be an AbortSignal')
  }
}
